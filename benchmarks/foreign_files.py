"""Are strangers' files opened, and is every note there? `python benchmarks/foreign_files.py FOLDER`.

Opens every MIDI, MusicXML, ABC and ChordPro file below a folder and holds its notes against those of an independent
reader: pretty_midi and mido, music21 (MusicXML, ABC), a count of brackets (ChordPro). A file is *valid* when one of its
independent readers reads notes (chords) in it. Scores are compared by how often each pitch sounds, in what is written
or in what is played, as often as all verses need; MIDI files by onset (within a fiftieth of a second) and pitch.
`--verbose` names every file that differs.
"""

from __future__ import annotations

import argparse
import io
import re
import signal
import statistics
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from music_set import row, share
from songwright.core.errors import SongwrightError
from songwright.core.song import Song, TrackRole
from songwright.core.timeline import timeline
from songwright.formats.imports import imported
from songwright.formats.mxl import unpacked
from songwright.lyrics.lexicon import Lexicon, load_lexicon
from songwright.music.chords import parse_symbol

SECONDS = 60
"""An independent reader that takes longer says nothing about a file."""
NEAR = 0.02
KINDS = {".mid": "MIDI", ".midi": "MIDI", ".kar": "MIDI", ".rmi": "MIDI", ".xml": "MusicXML", ".musicxml": "MusicXML",
         ".mxl": "MusicXML", ".abc": "ABC", ".cho": "ChordPro", ".pro": "ChordPro", ".crd": "ChordPro"}  # fmt: skip

Notes = Counter[tuple[float, int]]


class TooSlowError(Exception):
    """A reader took longer than it may."""


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Stop what takes longer."""

    def stop(*_: object) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def by_pretty_midi(data: bytes) -> Notes:
    """Onset in seconds and pitch of every note."""
    import pretty_midi

    found = pretty_midi.PrettyMIDI(io.BytesIO(data))
    return Counter((round(note.start, 3), note.pitch) for part in found.instruments for note in part.notes)


def by_mido(data: bytes) -> Notes:
    """The same by mido's own clock: strokes, whatever ends them."""
    import mido

    now, found = 0.0, Notes()
    for message in mido.MidiFile(file=io.BytesIO(data), clip=True):
        now += message.time
        if message.type == "note_on" and message.velocity:
            found[round(now, 3), message.note] += 1
    return found


def by_music21(data: bytes, kind: str, *, played: bool) -> Notes:
    """How often each pitch is written, or played with its repeats; graces, drums and chord symbols left out."""
    import music21

    data = unpacked(data) if data.startswith(b"PK") else data
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    score = music21.converter.parse(text, format=kind.lower(), forceSource=True).toSoundingPitch()
    if played:
        score = score.expandRepeats()
    found = Notes()
    for element in score.stripTies().recurse().notes:
        if "ChordSymbol" in element.classes or element.duration.isGrace or "Unpitched" in element.classes:
            continue
        for pitch in element.pitches:
            found[0.0, pitch.midi] += 1
    return found


def ours(song: Song, *, timed: bool) -> Notes:
    """The song's notes in the same terms; drums left out of what is not `timed`."""
    laid = timeline(song)
    tracks = [track for track in song.tracks if timed or track.role is not TrackRole.DRUMS]
    notes = (note for track in tracks for note in laid.notes(track.id))
    return Counter((round(laid.seconds(note.start), 3) if timed else 0.0, note.pitch) for note in notes)


def matched(here: Notes, there: Notes) -> int:
    """How many notes of another reader are there, each once, at its time."""
    times: defaultdict[int, list[float]] = defaultdict(list)
    for (start, pitch), count in sorted(here.items()):
        times[pitch] += [start] * count
    found = 0
    for (start, pitch), count in sorted(there.items()):
        for _ in range(count):
            near = next((time for time in times[pitch] if abs(time - start) <= NEAR), None)
            if near is not None:
                times[pitch].remove(near)
                found += 1
    return found


def agreement(song: Song, data: bytes, kind: str) -> float | None:
    """The share of an independent reader's notes that the song has; None when no reader finds any."""
    if kind == "ChordPro":
        return _chords_of_sheet(song, data)
    if kind == "MIDI":
        here = ours(song, timed=True)
        others = [there for read in (by_pretty_midi, by_mido) if (there := _tried(read, data))]
        return max((matched(_shifted(here, there), there) / there.total() for there in others), default=None)
    here = ours(song, timed=False)
    others = [
        _tried(lambda data, played=played: by_music21(data, kind, played=played), data) for played in (False, True)
    ]
    return max((_alike(here, there, kind) for there in others if there), default=None)


def _alike(here: Notes, there: Notes, kind: str) -> float:
    """How far two readers have the same pitches, where every verse plays all of them.

    In ABC within a semitone: music21 forgets that a sign holds to the end of its bar.
    """
    times = max(1, round(here.total() / there.total()))
    wanted = Counter({note: count * times for note, count in there.items()})
    found = (here & wanted).total()
    if kind == "ABC":
        left, missing = here - wanted, wanted - here
        for (start, pitch), count in left.items():
            for near in ((start, pitch - 1), (start, pitch + 1)):
                taken = min(count, missing[near])
                missing[near] -= taken
                count -= taken
                found += taken
    return found / max(here.total(), wanted.total())


def _shifted(here: Notes, there: Notes) -> Notes:
    """Our notes from where the other's begin: a song begins with whole bars, a file may with silence or half a bar."""
    by = min((start for start, _ in there), default=0.0) - min((start for start, _ in here), default=0.0)
    return Counter({(round(start + by, 3), pitch): count for (start, pitch), count in here.items()})


def _tried(read: Callable[[bytes], Notes], data: bytes) -> Notes | None:
    """What a reader finds; None when it fails or takes too long."""
    try:
        with at_most(SECONDS), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return read(data)
    except Exception:  # noqa: BLE001 - other people's readers fail in every way there is
        return None


_BRACKETS = re.compile(r"\[([A-H][^\]\s]*)\]")
_ASIDES = "tab|grid|abc|ly|svg|textblock|t|g"
_ASIDE = re.compile(rf"\{{(?:start_of_|so)(?:{_ASIDES})\b.*?\{{(?:end_of_|eo)(?:{_ASIDES})\}}", re.DOTALL)
_NEXT_SONG = re.compile(r"^\s*\{(?:new_song|ns)\b", re.MULTILINE)


def _sheet(data: bytes) -> str:
    """The first song of a file of sheets, without tablature, pictures and comments."""
    parts = [part for part in _NEXT_SONG.split(data.decode("utf-8", "replace")) if part.strip(" \n\r}")]
    rows = _ASIDE.sub("", parts[0] if parts else "").splitlines()
    return "\n".join(line for line in rows if not line.lstrip().startswith(("#", "{")))


def _chords_of_sheet(song: Song, data: bytes) -> float | None:
    wanted = 0
    for symbol in _BRACKETS.findall(_sheet(data)):
        with suppress(SongwrightError):
            parse_symbol(symbol)
            wanted += 1
    found = sum(len(music.chords) for section in song.sections if (music := song.music(section)) is not None)
    return min(1.0, found / wanted) if wanted else None


@dataclass
class Tally:
    """What became of the files of one kind."""

    files: int = 0
    opened: int = 0
    valid: int = 0
    valid_opened: int = 0
    shares: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kinds", nargs="*", default=sorted(set(KINDS.values())))
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    lexicon = load_lexicon()
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    for path in sorted(options.folder.rglob("*")):
        kind = KINDS.get(path.suffix.lower())
        if kind is None or kind not in options.kinds or not path.is_file():
            continue
        said = _count(tallies[kind], path, kind, lexicon)
        if said and options.verbose:
            print(f"{path.name}: {said}", flush=True)
    row("", ["files", "opened", "valid", "of them opened", ">= 99 % of notes", "mean share", "CPU s, most"])
    for kind, tally in tallies.items():
        agreed = sum(found >= 0.99 for found in tally.shares)
        row(f"  {kind}", [
            str(tally.files), str(tally.opened), str(tally.valid),
            f"{tally.valid_opened} ({share(tally.valid_opened, tally.valid):.1f} %)",
            f"{agreed} ({share(agreed, len(tally.shares)):.1f} %)",
            f"{100 * statistics.fmean(tally.shares or [0]):.2f} %", f"{max(tally.seconds, default=0):.2f}",
        ])  # fmt: skip


def _count(tally: Tally, path: Path, kind: str, lexicon: Lexicon) -> str:
    """Open one file; what is to be said about it."""
    data = path.read_bytes()
    tally.files += 1
    begun = time.process_time()
    try:
        song = imported(path.name, data, lambda: lexicon).song
    except SongwrightError as error:
        valid = _is_valid(data, kind)
        tally.valid += valid
        return f"refused{', though valid' if valid else ''}: {error}"
    finally:
        tally.seconds.append(time.process_time() - begun)
    tally.opened += 1
    found = agreement(song, data, kind)
    if found is None:
        return ""
    tally.valid += 1
    tally.valid_opened += 1
    tally.shares.append(found)
    return "" if found >= 0.99 else f"{100 * found:.1f} % of the notes"


def _is_valid(data: bytes, kind: str) -> bool:
    if kind == "ChordPro":
        return bool(_BRACKETS.search(_sheet(data)))
    readers = (by_pretty_midi, by_mido) if kind == "MIDI" else (lambda data: by_music21(data, kind, played=False),)
    return any(_tried(read, data) for read in readers)


if __name__ == "__main__":
    main()
