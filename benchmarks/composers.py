"""Rules, nets and real songs side by side: `python benchmarks/composers.py --data PREPARED [--songs 40]`.

`--data` is what `python -m training.prepare` wrote; only held-out songs are used, and both composers set the
same words. A distance is the Jensen-Shannon divergence in bits between two histograms (0 the same, 1 nothing in common;
J. Lin, IEEE Trans. Inf. Theory 37, 1991), or the plain difference of two shares. Everything is measured on finished
songs by code that the composers do not use. Seconds are of one core.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import log2
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "app"), str(ROOT / "resources"), str(ROOT / "tests")]

from choirs import choirs  # noqa: E402
from held_out import HeldOut, Words, held_out_songs, quarters, real_chord_tunes  # noqa: E402
from music.verses import LIGHTHOUSE  # noqa: E402
from songwright.core.song import Note, Song, TrackRole  # noqa: E402
from songwright.core.words import with_lyric_text  # noqa: E402
from songwright.lyrics.lexicon import load_lexicon  # noqa: E402
from songwright.music.check import FitReport, check_song  # noqa: E402
from songwright.music.chords import QUALITIES, chord_classes  # noqa: E402
from songwright.music.composers import compose  # noqa: E402
from songwright.music.harmony import Chart  # noqa: E402
from songwright.music.kit import Kit  # noqa: E402
from songwright.music.nets.grid import METRES, strength  # noqa: E402
from songwright.music.nets.melody import QUALITIES as NET_QUALITIES  # noqa: E402
from songwright.music.request import ComposeRequest, Selection  # noqa: E402
from songwright.music.tunes import between, surprise  # noqa: E402

TEMPO = 100.0


@dataclass
class Statistics:
    """What is counted in a set of tunes."""

    intervals: Counter[int] = field(default_factory=Counter)
    lengths: Counter[float] = field(default_factory=Counter)
    places: Counter[int] = field(default_factory=Counter)
    ranges: Counter[int] = field(default_factory=Counter)
    contour: Counter[tuple[int, int]] = field(default_factory=Counter)
    repeated: list[float] = field(default_factory=list)
    chord_tones: list[int] = field(default_factory=list)
    strong_chord_tones: list[int] = field(default_factory=list)
    slurred: list[int] = field(default_factory=list)

    def add(self, lines: Sequence[Sequence[tuple[int, int]]], metre: tuple[int, int]) -> None:
        """Count a song: (onset in sixteenths, pitch) of each syllable, by line."""
        runs: list[tuple[int, ...]] = []
        for line in lines:
            moves = [b[1] - a[1] for a, b in pairwise(line)]
            gaps = [b[0] - a[0] for a, b in pairwise(line)]
            self.intervals.update(max(-12, min(12, move)) for move in moves)
            self.lengths.update(quarters(min(gap, 16)) for gap in gaps)
            self.places.update(strength(onset, metre) for onset, _ in line)
            self.ranges[max(pitch for _, pitch in line) - min(pitch for _, pitch in line)] += 1
            self.contour.update(((a > 0) - (a < 0), (b > 0) - (b < 0)) for a, b in pairwise(moves))
            runs += [tuple(moves[i : i + 3]) for i in range(len(moves) - 2)]
        seen: Counter[tuple[int, ...]] = Counter(runs)
        self.repeated.append(sum(seen[run] > 1 for run in runs) / max(1, len(runs)))

    def mean_length(self) -> float:
        """The mean time to the next syllable in quarter notes."""
        return sum(length * count for length, count in self.lengths.items()) / max(1, self.lengths.total())


def divergence(one: Counter, other: Counter) -> float:
    """Jensen-Shannon divergence in bits."""
    totals = one.total() or 1, other.total() or 1
    found = 0.0
    for key in one.keys() | other.keys():
        p, q = one[key] / totals[0], other[key] / totals[1]
        middle = (p + q) / 2
        found += sum(share / 2 * log2(share / middle) for share in (p, q) if share)
    return found


def share(values: Sequence[float]) -> float:
    """The mean; 0 of none."""
    return sum(values) / len(values) if values else 0.0


def row(what: str, *cells: str) -> None:
    """One line of a table."""
    print(f"{what:<58}" + "".join(f"{cell:>16}" for cell in cells))


def sung(song: Song) -> tuple[Note, ...]:
    """The vocal notes of a one-section song."""
    vocal = next(track.id for track in song.tracks if track.role is TrackRole.VOCAL)
    return next(section.music.part(vocal).notes for section in song.sections if section.music and section.lines)


def counted(statistics: Statistics, song: Song, metre: tuple[int, int]) -> None:
    """Add a finished song."""
    lines: dict[str, list[tuple[int, int]]] = {}
    notes = [note for note in sung(song) if note.line is not None]
    for before, note in zip([None, *notes], notes, strict=False):
        again = before is not None and (before.line, before.syllable) == (note.line, note.syllable)
        statistics.slurred.append(int(again))
        if not again:
            lines.setdefault(note.line or "", []).append((round(note.start / 120), note.pitch))
    statistics.add(list(lines.values()), metre)
    music = next(section.music for section in song.sections if section.music and section.lines)
    chart = Chart(music.chords)
    for note in notes:
        chord = chart.at(note.start)
        member = chord is not None and note.pitch % 12 in chord_classes(chord)
        statistics.chord_tones.append(int(member))
        if strength(round(note.start / 120), metre) >= 2:
            statistics.strong_chord_tones.append(int(member))


def real_statistics(songs: Sequence[HeldOut], data: Path) -> Statistics:
    """The same of the real songs; chords from held-out tunes that have them."""
    found = Statistics()
    for one in songs:
        lines = [list(zip(*pair, strict=True)) for pair in zip(one.onsets, one.pitches, strict=True)]
        found.add(lines, (one.metre.beats, one.metre.unit))
    names = list(NET_QUALITIES)
    for pitches, notes in real_chord_tunes(data, 120):
        for pitch, (onset, root, quality, metre) in zip(pitches, notes, strict=True):
            if root < 12:
                member = (pitch - root) % 12 in QUALITIES[names[min(quality, 6)]]
                found.chord_tones.append(int(member))
                if metre < len(METRES) and strength(onset, METRES[metre]) >= 2:
                    found.strong_chord_tones.append(int(member))
    return found


def real_stress(songs: Sequence[HeldOut], words: Words) -> tuple[float, float]:
    """Primary stress on a stronger and on a weaker place than its weak neighbour in the word, in the real songs."""
    counts = [0, 0, 0]
    for one in songs:
        metre = (one.metre.beats, one.metre.unit)
        for line, onsets in zip(one.song.sections[0].lines, one.onsets, strict=True):
            syllables = words.split(line.text, None)
            for i, (a, b) in enumerate(pairwise(syllables)):
                if a.word == b.word and {a.stress, b.stress} == {0, 1}:
                    ahead = strength(onsets[i], metre) - strength(onsets[i + 1], metre)
                    ahead = ahead if a.stress == 1 else -ahead
                    counts[0 if ahead > 0 else 2 if ahead < 0 else 1] += 1
    return counts[0] / sum(counts), counts[2] / sum(counts)


@dataclass(frozen=True)
class Composed:
    """What a composer made of the held-out words."""

    statistics: Statistics
    fit: FitReport
    seconds: float


def composed(songs: Sequence[HeldOut], name: str, dial: float, kit: Kit, rounds: int) -> Composed:
    """All the words set by one composer, each song `rounds` times with a seed of its own."""
    statistics, lines = Statistics(), []
    begun = time.process_time()
    for seed, one in enumerate([*songs] * rounds):
        request = ComposeRequest(one.style, metre=one.metre, tempo=TEMPO, seed=seed, intro=0, ending=False,
                                 composer=name, prosody=dial)  # fmt: skip
        song = compose(one.song, request, kit)
        counted(statistics, song, (one.metre.beats, one.metre.unit))
        lines += check_song(song, kit.divide).lines
    return Composed(statistics, FitReport(tuple(lines)), (time.process_time() - begun) / len(songs) / rounds)


def tables(data: Path, count: int, dial: float, rounds: int) -> None:
    """Set the same words with rules and nets, and print both beside the real songs."""
    words = Words()
    songs = held_out_songs(data, count, words)
    kit = Kit(load_lexicon(), split=words.split)
    real = real_statistics(songs, data)
    both = [composed(songs, name, dial, kit, rounds) for name in ("rules", "learned")]
    row(f"{len(songs)} held-out songs {rounds} times, dial {dial:g}", "real songs", "rules", "nets")
    high, low = real_stress(songs, words)
    row("stress on a stronger place, %  (goal 93)", f"{100 * high:.1f}",
        *(f"{100 * one.fit.stress[0]:.1f}" for one in both))  # fmt: skip
    row("stress on a weaker place, %  (goal 3)", f"{100 * low:.1f}",
        *(f"{100 * one.fit.stress[2]:.1f}" for one in both))  # fmt: skip
    row("syllables with a note, %  (goal 100)", "", *(f"{100 * one.fit.coverage:.2f}" for one in both))
    every = (real, *(one.statistics for one in both))
    row("mean time to the next syllable, quarters", *(f"{one.mean_length():.3f}" for one in every))
    row("leaps no one sings, per 100 lines", "",
        *(f"{100 * sum(len(f.awkward) for f in one.fit.lines) / len(one.fit.lines):.1f}" for one in both))  # fmt: skip
    row("notes that continue a syllable, %", "", *(f"{100 * share(one.statistics.slurred):.1f}" for one in both))
    for what, pick in (("chord tones, %", "chord_tones"), ("chord tones on beats, %", "strong_chord_tones"),
                       ("runs of three intervals that return, %", "repeated")):  # fmt: skip
        row(what, *(f"{100 * share(getattr(one, pick)):.1f}" for one in every))
    distances(real, [one.statistics for one in both])
    row("seconds a song", "", *(f"{one.seconds:.2f}" for one in both))


def distances(real: Statistics, made: Sequence[Statistics]) -> None:
    """How far each set of tunes is from the real ones."""
    print("distance from the real songs (less is better)")
    for what, pick in (("intervals", "intervals"), ("times to the next syllable", "lengths"),
                       ("metric places of onsets", "places"), ("compass of a line", "ranges"),
                       ("turns of the contour", "contour")):  # fmt: skip
        row(f"  {what}, bits", "0", *(f"{divergence(getattr(s, pick), getattr(real, pick)):.4f}" for s in made))
    for what, pick in (("chord tones", "chord_tones"), ("chord tones on beats", "strong_chord_tones"),
                       ("repetition", "repeated")):  # fmt: skip
        goal = share(getattr(real, pick))
        row(f"  {what}, difference of shares", "0", *(f"{abs(share(getattr(s, pick)) - goal):.4f}" for s in made))


SONG = (
    LIGHTHOUSE.split("[Chorus]\n\n[Bridge]")[0]
    + """[Chorus 2]
Burn on, you little fire
Burn until they find you
Lift the lantern higher
Leave the dark behind you
"""
)


def song_time(seeds: int = 3) -> None:
    """A song of 32 bars with five tracks: seconds of one core, and what the nets add to the process."""
    kit = Kit(load_lexicon())
    words = with_lyric_text(Song(), SONG)
    print(f"\n32 bars, five tracks{'':>38}{'goal':>16}{'rules':>16}{'nets':>16}")
    cells = []
    before = resident()
    for name in ("rules", "learned"):
        request = ComposeRequest("pop", intro=0, ending=False, composer=name)
        compose(words, replace(request, seed=0), kit)
        begun = time.process_time()
        for seed in range(1, seeds + 1):
            compose(words, replace(request, seed=seed), kit)
        cells.append(f"{(time.process_time() - begun) / seeds:.2f}")
    row("seconds", "1", *cells)
    compose(words, ComposeRequest("hymn", chorale=True), kit)
    row("memory added by composing, nets and all, MB", "150", "", f"{(resident() - before) / 1e6:.0f}")


def resident() -> float:
    """Bytes of memory that this process holds (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


def paths(seeds: int = 4) -> None:
    """The map of tunes: how evenly a path leads from one tune to another."""
    kit = Kit(load_lexicon())
    uneven, arrived = [], []
    for seed in range(seeds):
        request = ComposeRequest("folk", seed=seed, composer="learned", intro=0, ending=False)
        song = compose(with_lyric_text(Song(), SONG), request, kit)
        place = Selection(song.sections[0].id)
        other = surprise(song, request, place, kit)
        ends = [sung(song), sung(other)]
        tunes = [ends[0], *(sung(one) for one in between(song, place, *ends, 7, kit)), ends[1]]
        steps = [sum(a.pitch != b.pitch for a, b in zip(one, two, strict=True)) for one, two in pairwise(tunes)]
        uneven.append(max(steps) / max(1, sum(steps)))
        arrived.append(sum(a.pitch != b.pitch for a, b in zip(tunes[0], tunes[-1], strict=True)) / len(tunes[0]))
    print(f"\npaths of eight steps between two tunes{'':>20}{'even':>16}{'found':>16}")
    row("largest share of a path's changes in one step, %", "12.5", f"{100 * share(uneven):.0f}")
    row("notes that differ between the ends, %", "", f"{100 * share(arrived):.0f}")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="what training.prepare wrote")
    parser.add_argument("--songs", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3, help="how often each song is set, with another seed each time")
    parser.add_argument("--dial", type=float, default=0.5, help="of the words' rhythm, 0 to 1")
    parser.add_argument("--sopranos", type=int, default=77, help="of Bach's, to be set for four voices")
    options = parser.parse_args()
    song_time()
    tables(options.data, options.songs, options.dial, options.rounds)
    paths()
    choirs(options.data, options.sopranos)


if __name__ == "__main__":
    main()
