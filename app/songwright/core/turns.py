"""Every place at which a song's tempo, metre or key becomes another as it is played: what a score, or a ruler, shows.

A section's markings end with it, so a turn is also where the next section goes back to what the song begins with.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from songwright.core.signatures import Key, Metre
from songwright.core.timeline import Timeline

__all__ = ["Turn", "opening", "tempo_turns", "turns"]


@dataclass(frozen=True, slots=True)
class Turn:
    """What is other from an absolute tick on; None for what stays.

    A tempo is come to over so many ticks from the tempo `before`, 0 for at once.
    """

    tick: int
    tempo: float | None = None
    over: int = 0
    before: float | None = None
    metre: Metre | None = None
    key: Key | None = None

    @property
    def slows(self) -> bool:
        """Whether it is a ritardando or a slower tempo."""
        return self.tempo is not None and self.before is not None and self.tempo < self.before


def opening(laid: Timeline) -> Turn:
    """What a song begins with."""
    return Turn(0, laid.tempi.tempo_at(0), metre=laid.metre_at(0), key=laid.key_at(0))


def turns(laid: Timeline) -> tuple[Turn, ...]:
    """The turns after a song's beginning, by their ticks; one each."""
    found: dict[int, Turn] = {}
    for turn in (*_tempi(laid), *_metres(laid), *_keys(laid)):
        there = found.get(turn.tick)
        if there is not None:
            turn = replace(
                turn,
                tempo=turn.tempo if turn.tempo is not None else there.tempo,
                over=turn.over or there.over,
                before=turn.before if turn.before is not None else there.before,
                metre=turn.metre or there.metre,
                key=turn.key or there.key,
            )
        found[turn.tick] = turn
    return tuple(found[tick] for tick in sorted(found))


def tempo_turns(laid: Timeline) -> Iterator[Turn]:
    """The turns of the tempo, with the place where a gradual one has come to its end, if it goes on from there."""
    found = {turn.tick: turn for turn in turns(laid) if turn.tempo is not None}
    for turn in list(found.values()):
        end = turn.tick + turn.over
        if turn.over and end < laid.end and laid.tempi.tempo_at(end) == turn.tempo:
            found.setdefault(end, Turn(end, turn.tempo))
    yield from (found[tick] for tick in sorted(found))


def _metres(laid: Timeline) -> Iterator[Turn]:
    for bar, later in pairwise(laid.bars):
        if later.metre != bar.metre:
            yield Turn(later.start, metre=later.metre)


def _keys(laid: Timeline) -> Iterator[Turn]:
    for timed in laid.keys[1:]:
        yield Turn(timed.start, key=timed.key)


def _tempi(laid: Timeline) -> Iterator[Turn]:
    """Markings of a tempo, and sections that begin with the song's own after another."""
    wanted = {span.start: (laid.tempo, 0) for span in laid.spans}
    for span, marking in laid.markings:
        if marking.tempo is not None:
            wanted[span.start + marking.start] = (marking.tempo, marking.over)
    first = laid.lead_in
    for tick, (tempo, over) in sorted(wanted.items()):
        before = laid.tempi.tempo_at(tick - 1)
        if tempo != before and not (tick <= first and not over):
            yield Turn(tick, tempo, over, before)
