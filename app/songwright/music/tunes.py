"""Other tunes for words that are set: a surprise, one much like this, and the tunes between two others.

They come from the map of two-bar tunes. Rhythm, chords and words stay; only pitches of the sung line change, and of
those neither the locked ones nor, unless asked, the ones that a hand changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from songwright.core.edits import set_music
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import Music, Note, Part, Section, Song, TrackRole
from songwright.music.evening import evened
from songwright.music.kit import Kit
from songwright.music.locks import held_notes
from songwright.music.nets.cells import sung_cells
from songwright.music.nets.latent import WindowError
from songwright.music.nets.latent import between as point_between
from songwright.music.nets.melody import home_of
from songwright.music.nets.tune_contours import Contours, TuneGround, random_point
from songwright.music.pitch import scale
from songwright.music.recompose import chosen_seed, hold_of, recompose, selected_section
from songwright.music.request import ComposeRequest, Selection, Watch
from songwright.music.tonality import has_minor_third

if TYPE_CHECKING:
    from songwright.music.nets.latent import Point
    from songwright.music.nets.tune_contours import Contours

__all__ = ["between", "more_like_this", "points_of", "surprise"]

_TRIED: Final = 6
"""Points that are looked at for every one that is taken on the way between two tunes."""

_ROOM: Final = 14
"""Semitones that a tune may span at the least; wider when it did."""


@evened
def surprise(song: Song, request: ComposeRequest, selection: Selection, kit: Kit, watch: Watch | None = None) -> Song:
    """The song with another tune in the selected bars, from anywhere on the map; bars that were alike stay alike.

    `request.seed` None gives another tune at every call. In metres that the map does not know, the bars' tune is
    composed again by rules. Raises SongwrightError, Cancelled.
    """
    return _moved(song, request, selection, kit, watch or Watch(), share=1.0)


@evened
def more_like_this(
    song: Song,
    request: ComposeRequest,
    selection: Selection,
    kit: Kit,
    watch: Watch | None = None,
    *,
    distance: float = 0.3,
) -> Song:
    """The song with a tune in the selected bars that is near to the one there; `distance` is 0 (the same) to 1 (any).

    Otherwise as `surprise`.
    """
    return _moved(song, request, selection, kit, watch or Watch(), share=distance)


def between(
    song: Song, selection: Selection, first: Sequence[Note], last: Sequence[Note], count: int, kit: Kit
) -> tuple[Song, ...]:
    """`count` songs on the way from one tune of the selected section to another, neither of the two included.

    `first` and `last` are sung notes of the section (of two takes); the songs have the rhythm and chords that `song`
    has now, and about as many notes change from each to the next. Raises SongwrightError in metres that the map does
    not know.
    """
    scene = _Scene(song, ComposeRequest(), selection, kit)
    ends = scene.contours(first).points(), scene.contours(last).points()
    if not ends[0] or not ends[1]:
        raise SongwrightError(said("Both tunes need notes in the selected bars."))
    pairs = [(window, _nearest(ends[0], window), _nearest(ends[1], window)) for window in scene.own.windows]
    shares = np.linspace(0.0, 1.0, _TRIED * (count + 1) + 1)
    tunes = [
        scene.pitches({window: point_between(one, other, float(share)) for window, one, other in pairs})
        for share in shares
    ]
    tunes[0], tunes[-1] = scene.as_sung(first, tunes[0]), scene.as_sung(last, tunes[-1])
    return tuple(scene.sung(tunes[place]) for place in _even(np.array(tunes), count))


def _even(tunes: NDArray[np.int64], count: int) -> list[int]:
    """The `count` places on a path of tunes (tunes, notes) between its ends by which it goes in the evenest steps.

    The straight way on the map changes many notes in some places and none in others. Found by dynamic programming: the
    least sum of squares of the numbers of notes that change from one place to the next.
    """
    changes = (tunes[:, None] != tunes[None]).sum(-1).astype(np.float64) ** 2
    changes[np.tril_indices(len(tunes))] = np.inf
    total = changes[0]
    came: list[NDArray[np.int64]] = []
    for _ in range(count):
        paths = total[:, None] + changes
        came.append(paths.argmin(0))
        total = paths.min(0)
    found = [len(tunes) - 1]
    for step in reversed(came):
        found.append(int(step[found[-1]]))
    return found[:0:-1]


def _nearest(points: dict[int, Point], window: int) -> Point:
    return points[min(points, key=lambda other: (abs(other - window), other))]


def _moved(song: Song, request: ComposeRequest, selection: Selection, kit: Kit, watch: Watch, *, share: float) -> Song:

    watch.report(0.0)
    scene = _Scene(song, request, selection, kit)
    rng = np.random.default_rng(chosen_seed(song, request, scene.section.id))
    try:
        old = scene.own.points()
        shapes = scene.own.shapes()
        drawn: dict[object, Point] = {}
        goals = {window: drawn.setdefault(shapes[window], random_point(rng)) for window in sorted(shapes)}
        watch.report(0.5)
        points = {window: point_between(old[window], goals[window], share) for window in old}
        return scene.sung(scene.pitches(points))
    except WindowError:
        return recompose(song, replace(request, composer="rules"), scene.tune_only(), kit, watch)


def points_of(song: Song, section: str, kit: Kit) -> dict[int, Point]:
    """Where a section's sung notes lie on the map, by two-bar window (0 holds the pick-up). Raises SongwrightError."""
    return _Scene(song, ComposeRequest(), Selection(section), kit).own.points()


class _Scene:
    """The sung notes of a selection, and the song with others in their place."""

    def __init__(self, song: Song, request: ComposeRequest, selection: Selection, kit: Kit) -> None:
        self.song, self.selection, self.kit = song, selection, kit
        self.section: Section = selected_section(song, selection)
        if self.section.music is None:
            raise SongwrightError(
                said("This section has no music yet. Compose the song first."), detail=self.section.id
            )
        self.music: Music = self.section.music
        self.vocal = next((track.id for track in song.tracks if track.role is TrackRole.VOCAL), "")
        hold = hold_of(song, self.music, self.tune_only())
        notes = self.music.part(self.vocal).notes
        self.notes = [note for note in notes if note.line is not None]
        if not self.notes:
            raise SongwrightError(
                said(
                    "Nobody sings in this section, so it has no tune to change. Go to one with words, or "
                    "pick notes there."
                )
            )
        kept = held_notes(self.music, self.vocal, hold)
        lines = {line.id for line in song.source(self.section).lines if line.locked}
        self.fixed = [
            note.pitch if note in kept or note.line in lines or (request.keep_edits and note.edited) else None
            for note in self.notes
        ]

    def tune_only(self) -> Selection:
        """The selection of the sung line alone."""
        return replace(self.selection, section=self.section.id, tracks=frozenset({self.vocal}))

    def contours(self, notes: Sequence[Note]) -> Contours:
        """Notes of the section on the map."""
        song = self.song
        ordered = sorted((note for note in notes if note.line is not None), key=lambda note: note.start)
        cells = sung_cells(song, self.section, self.music, ordered, self.kit, shift=2 * song.metre.bar_ticks)
        known = [replace(cell, pitch=note.pitch) for cell, note in zip(cells, ordered, strict=True)]
        pitches = [note.pitch for note in self.notes]
        low, high = min(pitches), max(pitches)
        spare = max(0, _ROOM - (high - low))
        low, high = max(0, low - spare // 2), min(127, high + spare - spare // 2)
        ground = TuneGround(
            home_of(song.key.tonic, low, high),
            has_minor_third(song.key),
            (song.metre.beats, song.metre.unit),
            low,
            high,
            scale(song.key),
        )
        return Contours(self.kit.latent, known, ground)

    @cached_property
    def own(self) -> Contours:
        """The notes that are sung now on the map."""
        return self.contours(self.notes)

    def pitches(self, points: dict[int, Point]) -> tuple[int, ...]:
        """The tune of these points on the notes that are sung now."""
        return self.own.tune(points, self.fixed)

    def as_sung(self, notes: Sequence[Note], otherwise: tuple[int, ...]) -> tuple[int, ...]:
        """The pitches of notes in the rhythm that is sung now; `otherwise` in any other."""
        there = {note.start: note.pitch for note in notes}
        return tuple(there.get(note.start, pitch) for note, pitch in zip(self.notes, otherwise, strict=True))

    def sung(self, pitches: Sequence[int]) -> Song:
        """The song with these pitches."""
        new = {
            note: note if kept is not None else replace(note, pitch=pitch, edited=False)
            for note, pitch, kept in zip(self.notes, pitches, self.fixed, strict=True)
        }
        notes = tuple(new.get(note, note) for note in self.music.part(self.vocal).notes)
        parts = tuple(Part(p.track, notes) if p.track == self.vocal else p for p in self.music.parts)
        return set_music(self.song, self.section.id, replace(self.music, parts=parts))
