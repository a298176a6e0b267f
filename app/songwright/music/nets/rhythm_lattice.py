"""Rhythm for words: the onset of every syllable, drawn from the net under hard rules by dynamic programming.

The net tells how long it is to the next syllable from the words around, the place in the bar and the last two lengths.
So the rhythms of a line form a lattice over (step, last length, length before), and a line that fits its bars exactly
is drawn by running through it forwards and choosing backwards: no trial and error. Per step only the likeliest states
are kept. The dial adds weight to stressed syllables on strong beats: 0 as the net would sing it, 1 in between, 2 as
square as a hymn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from songwright.core.language import said
from songwright.music.nets.grid import METRES, bar_steps, length_class, metre_class, strength
from songwright.music.nets.prosody import (
    INSIDE,
    LENGTHS,
    SOURCES,
    START,
    LearnedSyllable,
    ProsodyModel,
    ProsodyWishes,
    Reals,
    RhythmError,
    SyllableClass,
)
from songwright.music.nets.runtime import check_cancelled, softmax

__all__ = ["draw_rhythm", "rhythm"]

KEPT = 3
SLACK = 16.0  # states this many nats behind the best of their layer are dropped, unless nothing is left then
# What a stress in a word costs that is only as strong as its weak neighbour, and one that is weaker: at dial 0, and
# more a unit of the dial.
ORDER = ((0.6, 1.5), (1.2, 3.0))
# What the dial adds per unit of metric strength (0-4), by SyllableClass.
WEIGHTS = (-0.6, 0.6, 1.0, 0.3, -1.0, 0.0)
NEVER = -1e9


def rhythm(
    model: ProsodyModel,
    lines: Sequence[Sequence[LearnedSyllable]],
    *,
    metre: tuple[int, int],
    bars: int,
    seed: int,
    dial: float = 0.5,
    pickup: int | None = None,
    temperature: float = 0.7,
    style: str = "hymn",
    cancelled: Callable[[], bool] | None = None,
) -> tuple[tuple[int, ...], ...]:
    """The onsets of each line's syllables in sixteenths from the line's first bar line; negative ones are an upbeat.

    Each line lasts `bars` bars; its upbeat takes at most `pickup` steps (a third of a bar unless given) of the bar
    before. The last stressed syllable falls on a beat that is as strong as the words allow, and the line leaves room
    for the next one's upbeat. Raises RhythmError when a line has more syllables than its bars have steps, Cancelled.
    """
    if metre_class(metre) == len(METRES):
        raise RhythmError(
            said(
                "The trained composer knows no songs in {beats}/{unit}. Choose another metre, or compose by rules.",
                beats=metre[0],
                unit=metre[1],
            )
        )
    source = SOURCES.get(style, SOURCES["hymn"])
    rng = np.random.default_rng(seed)
    states, _ = model.read(lines, metre_class(metre), source)
    found: list[tuple[int, ...]] = []
    first = 0
    for line in lines:
        check_cancelled(cancelled)
        own = states[first : first + len(line)]
        first += len(line)
        _, starts = model.read([line], metre_class(metre), source) if line else (own, own)
        lattice = _Lattice(model, line, own, metre, bars, dial, temperature, pickup)
        found.append(lattice.draw(starts, rng) if line else ())
    return tuple(found)


def draw_rhythm(
    model: ProsodyModel,
    line: Sequence[LearnedSyllable],
    wishes: ProsodyWishes,
    *,
    metre: tuple[int, int],
    bars: int,
    seed: int,
    dial: float = 0.5,
    temperature: float = 0.7,
    style: str = "hymn",
) -> tuple[int, ...] | None:
    """The onsets of one line under wishes, otherwise as `rhythm`; None when no rhythm keeps them all."""
    if metre_class(metre) == len(METRES) or not line or len(line) > wishes.last - wishes.first:
        return None
    states, starts = model.read([line], metre_class(metre), SOURCES.get(style, SOURCES["hymn"]))
    lattice = _Lattice(model, line, states, metre, bars, dial, temperature, -wishes.first, wishes)
    return lattice.found(starts, np.random.default_rng(seed))


@dataclass(slots=True)
class _Layer:
    """The states in which one syllable may begin, as columns, with the edges that lead to them."""

    step: NDArray[np.int64]
    last: NDArray[np.int64]
    earlier: NDArray[np.int64]
    score: Reals
    # Per state the edges into it: (index in the layer before, log weight).
    edges: list[tuple[NDArray[np.int64], Reals]]


class _Lattice:
    """All rhythms of one line that keep the rules."""

    def __init__(
        self,
        model: ProsodyModel,
        line: Sequence[LearnedSyllable],
        states: Reals,
        metre: tuple[int, int],
        bars: int,
        dial: float,
        temperature: float,
        pickup: int | None,
        wishes: ProsodyWishes | None = None,
    ) -> None:
        self.model, self.line, self.states, self.metre = model, line, states, metre
        self.bar, self.temperature = bar_steps(metre), temperature
        self.pickup = self.bar // 3 if pickup is None else pickup
        self.end = bars * self.bar
        self.metre_index = metre_class(metre)
        count = len(line)
        if count > self.end:
            raise RhythmError(
                said(
                    "A line of {count} syllables does not fit into {bars} bars of {beats}/{unit}. "
                    "Give it more bars or fewer words.",
                    count=count,
                    bars=bars,
                    beats=metre[0],
                    unit=metre[1],
                )
            )
        span = np.arange(-self.pickup, self.end)
        levels = np.array([strength(int(step), metre) for step in span], np.float64)
        self.bias = np.array([WEIGHTS[int(one.kind)] for one in line])[:, None] * levels[None] * dial
        self.levels = levels
        self.slack = SLACK
        self.wishes = wishes
        if wishes is not None:
            self.bias = self.bias + np.where(wishes.allowed, wishes.liked, NEVER)[:, : len(span)]
        self.order = self._order(dial)

    def _order(self, dial: float) -> list[Reals | None]:
        """For each syllable what its place costs against the one before, (place before, place), by metric strength."""
        equal, wrong = (base + more * dial for base, more in zip(*ORDER, strict=True))
        found: list[Reals | None] = [None]
        for one, other in pairwise(self.line):
            stressed = (SyllableClass.PRIMARY, SyllableClass.SECONDARY)
            kinds = (one.kind in stressed, other.kind in stressed)
            if one.closes or kinds[0] == kinds[1]:
                found.append(None)
                continue
            ahead = self.levels[:, None] - self.levels[None, :]
            ahead = ahead if kinds[0] else -ahead
            found.append(-np.where(ahead < 0, wrong, np.where(ahead == 0, equal, 0.0)))
        return found

    def draw(self, starts: Reals, rng: np.random.Generator) -> tuple[int, ...]:
        """One rhythm; even spacing when there is none."""
        return self.found(starts, rng) or self._crowded()

    def found(self, starts: Reals, rng: np.random.Generator) -> tuple[int, ...] | None:
        """One rhythm. The rule for the last stress is loosened until some rhythm keeps it; None when none does."""
        for slack in (SLACK, -NEVER):
            self.slack = slack
            for least in (3, 2, 1, 0):
                layers = self._forward(starts, least)
                if layers is not None:
                    return self._backward(layers, rng)
        return None

    def _crowded(self) -> tuple[int, ...]:
        """So many syllables that the lattice's lengths do not fit: even spacing."""
        return tuple(int(step) for step in np.linspace(0, self.end - 1, len(self.line)).astype(int))

    def _last_stress(self) -> int:
        stressed = (SyllableClass.PRIMARY, SyllableClass.CONTENT)
        return max((i for i, one in enumerate(self.line) if one.kind in stressed), default=len(self.line) - 1)

    def _room(self, index: int) -> tuple[int, int]:
        """The first and last step on which a syllable may begin, so that those before and after still fit."""
        after = len(self.line) - 1 - index
        if self.wishes is not None:
            return index - self.pickup, self.wishes.last - 1 - after
        return index - self.pickup, self.end - 1 - after - min(self.pickup, 2) * (after == 0)

    def _forward(self, starts: Reals, least: int) -> list[_Layer] | None:
        stress = self._last_stress()
        chances = np.log(softmax(starts[0].astype(np.float32), self.temperature) + 1e-12)
        steps = np.arange(-self.pickup, self.bar // 2 + 1)
        steps = steps[steps < self.end]
        score = chances[steps % self.bar] + self.bias[0][steps + self.pickup]
        score = np.where(self._may(0, steps, stress, least), score, NEVER)
        blank = np.full(len(steps), START)
        layer = _Layer(steps, blank, blank.copy(), score, [])
        layers = [self._pruned(layer)]
        for index in range(1, len(self.line)):
            following = self._step(layers[-1], index, stress, least)
            if following is None:
                return None
            layers.append(following)
        ends = self._ending(layers[-1])
        if ends.max() <= NEVER / 2:
            return None
        layers[-1].score = ends
        return layers

    def _may(self, index: int, steps: NDArray[np.int64], stress: int, least: int) -> NDArray[np.bool_]:
        low, high = self._room(index)
        may = (steps >= low) & (steps <= high)
        if index == stress:
            inside = np.clip(steps + self.pickup, 0, len(self.levels) - 1)
            may &= self.levels[inside] >= least
        return np.asarray(may)

    def _weights(self, layer: _Layer, index: int) -> Reals:
        """Log chances (states, 48) of the length of syllable `index` in each state of its layer."""
        place = self.metre_index * INSIDE + layer.step % self.bar
        logits = self.model.next_lengths(self.states[index], place, layer.last, layer.earlier)
        return np.log(softmax(logits, self.temperature) + 1e-12)

    def _step(self, layer: _Layer, index: int, stress: int, least: int) -> _Layer | None:
        chances = self._weights(layer, index - 1)
        lengths = np.array(LENGTHS)
        source = np.repeat(np.arange(len(layer.step)), len(lengths))
        which = np.tile(np.arange(len(lengths)), len(layer.step))
        steps = layer.step[source] + lengths[which]
        inside = np.clip(steps + self.pickup, 0, len(self.levels) - 1)
        weight = chances[source, lengths[which] - 1] + self.bias[index][inside]
        against = self.order[index]
        if against is not None:
            weight = weight + against[np.clip(layer.step[source] + self.pickup, 0, len(self.levels) - 1), inside]
        keep = self._may(index, steps, stress, least) & (layer.score[source] > NEVER / 2) & (weight > NEVER / 2)
        if not keep.any():
            return None
        source, steps, weight = source[keep], steps[keep], weight[keep]
        last, earlier = length_class(lengths[which[keep]]), layer.last[source]
        key = (steps + self.pickup) * 400 + last * 20 + earlier
        names, inverse = np.unique(key, return_inverse=True)
        order = np.argsort(inverse, kind="stable")
        bounds = np.searchsorted(inverse[order], np.arange(len(names) + 1))
        edges = [(source[part], weight[part]) for part in (order[a:b] for a, b in pairwise(bounds))]
        score = np.array([_log_sum(layer.score[came] + cost) for came, cost in edges])
        head = order[bounds[:-1]]
        return self._pruned(_Layer(steps[head], last[head], earlier[head], score, edges))

    def _pruned(self, layer: _Layer) -> _Layer:
        """The KEPT likeliest states of each step."""
        order = np.lexsort((-layer.score, layer.step))
        steps = layer.step[order]
        rank = np.arange(len(order)) - np.searchsorted(steps, steps)
        floor = max(NEVER / 2, float(layer.score.max()) - self.slack)
        kept = order[(rank < KEPT) & (layer.score[order] > floor)]
        if not len(kept):
            kept = order[:1]
        edges = [layer.edges[i] for i in kept] if layer.edges else []
        return _Layer(layer.step[kept], layer.last[kept], layer.earlier[kept], layer.score[kept], edges)

    def _ending(self, layer: _Layer) -> Reals:
        """Scores with the chance that the next line begins between its upbeat and half a bar after its bar line."""
        chances = np.exp(self._weights(layer, len(self.line) - 1))
        total = np.zeros(len(layer.step))
        for row, step in enumerate(layer.step):
            first = max(1, int(self.end - self.pickup - step))
            total[row] = chances[row, first - 1 : int(self.end + self.bar // 2 - step)].sum()
        return np.asarray(layer.score + np.log(total + 1e-12))

    @staticmethod
    def _backward(layers: list[_Layer], rng: np.random.Generator) -> tuple[int, ...]:
        at = _pick(layers[-1].score, rng)
        onsets = [int(layers[-1].step[at])]
        for here, before in zip(reversed(layers), reversed(layers[:-1]), strict=False):
            came, weight = here.edges[at]
            at = int(came[_pick(before.score[came] + weight, rng)])
            onsets.append(int(before.step[at]))
        return tuple(reversed(onsets))


def _log_sum(values: Reals) -> float:
    top = float(values.max())
    return top + float(np.log(np.exp(values - top).sum()))


def _pick(scores: Reals, rng: np.random.Generator) -> int:
    """An index drawn with the weights exp(scores)."""
    weights = np.exp(scores - scores.max())
    return int(rng.choice(len(scores), p=weights / weights.sum()))
