"""Measure the composer: speed, fit of words and notes, and how its tunes move compared with real songs.

    python benchmarks/compose.py [--seeds 3] [--data FOLDER]

`--data` names the folder with `ewld-public-domain/*.mxl` (lead sheets of old songs); without it only the composer's
own figures are printed. Nothing is asserted; the tables go to standard output.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from math import log2
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "app"), str(ROOT / "resources"), str(ROOT / "tests")]

from music.verses import LIGHTHOUSE, SONNET  # noqa: E402
from songwright.core.song import Note, Piece, Song, TrackRole  # noqa: E402
from songwright.core.words import with_lyric_text  # noqa: E402
from songwright.lyrics.lexicon import load_lexicon  # noqa: E402
from songwright.lyrics.syllables import syllabify  # noqa: E402
from songwright.music.check import FitReport, check_song  # noqa: E402
from songwright.music.pitch import scale  # noqa: E402
from songwright.music.rule_composer import ComposeRequest, RuleComposer  # noqa: E402

LYRICS = {
    "own song": (Piece.SONG, LIGHTHOUSE.split("[Chorus]\n\n[Bridge]")[0]),
    "Shakespeare": (Piece.POEM, SONNET),
    "Poe": (
        Piece.POEM,
        """It was many and many a year ago,
In a kingdom by the sea,
That a maiden there lived whom you may know
By the name of Annabel Lee;
And this maiden she lived with no other thought
Than to love and be loved by me.
""",
    ),
    "Blake": (
        Piece.POEM,
        """Tyger Tyger, burning bright,
In the forests of the night;
What immortal hand or eye,
Could frame thy fearful symmetry?

In what distant deeps or skies,
Burnt the fire of thine eyes?
On what wings dare he aspire?
What the hand, dare seize the fire?
""",
    ),
}


@dataclass
class Motion:
    """How tunes move: intervals in semitones, note lengths in quarters, compass in semitones."""

    intervals: Counter[int] = field(default_factory=Counter)
    lengths: Counter[float] = field(default_factory=Counter)
    compass: list[int] = field(default_factory=list)
    recovered: int = 0
    leaps: int = 0

    def add(self, notes: Sequence[tuple[int, float]]) -> None:
        """Count one tune, a list of (pitch, length in quarters)."""
        pitches = [pitch for pitch, _ in notes]
        if len(pitches) < 3:
            return
        moves = [after - before for before, after in pairwise(pitches)]
        self.intervals.update(abs(move) for move in moves)
        self.lengths.update(round(length * 4) / 4 for _, length in notes)
        self.compass.append(max(pitches) - min(pitches))
        for one, other in pairwise(moves):
            if abs(one) >= 5:
                self.leaps += 1
                self.recovered += other * one < 0 and abs(other) <= 4

    def row(self, name: str) -> str:
        """One line of the table."""
        total = max(1, sum(self.intervals.values()))
        shares = [
            sum(count for size, count in self.intervals.items() if size in group) / total
            for group in ((0,), (1, 2), (3, 4), (5, 6, 7), range(8, 40))
        ]
        entropy = _entropy(self.lengths.values())
        leaps = self.recovered / max(1, self.leaps)
        compass = statistics.mean(self.compass) if self.compass else 0.0
        cells = " ".join(f"{100 * share:6.1f}" for share in shares)
        return f"{name:<16}{cells} {100 * leaps:9.0f} {compass:8.1f} {entropy:8.2f}"


def _entropy(counts: Iterable[int]) -> float:
    values = [count for count in counts if count]
    total = sum(values)
    return -sum(count / total * log2(count / total) for count in values) if total else 0.0


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--data", type=Path, default=None)
    options = parser.parse_args()
    lexicon = load_lexicon()
    composer = RuleComposer(lexicon)
    divide = partial(syllabify, lexicon=lexicon)
    _print_speed(composer)
    print("\nstress: primary stress of longer words on a stronger / equal / weaker place than its neighbours, per cent")
    print(
        f"{'style':<12}{'syllables':>10}{'covered':>9}{'stress':>18}{'all pairs':>18}"
        f"{'range':>8}{'awkward':>9}{'home':>7}"
    )
    motions: dict[str, Motion] = {}
    for style in composer.styles.ids:
        reports, songs = [], []
        for piece, text in LYRICS.values():
            for seed in range(options.seeds):
                song = composer.compose(with_lyric_text(Song(piece=piece), text), ComposeRequest(style, seed=seed))
                songs.append(song)
                reports.append(check_song(song, divide))
        print(_fit_row(style, reports, songs))
        motions[style] = _motion_of(songs)
    print("\nhow tunes move (per cent of intervals; leaps of a fourth or more that turn back; semitones; bits)")
    print(
        f"{'':<16}{'unison':>6} {'step':>6} {'third':>6} {'4th-5th':>6} {'more':>5}"
        f" {'recovered':>10} {'compass':>8} {'lengths':>8}"
    )
    for style, motion in motions.items():
        print(motion.row(style))
    if options.data is not None:
        print(_real_songs(options.data).row("old songs"))


def _print_speed(composer: RuleComposer) -> None:
    """Time 32 bars with five tracks: two verses and two choruses of eight bars without frame."""
    text = (
        LYRICS["own song"][1]
        + "\n[Chorus 2]\nBurn on, you little fire\nBurn until they find you\n"
        + "Lift the lantern higher\nLeave the dark behind you\n"
    )
    song = with_lyric_text(Song(), text)
    request = ComposeRequest("pop", seed=1, intro=0, ending=False)
    composer.compose(song, request)
    times = []
    for seed in range(7):
        begun = time.perf_counter()
        done = composer.compose(song, ComposeRequest("pop", seed=seed, intro=0, ending=False))
        times.append(time.perf_counter() - begun)
    bars = sum(section.music.bars for section in done.sections if section.music is not None)
    print(
        f"{bars} bars, {len(done.tracks)} tracks: median {1000 * statistics.median(times):.0f} ms, "
        f"best {1000 * min(times):.0f} ms, worst {1000 * max(times):.0f} ms (goal 500)"
    )


def _fit_row(style: str, reports: Sequence[FitReport], songs: Sequence[Song]) -> str:
    lines = FitReport(tuple(line for report in reports for line in report.lines))
    syllables = sum(line.syllables for line in lines.lines)
    stress = "/".join(f"{100 * share:.1f}" for share in lines.stress)
    pairs = "/".join(f"{100 * share:.1f}" for share in lines.phrase_stress)
    widest = max(high - low for low, high in (report.span for report in reports))
    awkward = sum(len(line.awkward) for line in lines.lines)
    home = [_ends_home(song) for song in songs]
    return (
        f"{style:<12}{syllables:>10}{100 * lines.coverage:>8.1f}%{stress:>18}{pairs:>18}{widest:>8}{awkward:>9}"
        f"{100 * sum(home) / len(home):>6.0f}%"
    )


def _sung(song: Song) -> list[tuple[Note, ...]]:
    vocal = next(track.id for track in song.tracks if track.role is TrackRole.VOCAL)
    parts = [section.music.part(vocal).notes for section in song.sections if section.music is not None]
    return [part for part in parts if part]


def _ends_home(song: Song) -> bool:
    """Whether the last tune ends on the first, third or fifth degree."""
    last = _sung(song)[-1][-1].pitch % 12
    tones = scale(song.key)
    return last in (tones[0], tones[2], tones[4])


def _motion_of(songs: Sequence[Song]) -> Motion:
    motion = Motion()
    for song in songs:
        for part in _sung(song):
            motion.add([(note.pitch, note.length / 480) for note in part])
    return motion


def _real_songs(folder: Path) -> Motion:
    """The same figures for the melodies of lead sheets, cut into eight-bar stretches like our sections."""
    motion = Motion()
    for path in sorted((folder / "ewld-public-domain").glob("*.mxl")):
        notes = _melody(path)
        for start in range(0, len(notes) - 20, 32):
            motion.add(notes[start : start + 32])
    return motion


def _melody(path: Path) -> list[tuple[int, float]]:
    """The notes of the first part of a compressed MusicXML file; ties joined, grace notes and rests left out."""
    with zipfile.ZipFile(path) as archive:
        name = next(entry for entry in archive.namelist() if entry.endswith(".xml") and "META" not in entry)
        root = ET.fromstring(archive.read(name))  # noqa: S314 (files of our own)
    part = root.find("part")
    found: list[tuple[int, float]] = []
    divisions = 1
    for element in part.iter() if part is not None else ():
        if element.tag == "divisions":
            divisions = int(element.text or 1)
        pitch = element.find("pitch") if element.tag == "note" and element.find("chord") is None else None
        duration = element.findtext("duration")
        if pitch is None or duration is None:
            continue
        steps = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
        alter = int(float(pitch.findtext("alter") or 0))
        number = 12 * (int(pitch.findtext("octave") or 4) + 1) + steps[pitch.findtext("step") or "C"] + alter
        length = int(duration) / divisions
        if found and any(tie.get("type") == "stop" for tie in element.findall("tie")):
            found[-1] = (found[-1][0], found[-1][1] + length)
        else:
            found.append((number, length))
    return found


if __name__ == "__main__":
    main()
