"""What tests have shown: counts, statistics, and a verdict that claims no more than the numbers hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from songwright.core import language
from songwright.core.language import said
from songwright.music.listening.statistics import (
    LEVEL,
    answers_needed,
    binomial_p,
    criterion,
    d_prime,
    d_prime_of_pairs,
    least_share,
    wilson,
)
from songwright.music.listening.trials import Sitting, Sureness, Trial, TrialKind, TuneAuthor

__all__ = ["Group", "Tally", "counted", "pooled", "tally", "verdict"]

_SMALL: Final = 0.57
"""What listeners were right of another machine's chorales (JS Fake Chorales, 4,048 answers)."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many answers were right.

    `bachs` and `machines` count the single trials of either kind, `hits` and `false_alarms` those of them that were
    taken for Bach; all four are 0 for pairs. `sure` gives (right, count) for each sureness that was told.
    """

    kind: TrialKind
    right: int = 0
    count: int = 0
    bachs: int = 0
    hits: int = 0
    machines: int = 0
    false_alarms: int = 0
    sure: tuple[tuple[Sureness, int, int], ...] = ()

    @property
    def share(self) -> float:
        """The share that is right; a half without answers."""
        return self.right / self.count if self.count else 0.5

    @property
    def p(self) -> float:
        """How probable so uneven a result is when every answer is a guess."""
        return binomial_p(self.right, self.count)

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the share."""
        return wilson(self.right, self.count)

    @property
    def d_prime(self) -> float | None:
        """How far apart Bach and machine lie for the listener; None where single trials had only one of them."""
        if self.kind is TrialKind.PAIRS:
            return d_prime_of_pairs(self.right, self.count) if self.count else None
        if not self.bachs or not self.machines:
            return None
        return d_prime(self.hits, self.bachs, self.false_alarms, self.machines)

    @property
    def criterion(self) -> float | None:
        """The leaning of single answers: below 0 towards "Bach"; None for pairs, and where d' is None."""
        if self.kind is TrialKind.PAIRS or not self.bachs or not self.machines:
            return None
        return criterion(self.hits, self.bachs, self.false_alarms, self.machines)


@dataclass(frozen=True, slots=True)
class Group:
    """Finished tests of one kind with one version of the composer, added up over `listeners` listeners."""

    kind: TrialKind
    machine: str
    listeners: int
    tests: int
    tally: Tally


def counted(test: Sitting) -> tuple[Trial, ...]:
    """The trials that statistics may count: none of practice, nor of pieces that the listener had heard before."""
    return () if test.practice else tuple(trial for trial in test.trials if trial.fresh and trial.answer is not None)


def tally(kind: TrialKind, trials: Iterable[Trial]) -> Tally:
    """Count the answers."""
    answered = [trial for trial in trials if trial.answer is not None]
    sure = tuple(
        (level, *_right([t for t in answered if t.answer and t.answer.sureness is level])) for level in Sureness
    )
    told = tuple(entry for entry in sure if entry[0] is not Sureness.UNTOLD and entry[2])
    right, count = _right(answered)
    if kind is TrialKind.PAIRS:
        return Tally(kind, right, count, sure=told)
    bach = [trial for trial in answered if trial.pieces[0].author is TuneAuthor.BACH]
    machine = [trial for trial in answered if trial.pieces[0].author is TuneAuthor.MACHINE]
    return Tally(
        kind, right, count, len(bach), _right(bach)[0], len(machine), len(machine) - _right(machine)[0], told
    )  # fmt: skip


def pooled(tests: Sequence[Sitting]) -> tuple[Group, ...]:
    """The finished tests by kind and version of the composer, in the order in which these first occur.

    A test that was broken off is not counted: whoever stops when it goes well would prove anything.
    """
    done: dict[tuple[TrialKind, str], list[Sitting]] = {}
    for test in tests:
        if test.finished and counted(test):
            done.setdefault((test.kind, test.machine), []).append(test)
    return tuple(
        Group(kind, machine, len({test.listener.casefold() for test in found}), len(found),
              tally(kind, [trial for test in found for trial in counted(test)]))
        for (kind, machine), found in done.items()
    )  # fmt: skip


def verdict(found: Tally, listeners: int = 1) -> str:
    """What the answers show, in plain words."""
    if not found.count:
        return said("There are no answers that count yet.")
    score = said("{right} of {count} right", right=found.right, count=found.count)
    if binomial_p(0, found.count) >= LEVEL:
        return said("{score}: so few answers can show nothing, whatever they are.", score=score)
    low, high = (_percent(bound) for bound in found.interval)
    between = said("With 95 % confidence the share right lies between {low} and {high}.", low=low, high=high)
    if found.p >= LEVEL:
        heard = said("{score}: that is compatible with guessing (p = {p}).", score=score, p=_p(found.p))
        meant = _sensitivity(found.count)
    elif found.right * 2 > found.count:
        heard = said("{score}: guessing would seldom do so well (p = {p}).", score=score, p=_p(found.p))
        meant = said("Bach was told apart.")
    else:
        heard = said("{score}: guessing would seldom do so badly (p = {p}).", score=score, p=_p(found.p))
        meant = said("A difference was heard, but the machine was taken for Bach.")
    return f"{heard} {between} {meant} {_reach(listeners)}"


def _sensitivity(count: int) -> str:
    """What so few answers cannot show."""
    needed = answers_needed(_SMALL)
    text = said(
        "It does not show that there is no difference: {count} answers find one, in four cases of five, where a "
        "listener is right {share} of the time.",
        count=count,
        share=_percent(least_share(count)),
    )
    more = said("For {share} it takes {count}.", share=_percent(_SMALL), count=needed)
    return f"{text} {more}" if count < needed else text


def _reach(listeners: int) -> str:
    return language.counted(
        "It holds for this listener and these pieces, not for listeners at large.",
        "It holds for these {count} listeners and these pieces, not for listeners at large.",
        listeners,
    )


def _right(trials: Sequence[Trial]) -> tuple[int, int]:
    return sum(bool(trial.right) for trial in trials), len(trials)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _p(p: float) -> str:
    return f"{p:.2f}" if p >= 0.1 else f"{p:.3f}" if p >= 0.001 else said("less than 0.001")
