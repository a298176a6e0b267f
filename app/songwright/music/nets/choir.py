"""Writes alto, tenor and bass under a soprano, step by step from left to right, looking ahead at the soprano.

At each sixteenth bass, alto and tenor choose in turn whether to move and where to, each knowing everything that was
chosen before. What would break a rule of voice leading is not drawn. Several settings are written side by side, and the
one that the net finds likeliest is kept: one wrong turn makes all that follows unlikely.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from songwright.core.song import Key
from songwright.music.nets.counterpoint import (
    COUNT,
    LOW,
    ORDER,
    START,
    TRUNK_SIZES,
    Matches,
    Source,
    look_ahead,
    references,
    row_columns,
    shift_to_c,
    trunk_columns,
)
from songwright.music.nets.part_writing import (
    closing_values,
    doubles_leading_tone,
    leaves_seventh,
    makes_six_four,
    sevenths,
)
from songwright.music.nets.runtime import Net, check_cancelled, load_net
from songwright.music.nets.voice_leading import RANGES
from songwright.music.tonality import foreign_third, has_minor_third, signature_home

__all__ = ["BAR", "Cells", "ChoirModel", "load_choir_model", "write"]

BAR = 16
SETTINGS = 8
HEAT = 0.4
_LEAST = 1e-5
"""When the rules leave a voice less of its chances than this, they are passed over."""
_TRIAD = (0, 3, 4, 7)
_CLOSING = 4
"""Steps before the soprano's last note from which the bass stands on the dominant, if it can."""

Cells = NDArray[np.int64]
Floats = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class ChoirModel:
    """The three graphs of the choir net: what the soprano will do, one event, one choice."""

    ahead: Net
    step: Net
    cell: Net


def load_choir_model() -> ChoirModel:
    """The net that ships with Songwright. Raises NetError when it cannot be used."""
    return ChoirModel(load_net("choir_ahead"), load_net("choir_step"), load_net("choir_cell"))


def write(
    model: ChoirModel,
    soprano: Cells,
    *,
    seed: int,
    first_step: int = 0,
    tied: NDArray[np.bool_] | None = None,
    root: int | None = None,
    key: Key | None = None,
    heat: float = HEAT,
    settings: int = SETTINGS,
    rules: bool = True,
    cancelled: Callable[[], bool] | None = None,
) -> Cells:
    """(steps, 4) MIDI pitches of soprano, alto, tenor and bass under `soprano`, a MIDI pitch a sixteenth without rests.

    `first_step` is the place of the first step in its bar of four quarters. In the steps that `tied` marks the lower
    voices stay. `heat` is the temperature at which pitches are drawn. With `rules` the last chord stands on its root,
    on the pitch class `root` when that is given, and a minor `key` keeps its third unless the soprano sings another;
    left out, the key is found from the soprano. Raises Cancelled.
    """
    if not len(soprano):
        return np.empty((0, 4), np.int64)
    rng = np.random.default_rng(seed)
    writer = _Writer(model, soprano, first_step, heat, settings, rng, rules=rules, root=root, key=key)
    for step in range(len(soprano)):
        check_cancelled(cancelled)
        writer.advance(step, still=step > 0 and tied is not None and bool(tied[step]))
    return writer.best()


class _Writer:
    """Several settings so far, and what the net remembers of them. The first axis of arrays is that of the settings."""

    def __init__(
        self,
        model: ChoirModel,
        soprano: Cells,
        first_step: int,
        heat: float,
        count: int,
        rng: np.random.Generator,
        *,
        rules: bool,
        root: int | None,
        key: Key | None,
    ) -> None:
        self._model, self._heat, self._rng, self._rules = model, heat, rng, rules
        self._shift = shift_to_c(soprano) if key is None else (6 - signature_home(key)) % 12 - 6
        self._root = None if root is None else (root + self._shift - LOW) % 12
        minor = key is not None and has_minor_third(key)
        self._foreign = (foreign_third(key) + self._shift - LOW) % 12 if key is not None and minor else -1
        self._soprano = np.clip(soprano + self._shift - LOW, 0, COUNT - 1)
        self._phase = (np.arange(len(soprano)) + first_step) % BAR
        self._ahead = look_ahead(self._soprano, self._phase)
        self._for_events, for_rows = model.ahead.run({"notes": self._ahead.notes[None]})
        self._for_rows = for_rows.reshape(len(for_rows), 2, 3, -1)
        self._matches = Matches(count, len(soprano))
        self._before = np.full((count, 4), START)
        self._age = np.zeros((count, 4), np.int64)
        self._sevenths = np.zeros((count, 4), np.bool_)
        self._memory = _Memory(model.step, count, self._for_events.shape[-1])
        self._memory.read(np.tile(TRUNK_SIZES, (count, 1)), self._for_events[-1], 0, np.ones(count, np.bool_))
        self._nats, self._moves = np.zeros((2, count))
        self._pitches = np.empty((count, len(soprano), 4), np.int64)
        self._pitches[..., 0] = soprano

    def best(self) -> Cells:
        """The setting whose moves are the likeliest, one with another, however many they are."""
        return np.asarray(self._pitches[(self._nats / np.maximum(self._moves, 1)).argmin()])

    def advance(self, step: int, *, still: bool) -> None:
        """Write one step; `still` keeps the lower voices where they are."""
        self._sevenths = sevenths(self._before)
        now = self._before.copy()
        now[:, 0] = self._soprano[step]
        if not still:
            told = self._matches.sources(self._before, now[:, 0])
            for rank in (1, 2, 3):
                now[:, ORDER[rank]] = self._choose(step, rank, now, told[ORDER[rank]])
        self._matches.push(now)
        moved = now != self._before
        if moved.any():
            columns = trunk_columns(
                now, self._before, self._age, step=np.array(step), phase=self._phase[step],
                gap=step - self._memory.last, shift=self._shift, style=0, left=self._ahead.left[step],
            )  # fmt: skip
            self._memory.read(columns, self._for_events[self._ahead.after[step]], step, moved.any(1))
        self._age = np.where(moved, 1, self._age + 1)
        self._before = now
        self._pitches[:, step, 1:] = now[:, 1:] + LOW - self._shift

    def _choose(self, step: int, rank: int, now: Cells, sources: Sequence[Source]) -> Cells:
        """The values of the voice ORDER[rank]."""
        own = self._before[:, ORDER[rank]]
        ahead = self._for_rows[self._ahead.after[step], :, rank - 1]
        states = self._memory.states
        rows = row_columns(
            rank, now, self._before, self._age, since=step - self._memory.last, phase=self._phase[step],
            sources=sources, left=self._ahead.left[step], coming=self._ahead.coming[step],
        )  # fmt: skip
        moving, pitches = self._model.cell.run({
            "move": states[:, rank] + ahead[0], "pitch": states[:, 4 + rank] + ahead[1], "rows": rows,
            "refs": references(rank, now, self._before, sources), "before": own,
        })  # fmt: skip
        low, high = (pitch + self._shift - LOW for pitch in RANGES[ORDER[rank]])
        pitches[:, :low] = pitches[:, high + 1 :] = 0.0
        pitches = pitches[:, :COUNT] / np.maximum(pitches[:, :COUNT].sum(1, keepdims=True), 1e-30)
        likely, drawn = (_chances(moving, pitches, own, heat, step) for heat in (1.0, self._heat))
        if self._rules:
            allowed = self._allowed(rank, now, last=self._ahead.after[step] == 0)
            drawn = _within(drawn, likely, [allowed & self._taught(step, rank, now), allowed])
        sums = drawn.cumsum(1)
        values = (sums <= self._rng.random((len(now), 1)) * sums[:, -1:]).sum(1).clip(low, high)
        self._nats -= np.log(np.maximum(likely[np.arange(len(now)), values], 1e-9))
        self._moves += values != own
        return np.asarray(values)

    def _taught(self, step: int, rank: int, now: Cells) -> NDArray[np.bool_]:
        """The values in which a teacher would find nothing to cross out, when the tonic is known."""
        found = ~leaves_seventh(self._sevenths[:, ORDER[rank]], self._before[:, ORDER[rank]])
        if self._root is None:
            return np.asarray(found)
        found &= ~doubles_leading_tone(rank, now, self._root) & ~makes_six_four(rank, now, self._root)
        near = step + _CLOSING < len(self._soprano) and self._ahead.after[step + _CLOSING] == 0
        if near and self._ahead.after[step] == 1:
            found &= closing_values(rank, int(self._soprano[step]), self._root)
        return np.asarray(found)

    def _allowed(self, rank: int, now: Cells, *, last: bool) -> NDArray[np.bool_]:
        """The values that break no rule with the voices before it; `last` when the soprano sings its last note."""
        voice, values = ORDER[rank], np.arange(COUNT)
        found = np.ones((len(now), COUNT), np.bool_)
        own = self._before[:, voice, None]
        for other in ORDER[:rank]:
            there, from_there = now[:, other, None], self._before[:, other, None]
            found &= values <= there if other < voice else values >= there
            gap = np.abs(own - from_there) % 12
            alike = ((values - own) * (there - from_there) > 0) & (own < COUNT)
            found &= ~(alike & np.isin(gap, (0, 7)) & (np.abs(values - there) % 12 == gap))
        found &= (values % 12 != self._foreign) | (now[:, :1] % 12 == self._foreign)
        if last and rank == 1 and self._root is not None:
            found &= values % 12 == self._root
        if last:
            bass = values if rank == 1 else now[:, 3, None]
            above = now[:, :1] if rank == 1 else values
            found &= np.isin((above - bass) % 12, _TRIAD)
        return found


def _within(drawn: Floats, likely: Floats, rules: Sequence[NDArray[np.bool_]]) -> NDArray[np.float64]:
    """The chances that the first of the `rules` leaves which leaves a setting enough; all of them where none does."""
    found = np.asarray(drawn, np.float64)
    done = np.zeros(len(drawn), np.bool_)
    for allowed in rules:
        enough = ~done & ((likely * allowed).sum(1) >= _LEAST)
        found = np.where(enough[:, None], drawn * allowed, found)
        done |= enough
    return found


def _chances(moving: Floats, pitches: Floats, own: Cells, heat: float, step: int) -> NDArray[np.float64]:
    """(settings, COUNT): the chance of each value at this temperature; at the first step every voice begins."""
    chances = pitches.astype(np.float64) ** (1 / heat)
    chances /= np.maximum(chances.sum(1, keepdims=True), 1e-30)
    if step:
        chances *= moving[:, None]
        chances[np.arange(len(own)), own] = 1 - moving
    return chances


class _Memory:
    """What the net remembers of the events of each setting."""

    def __init__(self, net: Net, count: int, width: int) -> None:
        self._net = net
        self._first, self._second = np.zeros((2, count, width), np.float32)
        self._keys, self._values = np.zeros((2, count, 0, width), np.float32)
        self._times: list[int] = []
        self._known = np.zeros((count, 0), np.bool_)
        self.last = np.zeros(count, np.int64)
        """The step of the last event of each."""
        self.states: NDArray[np.float32] = np.zeros(0, np.float32)
        """(settings, 8, row): what it adds to the row of each rank, for moves and for pitches."""

    def read(self, columns: Cells, ahead: NDArray[np.float32], step: int, moved: NDArray[np.bool_]) -> None:
        """Take in the event at `step` of those settings in which something moved."""
        count = len(moved)
        self._times.append(step)
        self._known = np.column_stack([self._known, moved])
        states, first, second, self._keys, self._values = self._net.run({
            "trunk": columns, "ahead": np.tile(ahead, (count, 1)), "known": self._known,
            "apart": np.tile(step - np.array(self._times), (count, 1)), "first": self._first,
            "second": self._second, "keys": self._keys, "values": self._values,
        })  # fmt: skip
        one = moved[:, None]
        self._first, self._second = np.where(one, first, self._first), np.where(one, second, self._second)
        self.states = np.where(one[..., None], states, self.states) if self.states.size else states
        self.last = np.where(moved, step, self.last)
