"""Does the band play, or does it loop? `python benchmarks/playing.py [--lieder FOLDER] [--seeds 3]`.

Of every style: the share of bars of a pitched part with its commonest rhythm (the mean and the worst part), parts of
verse 2 that equal verse 1 note for note, different bars of drums in a hundred, guitar strokes that no hand can hold,
and semitones or minor ninths between a long sung note and what the band strikes under it. Beside them stand the piano
parts of Lieder (`--lieder`, a folder of .mxl), which were learned from.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from music_set import fresh_kit, real_songs, row, share, sung, words_of
from songwright.core.song import TICKS_PER_QUARTER, Note, Section, SectionKind, Song, Track, TrackRole
from songwright.music.composers import compose
from songwright.music.fretboard import GUITARS, is_playable
from songwright.music.request import ComposeRequest


@dataclass
class Played:
    """What is counted in the songs of one style."""

    commonest: list[float] = field(default_factory=list)
    parts: int = 0
    same: int = 0
    drum_bars: int = 0
    drum_kinds: set[frozenset[tuple[int, int]]] = field(default_factory=set)
    strokes: int = 0
    unplayable: int = 0
    long_notes: int = 0
    clashes: int = 0

    def add(self, song: Song) -> None:
        """Count a song."""
        for track in song.tracks:
            if track.role in (TrackRole.ACCOMPANIMENT, TrackRole.BASS):
                self.commonest += _commonest(song, track)
            if track.role is TrackRole.DRUMS:
                kinds = [bar for _, bar in _bars(song, track, pitched=True)]
                self.drum_bars += len(kinds)
                self.drum_kinds |= set(kinds)
            if track.program in GUITARS and track.role is TrackRole.ACCOMPANIMENT:
                for stroke in _strokes(song, track):
                    self.strokes += 1
                    self.unplayable += not is_playable(stroke)
        self._compare(song)
        self._rub(song)

    def _compare(self, song: Song) -> None:
        verses = [s for s in song.sections if s.kind is SectionKind.VERSE and s.repeats is None and s.music]
        if len(verses) < 2:
            return
        for track in song.tracks:
            one, other = (section.music.part(track.id).notes for section in verses[:2] if section.music)
            if track.role is not TrackRole.VOCAL and one and other:
                self.parts += 1
                self.same += _plain(one) == _plain(other)

    def _rub(self, song: Song) -> None:
        for section in song.sections:
            notes = [note for note in sung(song, section) if note.length >= TICKS_PER_QUARTER]
            music = song.music(section)
            if section.repeats is not None or music is None:
                continue
            band = [
                note
                for track in song.tracks
                if track.role in (TrackRole.ACCOMPANIMENT, TrackRole.BASS)
                for note in music.part(track.id).notes
            ]
            for note in notes:
                self.long_notes += 1
                self.clashes += any(
                    abs(other.pitch - note.pitch) % 12 == 1
                    and min(other.end, note.end) - max(other.start, note.start) >= TICKS_PER_QUARTER
                    for other in band
                )

    @property
    def cells(self) -> list[str]:
        """One cell for each thing counted."""
        commonest = self.commonest or [0.0]
        return [
            f"{sum(commonest) / len(commonest):.0f}",
            f"{max(commonest):.0f}",
            f"{share(self.same, self.parts):.0f}",
            f"{share(len(self.drum_kinds), self.drum_bars):.0f}",
            f"{share(self.unplayable, self.strokes):.1f}",
            f"{share(self.clashes, self.long_notes):.1f}",
        ]


def _plain(notes: Iterable[Note]) -> list[tuple[int, int, int]]:
    return [(note.start, note.length, note.pitch) for note in notes]


def _sections(song: Song) -> Iterable[Section]:
    return (section for section in song.sections if section.repeats is None and section.music is not None)


def _bars(song: Song, track: Track, *, pitched: bool) -> list[tuple[SectionKind, frozenset[tuple[int, int]]]]:
    """Of every bar in which a part plays the onsets (with pitches if asked)."""
    bar = song.metre.bar_ticks
    found = []
    for section in _sections(song):
        inside: dict[int, set[tuple[int, int]]] = defaultdict(set)
        for note in section.music.part(track.id).notes if section.music else ():
            inside[note.start // bar].add((note.start % bar, note.pitch if pitched else 0))
        found += [(section.kind, frozenset(onsets)) for onsets in inside.values()]
    return found


def _commonest(song: Song, track: Track) -> list[float]:
    rhythms = Counter(onsets for _, onsets in _bars(song, track, pitched=False))
    return [share(max(rhythms.values()), rhythms.total())] if rhythms.total() >= 8 else []


def _strokes(song: Song, track: Track) -> Iterable[list[int]]:
    for section in _sections(song):
        together: dict[int, list[int]] = defaultdict(list)
        for note in section.music.part(track.id).notes if section.music else ():
            together[note.start].append(note.pitch)
        yield from together.values()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lieder", type=Path, help="songs with piano, .mxl")
    parser.add_argument("--songs", type=int, default=30, help="Lieder that are counted")
    parser.add_argument("--styles", nargs="*", help="only these")
    parser.add_argument("--seeds", type=int, default=3, help="songs a style")
    options = parser.parse_args()
    kit = fresh_kit()
    row("", ["rhythm, mean", "rhythm, most", "verse 2 = 1", "drum bars", "unplayable", "clashes %"])
    if options.lieder is not None:
        real = Played()
        for song in islice(real_songs(options.lieder, kit), options.songs):
            real.add(song)
        row("  Lieder with piano", real.cells)
    for style in (one for one in kit.styles if not options.styles or one.id in options.styles):
        found = Played()
        for seed in range(options.seeds):
            request = ComposeRequest(style.id, seed=seed, composer="learned")
            found.add(compose(words_of("lighthouse"), request, kit))
        row(f"  {style.id}", found.cells)


if __name__ == "__main__":
    main()
