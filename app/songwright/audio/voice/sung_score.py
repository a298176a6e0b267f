"""A score with its voices: everything that is sung in it, sung now or found on the disk."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from songwright.audio.score import Score, SungSpan
from songwright.audio.voice.performing import perform
from songwright.audio.voice.vocalist import Vocalist

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from songwright.audio.voice.clips import ClipStore
    from songwright.audio.voice.cue import Cue

__all__ = ["Singers", "sung_score"]


class Singers:
    """Sings cues one at a time; the network is loaded when the first is not on the disk."""

    def __init__(self, store: ClipStore) -> None:
        self._store = store
        self._vocalist: Vocalist | None = None

    def find(self, cue: Cue) -> Path | None:
        """The file of what was sung before."""
        return self._store.find(cue.name)

    def sing(self, cue: Cue) -> Path:
        """The file of a cue's sound. Raises SongwrightError: no network, or no place to keep anything."""
        found = self.find(cue)
        return found if found is not None else self._store.keep(perform(cue, self._ready()))

    def _ready(self) -> Vocalist:
        if self._vocalist is None:
            self._vocalist = Vocalist()
        return self._vocalist

    def warm(self) -> None:
        """Load the network now. Raises SingerError."""
        self._ready()


def sung_score(score: Score, cues: Sequence[Cue], singers: Singers, step: Callable[[float], None]) -> Score:
    """The score with the voices of all cues; `step` is called with the share that is done, and may raise to end it.

    Raises SongwrightError when nothing can be sung.
    """
    spans: dict[str, list[SungSpan]] = defaultdict(list)
    for index, cue in enumerate(cues):
        step(index / len(cues))
        spans[cue.track].append(SungSpan(cue.start, cue.end, cue.tempo, str(singers.sing(cue))))
    tracks = (replace(track, sung=tuple(spans[track.id])) if track.id in spans else track for track in score.tracks)
    return replace(score, tracks=tuple(tracks))
