"""Everything that the window can have made of a song, as functions for a worker thread.

What composes is imported inside them: it brings numpy, and the window has to be ready soon.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from songwright.core.errors import SongwrightError
from songwright.core.song import Song, TrackRole, Tune
from songwright.music.request import ComposeRequest, Selection, Watch

if TYPE_CHECKING:
    from songwright.music.kit import Kit

__all__ = ["Work", "between_tunes", "composed", "fitted", "other_tune", "recomposed", "reharmonised", "sung_to"]

Work: TypeAlias = "Callable[[Song, Kit, Watch], tuple[Song, ...]]"
"""Makes one song or several of a song; the first becomes the document, the others are kept beside it. Called on a
worker thread. Raises SongwrightError, Cancelled."""


def composed(request: ComposeRequest) -> Work:
    """The whole song set to music."""

    def work(song: Song, kit: Kit, watch: Watch) -> tuple[Song, ...]:
        from songwright.music.composers import compose

        return (compose(song, request, kit, watch),)

    return work


def recomposed(request: ComposeRequest, selection: Selection) -> Work:
    """The selected bars and tracks composed again."""

    def work(song: Song, kit: Kit, watch: Watch) -> tuple[Song, ...]:
        from songwright.music.recompose import recompose

        return (recompose(song, request, selection, kit, watch),)

    return work


def reharmonised(request: ComposeRequest, selection: Selection) -> Work:
    """Other chords for the tune of the selected bars."""

    def work(song: Song, kit: Kit, watch: Watch) -> tuple[Song, ...]:
        from songwright.music.recompose import reharmonise

        return (reharmonise(song, request, selection, kit, watch),)

    return work


def other_tune(request: ComposeRequest, selection: Selection, distances: Sequence[float]) -> Work:
    """Another tune for the selected bars: the first that is not the same, at distances (0-1) that are tried in turn."""

    def work(song: Song, kit: Kit, watch: Watch) -> tuple[Song, ...]:
        from songwright.music.tunes import more_like_this

        for attempt, distance in enumerate(distances):
            asked = request if not attempt else replace(request, seed=song.seed + attempt)
            found = more_like_this(song, asked, selection, kit, watch, distance=distance)
            if found != song:
                return (_followed(found, request, selection, kit, watch),)
        return (song,)

    return work


def between_tunes(request: ComposeRequest, first: Tune, last: Tune, count: int) -> Work:
    """`count` tunes on the way from one kept tune to another, in order, on the rhythm and chords of the first."""
    selection = Selection(first.section)

    def work(song: Song, kit: Kit, watch: Watch) -> tuple[Song, ...]:
        from songwright.core.kept_tunes import with_tune
        from songwright.music.tunes import between

        vocal = next((track.id for track in song.tracks if track.role is TrackRole.VOCAL), "")
        ends = (first.music.part(vocal).notes, last.music.part(vocal).notes)
        found = []
        for number, one in enumerate(between(with_tune(song, first), selection, *ends, count, kit)):
            watch.report(number / count)
            found.append(_followed(one, request, selection, kit, watch.part(number / count, (number + 1) / count)))
        return tuple(found)

    return work


def sung_to(section: str, like: str) -> Work:
    """The words of one section sung to the tune of another."""

    def work(song: Song, kit: Kit, _watch: Watch) -> tuple[Song, ...]:
        from songwright.music.refit import sing_to

        return (sing_to(song, section, like, kit),)

    return work


def fitted(lines: Sequence[str]) -> Work:
    """The notes of lines fitted to their words as they are now; what cannot stays; an error only if nothing can."""

    def work(song: Song, kit: Kit, watch: Watch) -> tuple[Song, ...]:
        from songwright.music.refit import refit_line

        now, refused = song, []
        for index, line in enumerate(lines):
            watch.report(index / len(lines))
            try:
                now = refit_line(now, line, kit)
            except SongwrightError as error:
                refused.append(error)
        if refused and now == song:
            raise refused[0]
        return (now,)

    return work


def _followed(song: Song, request: ComposeRequest, selection: Selection, kit: Kit, watch: Watch) -> Song:
    """The song with the lower voices of a choir sung again under another tune; a band plays the chords and need not."""
    from songwright.music.choir import choir_tracks, is_choir
    from songwright.music.recompose import recompose

    if not is_choir(song):
        return song
    lower = frozenset(track.id for track in choir_tracks(song)[1][1:])
    return recompose(song, request, replace(selection, tracks=lower), kit, watch)
