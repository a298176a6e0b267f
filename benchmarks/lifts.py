"""Do choruses lift, has a song one climax, does it end at home? `python benchmarks/lifts.py --sheets FOLDER`.

Sets a lyric in every style with both composers. Beside them stand lead sheets (`--sheets`) with a part that is marked
or found to be a chorus; they were learned from.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from music_set import fresh_kit, real_songs, row, share, sung, words_of
from songwright.core.song import Note, SectionKind, Song
from songwright.music.composers import compose
from songwright.music.request import ComposeRequest
from songwright.music.tonality import signature_home


@dataclass
class Shapes:
    """What is counted in the songs of one composer."""

    songs: int = 0
    pairs: int = 0
    higher: int = 0
    peaks: int = 0
    lift: float = 0.0
    single: int = 0
    crowned: int = 0
    home: int = 0
    relative: int = 0

    def add(self, song: Song) -> None:
        """Count a song."""
        parts = [(section, sung(song, section)) for section in song.sections]
        parts = [(section, notes) for section, notes in parts if notes]
        if not parts:
            return
        self.songs += 1
        verse = next((notes for section, notes in parts if section.kind is SectionKind.VERSE), None)
        chorus = next((notes for section, notes in parts if section.kind is SectionKind.CHORUS), None)
        if verse and chorus:
            self.pairs += 1
            self.higher += _mean(chorus) > _mean(verse)
            self.peaks += _top(chorus) > _top(verse)
            self.lift += _mean(chorus) - _mean(verse)
            self.crowned += max(map(_top, (notes for _, notes in parts))) == _top(chorus)
        self.single += _climaxes(notes for section, notes in parts if section.repeats is None) == 1
        last = parts[-1][1][-1].pitch % 12
        self.home += last == song.key.tonic
        self.relative += last in {song.key.tonic, signature_home(song.key), (signature_home(song.key) + 9) % 12}


def _mean(notes: tuple[Note, ...]) -> float:
    return sum(note.pitch * note.length for note in notes) / sum(note.length for note in notes)


def _top(notes: tuple[Note, ...]) -> int:
    return max(note.pitch for note in notes)


def _climaxes(parts: Iterable[tuple[Note, ...]]) -> int:
    """The number of lines that reach the highest pitch of all."""
    notes = [note for part in parts for note in part]
    top = _top(tuple(notes))
    return len({note.line for note in notes if note.pitch == top})


def cells(found: Shapes) -> list[str]:
    """One row for each thing that is counted."""
    return [
        f"{found.songs} / {found.pairs}",
        f"{share(found.higher, found.pairs):.0f}",
        f"{share(found.peaks, found.pairs):.0f}",
        f"{found.lift / max(1, found.pairs):+.1f}",
        f"{share(found.crowned, found.pairs):.0f}",
        f"{share(found.single, found.songs):.0f}",
        f"{share(found.home, found.songs):.0f}",
        f"{share(found.relative, found.songs):.0f}",
    ]


_WHAT = (
    "songs / with verse and chorus",
    "chorus higher than its verse in the mean, %",
    "chorus higher than its verse at its peak, %",
    "chorus above its verse, semitones",
    "the highest note of all is in the chorus, %",
    "songs with one line that reaches the highest note, %",
    "last sung note on the tonic, %",
    "  or on the tonic of the parallel key of its signature, %",
)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sheets", type=Path, required=True, help="lead sheets with words, .mxl")
    parser.add_argument("--seeds", type=int, default=5, help="songs a style and composer")
    options = parser.parse_args()
    kit = fresh_kit()
    real = Shapes()
    for song in real_songs(options.sheets, kit):
        real.add(song)
    found = {"real songs": real}
    for composer in ("rules", "learned"):
        shapes = found[composer] = Shapes()
        for style in kit.styles.ids:
            for seed in range(options.seeds):
                request = ComposeRequest(style, seed=seed + 100, composer=composer)
                shapes.add(compose(words_of("lighthouse"), request, kit))
    row("", list(found))
    for what, values in zip(_WHAT, zip(*map(cells, found.values()), strict=True), strict=True):
        row(what, values)


if __name__ == "__main__":
    main()
