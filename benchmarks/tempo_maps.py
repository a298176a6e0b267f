"""How well imported MIDI files keep time: `python benchmarks/tempo_maps.py [FOLDER]` prints a table.

For every file of the folder that can be opened (else of forty made here, alike at every run, with tempi that breathe
and metres that change), each onset's seconds in the imported song are compared with those that pretty_midi, an
independent reader, finds. Beside it stands what one tempo for the whole song would give: the mean, by
which it is as long as the file. Files with one tempo are counted and left out.
"""

from __future__ import annotations

import argparse
import io
import random
import statistics
import warnings
from pathlib import Path

import mido
import pretty_midi

from songwright.core.errors import SongwrightError
from songwright.core.song import Song
from songwright.core.timeline import timeline
from songwright.formats.midi_in import from_midi
from songwright.lyrics.lexicon import Lexicon, load_lexicon

_MADE = 40
_ENDINGS = (".mid", ".midi", ".kar")
_FAR = 0.05  # seconds by which an onset is plainly elsewhere


def made(seed: int) -> bytes:
    """A file of 32 bars with a tempo for every beat, slower towards the ends of phrases, and some other metres."""
    rng = random.Random(seed)
    file = mido.MidiFile(ticks_per_beat=rng.choice((96, 384, 480, 960)))
    conductor, tune = file.add_track(), file.add_track()
    base, beats = rng.uniform(55, 170), rng.choice((3, 4))
    waiting = 0
    for bar in range(32):
        if bar == 0 or rng.random() < 0.1:
            now = beats if bar == 0 or rng.random() < 0.5 else rng.choice((2, 3, 5))
            conductor.append(mido.MetaMessage("time_signature", numerator=now, denominator=4, time=waiting))
            waiting = 0
        for _ in range(now):
            tempo = base * (1 - 0.15 * (bar % 4 == 3)) * rng.gauss(1, 0.03)
            conductor.append(mido.MetaMessage("set_tempo", tempo=round(60_000_000 / tempo), time=waiting))
            waiting = file.ticks_per_beat
            tune.append(mido.Message("note_on", note=rng.randint(55, 79), velocity=80, time=0))
            tune.append(mido.Message("note_off", note=tune[-1].note, velocity=0, time=file.ticks_per_beat))
    data = io.BytesIO()
    file.save(file=data)
    return data.getvalue()


def onsets(song: Song) -> tuple[list[float], list[float], int]:
    """Onsets in seconds by the song's tempi and by one mean tempo, and how many metres it has."""
    laid = timeline(song)
    ticks = sorted(note.start for track in song.tracks for note in laid.notes(track.id))
    last = ticks[-1] if ticks else 1
    mean = laid.seconds(last) / max(1, last)
    metres = len({bar.metre for bar in laid.bars})
    return [laid.seconds(tick) for tick in ticks], [tick * mean for tick in ticks], metres


def compared(data: bytes, lexicon: Lexicon) -> tuple[int, int, float, float] | None:
    """(tempi, metres, worst onset with the map, worst with a mean); None for a file that one of both cannot open."""
    try:
        song = from_midi(data, lexicon).song
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            other = pretty_midi.PrettyMIDI(io.BytesIO(data))
    except (SongwrightError, OSError, ValueError, KeyError, IndexError, EOFError):
        return None
    theirs = sorted(note.start for one in other.instruments for note in one.notes)
    ours, mean, metres = onsets(song)
    if not theirs or len(theirs) != len(ours):
        return None
    tempi = len(other.get_tempo_changes()[0])
    late = theirs[0] - ours[0]  # a song begins with its first bar, a file perhaps with silence
    worst = max(abs(one + late - their) for one, their in zip(ours, theirs, strict=True))
    return tempi, metres, worst, max(abs(one + late - their) for one, their in zip(mean, theirs, strict=True))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    folder, lexicon = parser.parse_args().folder, load_lexicon()
    paths = [] if folder is None else sorted(path for path in folder.rglob("*") if path.suffix.lower() in _ENDINGS)
    files = [path.read_bytes() for path in paths] if folder is not None else [made(seed) for seed in range(_MADE)]
    found = [one for data in files if (one := compared(data, lexicon)) is not None]
    changing = [one for one in found if one[0] > 1]
    print(f"{len(files)} files, {len(found)} compared note for note, {len(changing)} of them with several tempi,")
    print(f"{sum(metres > 1 for _, metres, _, _ in found)} with several metres")
    for name, place in (("tempo map", 2), ("one mean tempo", 3)):
        worst = [float(one[place]) for one in changing] or [0.0]
        far = sum(value > _FAR for value in worst)
        print(
            f"{name:15} worst onset off: median {statistics.median(worst):7.3f} s, most {max(worst):8.3f} s; "
            f"off by more than {_FAR:g} s in {far} files"
        )


if __name__ == "__main__":
    main()
