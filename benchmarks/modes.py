"""Is the mode kept, and is style heard in the chords? `python benchmarks/modes.py --data SHARED-DATA [--seeds 6]`.

Sets two lyrics in every style with both composers in minor keys, and for a choir, and counts major thirds among the
thirds above the tonic; beside them Bach's chorales and lead sheets in minor, which were learned from. Then the share
of chromatic notes in the tunes and of chords beyond triads, style by style.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from music_set import LYRICS, fresh_kit, real_chorales, real_songs, row, share, sung, words_of
from songwright.core.song import Key, Mode, Song
from songwright.music.chords import QUALITIES
from songwright.music.composers import compose
from songwright.music.kit import Kit
from songwright.music.nets.counterpoint import shift_to_c
from songwright.music.pitch import scale
from songwright.music.request import ComposeRequest
from songwright.music.tonality import has_minor_third

MOSTLY = 75.0
"""Per cent of major thirds above the tonic from which a minor piece is heard in major."""
_RELATIVE = 3  # semitones from a minor tonic up to the major one with its signature
FEWEST = 4
"""Thirds above the tonic that a piece needs to be judged by them."""
COMPOSERS = ("rules", "learned")
MINOR_KEYS = (Key(2, Mode.MINOR), Key(9, Mode.MINOR), Key(4, Mode.MINOR), Key(7, Mode.MINOR))


@dataclass
class Thirds:
    """Shares of major thirds, a number a piece, of pieces that have enough thirds."""

    shares: list[float] = field(default_factory=list)

    def add(self, pitches: Iterable[int], tonic: int) -> None:
        """Count a piece."""
        steps = Counter((pitch - tonic) % 12 for pitch in pitches)
        if steps[3] + steps[4] >= FEWEST:
            self.shares.append(share(steps[4], steps[3] + steps[4]))

    @property
    def cells(self) -> list[str]:
        """Pieces judged, pieces mostly major, the mean and the highest share."""
        if not self.shares:
            return ["0", "-", "-", "-"]
        mostly = sum(value >= MOSTLY for value in self.shares)
        mean = sum(self.shares) / len(self.shares)
        return [str(len(self.shares)), str(mostly), f"{mean:.1f}", f"{max(self.shares):.0f}"]


def minor_songs(kit: Kit, seeds: int) -> None:
    """Thirds in minor, band and choir, tune and lower voices."""
    row("minor pieces", ["judged", ">= 75 % major", "mean %", "highest %"])
    for composer in COMPOSERS:
        tune, voices = Thirds(), Thirds()
        for index, style in enumerate(kit.styles.ids):
            for seed in range(seeds):
                key = MINOR_KEYS[(index + seed) % len(MINOR_KEYS)]
                words = words_of(list(LYRICS)[seed % len(LYRICS)])
                song = compose(words, ComposeRequest(style, key=key, seed=seed, composer=composer), kit)
                tune.add(_tune(song), key.tonic)
        for seed in range(4 * seeds):
            key = MINOR_KEYS[seed % len(MINOR_KEYS)]
            request = ComposeRequest("hymn", key=key, seed=seed, composer=composer, chorale=True)
            voices.add(_all_notes(compose(words_of(list(LYRICS)[seed % 2]), request, kit)), key.tonic)
        row(f"  tunes with a band, {composer}", tune.cells)
        row(f"  choirs in four voices, {composer}", voices.cells)


def real_minor(data: Path, kit: Kit) -> None:
    """The same of real music, as far as its key is known to be minor."""
    bach = Thirds()
    for part in ("test", "valid", "train"):
        for piece in real_chorales(data / "jsb16.json.gz", part):
            tonic = piece[-1][3] % 12
            pitches = [pitch for step in piece for pitch in step if pitch]
            if (-shift_to_c(np.array(pitches)) - tonic) % 12 == _RELATIVE:
                bach.add(pitches, tonic)
    row("  Bach, whose last bass note is a minor tonic by the scale", bach.cells)
    sheets = Thirds()
    for song in real_songs(data / "ewld-public-domain", kit):
        if has_minor_third(song.key):
            sheets.add(_tune(song), song.key.tonic)
    row("  lead sheets that say minor", sheets.cells)


def styles(kit: Kit, seeds: int) -> None:
    """Chromatic notes in the tune and chords beyond triads, style by style."""
    print()
    row("style", [f"{what} {name}" for what in ("chrom.%", "beyond%") for name in COMPOSERS])
    for style in kit.styles.ids:
        chromatic, beyond = [], []
        for composer in COMPOSERS:
            notes: list[bool] = []
            chords: list[bool] = []
            for seed in range(seeds):
                request = ComposeRequest(style, seed=seed, composer=composer)
                song = compose(words_of(list(LYRICS)[seed % len(LYRICS)]), request, kit)
                home = set(scale(song.key))
                notes += [pitch % 12 not in home for pitch in _tune(song)]
                chords += [
                    len(QUALITIES.get(chord.quality, ())) > 3
                    for section in song.sections
                    if section.music is not None
                    for chord in section.music.chords
                ]
            chromatic.append(f"{share(sum(notes), len(notes)):.1f}")
            beyond.append(f"{share(sum(chords), len(chords)):.0f}")
        row(f"  {style}", [*chromatic, *beyond])


def _tune(song: Song) -> list[int]:
    return [note.pitch for section in song.sections if section.repeats is None for note in sung(song, section)]


def _all_notes(song: Song) -> list[int]:
    return [
        note.pitch
        for section in song.sections
        if section.music is not None
        for part in section.music.parts
        for note in part.notes
    ]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="jsb16.json.gz and ewld-public-domain/")
    parser.add_argument("--seeds", type=int, default=6, help="songs a style and composer")
    options = parser.parse_args()
    kit = fresh_kit()
    minor_songs(kit, options.seeds)
    real_minor(options.data, kit)
    styles(kit, options.seeds)


if __name__ == "__main__":
    main()
