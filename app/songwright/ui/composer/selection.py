"""What "these bars" and "this voice" are: read from what is picked, looped, or under the playhead."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from songwright.core.bar_lines import bars_of
from songwright.core.roll import Pick, Roll, RollSpan
from songwright.core.song import Track
from songwright.music.request import Selection
from songwright.ui.bars.scene import Scene

__all__ = ["Chosen", "chosen"]


def _tr(text: str) -> str:
    return QCoreApplication.translate("MusicPane", text)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Bars of one section (`selection.section` owns their music) with the track in the large lane.

    `start` and `end` are ticks of the song where it is played first, `name` what the section is called.
    """

    selection: Selection
    track: Track | None
    name: str
    start: int
    end: int
    whole: bool

    @property
    def voice_only(self) -> Selection:
        """The same bars of the large lane's track alone."""
        tracks = None if self.track is None else frozenset({self.track.id})
        return replace(self.selection, tracks=tracks)

    def describe(self) -> str:
        """The place in words."""
        first, count = self.selection.first_bar + 1, self.selection.bars
        if self.whole or count is None:
            return self.name
        if count == 1:
            return _tr("{name}, bar {first}").format(name=self.name, first=first)
        return _tr("{name}, bars {first}–{last}").format(name=self.name, first=first, last=first + count - 1)


def chosen(scene: Scene, at: float | None = None) -> Chosen | None:
    """What the bars view has chosen: the bars of the picked notes, else a loop, else the section at a tick.

    Without `at` that is the playhead's. Picked notes of several sections count where the focus is. None while there
    is no music.
    """
    roll = scene.roll
    focus = scene.focus or next(iter(sorted(scene.picks, key=lambda pick: pick.note.start)), None)
    if focus is not None:
        span = next((span for span in roll.spans if span.owner == focus.owner), None)
        return None if span is None else _bars_of(scene, span, *_extent(scene.picks | {focus}, focus, roll))
    if scene.looping and scene.loop is not None:
        span = roll.span_at(scene.loop[0])
        if span is not None and span.music is not None:
            start, end = scene.loop[0] - span.start, min(scene.loop[1], span.end) - span.start
            return _bars_of(scene, span, start, end)
    tick = int(scene.playhead if at is None else at)
    span = roll.span_at(min(max(0, tick), max(0, roll.end - 1)))
    return None if span is None else _bars_of(scene, span, 0, span.end - span.start)


def _extent(picks: frozenset[Pick], focus: Pick, roll: Roll) -> tuple[int, int]:
    """First and last tick of the picked notes that stand in the focus's section, from its downbeat."""
    notes = [pick.note for pick in picks if pick.owner == focus.owner]
    last = max(note.start for note in notes)
    return max(0, min(note.start for note in notes)), _bar_start(roll, focus, max(last, 0)) + 1


def _bar_start(roll: Roll, focus: Pick, tick: int) -> int:
    """Where the bar of a tick of the focus's section begins, in ticks of the section."""
    span = next((span for span in roll.spans if span.owner == focus.owner), None)
    return tick if span is None else roll.bar_at(span.start + tick).start - span.start


def _bars_of(scene: Scene, span: RollSpan, start: int, end: int) -> Chosen | None:
    """The whole bars that the ticks `start` to `end` of a section touch."""
    if span.music is None:
        return None
    bars = bars_of(span.music, scene.roll.song.metre)
    first = max(0, sum(bar.start <= start for bar in bars) - 1)
    last = min(max(first + 1, sum(bar.start < end for bar in bars)), span.music.bars)
    whole = first == 0 and last == span.music.bars
    track = next((track for track in scene.roll.song.tracks if track.id == scene.track), None)
    return Chosen(
        Selection(span.owner, first, last - first),
        track,
        span.name,
        span.start + bars[first].start,
        span.start + bars[last - 1].end,
        whole,
    )
