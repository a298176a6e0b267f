"""Would a teacher pass it? The choir net against Bach: `python benchmarks/grammar.py --chorales FILE`.

Sets the sopranos of Bach's chorales (`--chorales`, the usual split; the test side was not learned from) with the key
told and counts, by one checker that shares no code with the writer, in both settings: six-four chords, leading tones
that are doubled, sevenths that do not fall or stay, a dominant before the last chord, the tonic as last root, parallel
fifths and octaves, and steps of alto and tenor. `--apart` also asks the linear classifier of `choirs.py` whose setting
is whose: the share that it tells apart, with Wilson's 95 % interval (take 60 pieces or more).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from choirs import told_apart
from music_set import fresh_kit, real_chorales, row, share
from songwright.core.song import Key, Mode
from songwright.music.nets.choir import BAR, write

Frame = tuple[int, ...]
THIRDS = ((0, 4), (0, 3))
"""Triads without their fifth, as many a piece ends on."""
TRIADS = ((0, 4, 7), (0, 3, 7), (0, 3, 6))
SEVENTHS = ((0, 4, 7, 10), (0, 3, 7, 10), (0, 4, 7, 11), (0, 3, 6, 10), (0, 4, 10), (0, 3, 6, 9))


def root_of(frame: Frame) -> tuple[int, tuple[int, ...]] | None:
    """The root and shape of a chord; None for what is no triad or seventh chord."""
    classes = {pitch % 12 for pitch in frame}
    for shape in (*TRIADS, *SEVENTHS, *THIRDS):
        for root in sorted(classes):
            if {(root + step) % 12 for step in shape} == classes:
                return root, shape
    return None


@dataclass
class Grammar:
    """What is counted in the settings of one writer."""

    frames: int = 0
    six_four: int = 0
    leading: int = 0
    doubled: int = 0
    sevenths: int = 0
    unresolved: int = 0
    pieces: int = 0
    dominants: int = 0
    home: int = 0
    parallels: int = 0
    moves: int = 0
    steps: int = 0

    def add(self, grid: Sequence[Frame], tonic: int) -> None:
        """Count one setting of four pitches a sixteenth."""
        events = [frame for before, frame in pairwise([(), *grid]) if frame != before and min(frame) > 0]
        if not events:
            return
        self.pieces += 1
        for frame in events:
            self.frames += 1
            found = root_of(frame)
            if found is not None and len(found[1]) == 3:
                self.six_four += (frame[3] - found[0]) % 12 == found[1][2]
            lead = (tonic - 1) % 12
            if found is not None and found[0] in ((tonic + 7) % 12, lead):
                sounding = sum(pitch % 12 == lead for pitch in frame)
                self.leading += sounding > 0
                self.doubled += sounding > 1
        for before, after in pairwise(events):
            self._resolve(before, after)
            self._move(before, after)
        roots = [found[0] for found in map(root_of, events) if found is not None]
        changes = [root for last, root in pairwise([-1, *roots]) if root != last]
        self.home += bool(changes) and changes[-1] == tonic
        self.dominants += len(changes) > 1 and changes[-2] in ((tonic + 7) % 12, (tonic - 1) % 12)

    def _resolve(self, before: Frame, after: Frame) -> None:
        found = root_of(before)
        if found is None or found[1] not in SEVENTHS[:5] or (after[3] == before[3] and root_of(after) == found):
            return
        seventh = (found[0] + found[1][-1]) % 12
        for voice, pitch in enumerate(before):
            if pitch % 12 == seventh:
                self.sevenths += 1
                self.unresolved += after[voice] - pitch not in (0, -1, -2)

    def _move(self, before: Frame, after: Frame) -> None:
        for voice in (1, 2):
            if before[voice] != after[voice]:
                self.moves += 1
                self.steps += abs(before[voice] - after[voice]) <= 2
        for upper in range(3):
            for lower in range(upper + 1, 4):
                gap = (before[upper] - before[lower]) % 12
                together = (after[upper] - before[upper]) * (after[lower] - before[lower]) > 0
                self.parallels += together and gap in (0, 7) and (after[upper] - after[lower]) % 12 == gap

    @property
    def cells(self) -> list[str]:
        """One cell for each thing counted."""
        return [
            f"{share(self.six_four, self.frames):.1f}",
            f"{share(self.doubled, self.leading):.1f}",
            f"{share(self.unresolved, self.sevenths):.0f}",
            f"{share(self.dominants, self.pieces):.0f}",
            f"{share(self.home, self.pieces):.0f}",
            f"{share(self.parallels, self.frames):.2f}",
            f"{share(self.steps, self.moves):.0f}",
        ]


_WHAT = (
    "six-four chords, % of changes",
    "leading tones of dominants that are doubled, %",
    "sevenths that neither fall a step nor stay, %",
    "dominant before the last chord, % of pieces",
    "last root the tonic, %",
    "parallel fifths and octaves, % of changes",
    "moves of alto and tenor by step, %",
)


def key_of(piece: np.ndarray) -> tuple[int, bool]:
    """Tonic (the last bass note) and whether the piece is minor by its thirds above it."""
    tonic = int(piece[-1][3]) % 12
    above = np.bincount((piece[piece > 0] - tonic) % 12, minlength=12)
    return tonic, bool(above[3] > above[4])


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chorales", type=Path, required=True, help="jsb16.json.gz")
    parser.add_argument("--part", default="valid", choices=["train", "valid", "test"])
    parser.add_argument("--pieces", type=int, default=30)
    parser.add_argument("--apart", action="store_true")
    options = parser.parse_args()
    kit = fresh_kit()
    bach, told = Grammar(), Grammar()
    settings: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])
    chosen = [
        np.array([[pitch or 0 for pitch in step] for step in piece])
        for piece in real_chorales(options.chorales, options.part)
    ]
    for seed, piece in enumerate([piece for piece in chosen if (piece > 0).all()][: options.pieces]):
        tonic, minor = key_of(piece)
        bach.add([tuple(map(int, step)) for step in piece], tonic)
        key = Key(tonic, Mode.MINOR if minor else Mode.MAJOR)
        root = tonic if (int(piece[-1][0]) - tonic) % 12 in (0, 3, 4, 7) else None
        grid = write(kit.choir, piece[:, 0], seed=seed, first_step=-len(piece) % BAR, root=root, key=key)
        told.add([tuple(map(int, step)) for step in grid], tonic)
        settings[0].append(piece)
        settings[1].append(np.asarray(grid))
    row(f"{bach.pieces} sopranos of the {options.part} side", ["Bach", "choir net"])
    for what, cells in zip(_WHAT, zip(bach.cells, told.cells, strict=True), strict=True):
        row(what, cells)
    if options.apart:
        share_told, low, high = told_apart(*settings)
        row(
            "told from Bach by a linear classifier, %",
            ["", f"{100 * share_told:.0f} ({100 * low:.0f}-{100 * high:.0f})"],
        )


if __name__ == "__main__":
    main()
