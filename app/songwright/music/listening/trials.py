"""A listening test: which pieces are heard in which order, and what the listener says of them.

Whether a piece is Bach's or the machine's, and which of a pair comes first, is a fair coin of its own each time. So
whoever guesses is right exactly half the time, whatever their habits, and the binomial test is exact.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum

from songwright.music.listening.excerpts import Excerpt, Line

__all__ = [
    "LENGTHS",
    "Background",
    "Heard",
    "Sitting",
    "Sureness",
    "Trial",
    "TrialAnswer",
    "TrialKind",
    "TrialPiece",
    "TrialPlan",
    "TuneAuthor",
    "heard_by",
    "plan",
]  # fmt: skip

LENGTHS = (10, 20, 40)
MACHINE_SEEDS = 10_000


class TrialKind(StrEnum):
    """What is asked: "Bach or machine?" of one piece, or "which one is Bach?" of two settings of one soprano."""

    SINGLE = "single"
    PAIRS = "pairs"


class TuneAuthor(StrEnum):
    """Who set the soprano."""

    BACH = "bach"
    MACHINE = "machine"


class Sureness(IntEnum):
    """How sure the listener was; UNTOLD when they did not say."""

    UNTOLD = 0
    GUESS = 1
    FAIRLY = 2
    SURE = 3


class Background(StrEnum):
    """The listener's own note on their musical training."""

    UNTOLD = ""
    NONE = "none"
    LESSONS = "some lessons"
    PLAYS = "plays or sings regularly"
    STUDIED = "studied music"


@dataclass(frozen=True, slots=True)
class TrialPiece:
    """Four voices from the top over one excerpt's soprano; `seed` is the machine's, None for Bach's own."""

    author: TuneAuthor
    excerpt: str
    bwv: str
    title: str
    upbeat: int
    voices: tuple[Line, ...]
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class TrialAnswer:
    """`taken` is the index of the piece of a pair that was taken for Bach's; of a single one, 0 "Bach", 1 "machine"."""

    taken: int
    sureness: Sureness = Sureness.UNTOLD


@dataclass(frozen=True, slots=True)
class Trial:
    """One piece, or two settings of one soprano; `fresh` when the listener has heard neither before."""

    pieces: tuple[TrialPiece, ...]
    fresh: bool = True
    answer: TrialAnswer | None = None

    @property
    def truth(self) -> int:
        """What `taken` should be."""
        return int(self.pieces[0].author is not TuneAuthor.BACH)

    @property
    def right(self) -> bool | None:
        """Whether the answer is right; None without one."""
        return None if self.answer is None else self.answer.taken == self.truth


@dataclass(frozen=True, slots=True)
class Sitting:
    """A listening test of one listener (a name of their choice, or none). `begun` is an ISO time with its zone.

    `machine` names the version of the composer that made the machine's pieces. Practice tells after each answer whether
    it was right, and is never counted.
    """

    id: str
    begun: str
    kind: TrialKind
    seed: int
    machine: str
    trials: tuple[Trial, ...]
    listener: str = ""
    background: Background = Background.UNTOLD
    practice: bool = False

    @property
    def place(self) -> int:
        """The first trial without an answer; the number of trials when there is none."""
        return next((place for place, trial in enumerate(self.trials) if trial.answer is None), len(self.trials))

    @property
    def finished(self) -> bool:
        """Whether every trial has an answer."""
        return self.place == len(self.trials)

    def answered(self, answer: TrialAnswer) -> Sitting:
        """The test with an answer to its next trial."""
        place = self.place
        trials = (*self.trials[:place], replace(self.trials[place], answer=answer), *self.trials[place + 1 :])
        return replace(self, trials=trials)


@dataclass(frozen=True, slots=True)
class TrialPlan:
    """One trial to be made: whose settings of the excerpt's soprano are heard, in order, and the machine's seed."""

    excerpt: Excerpt
    authors: tuple[TuneAuthor, ...]
    seed: int
    fresh: bool


Heard = Mapping[str, frozenset[TuneAuthor]]
"""Id of an excerpt -> whose settings of it a listener has heard."""


def heard_by(listener: str, tests: Sequence[Sitting]) -> Heard:
    """What a listener has heard in earlier tests, practice and unfinished ones included.

    Tests without a name are taken for one listener's.
    """
    found: dict[str, frozenset[TuneAuthor]] = {}
    for test in tests:
        if test.listener.casefold() == listener.casefold():
            for piece in (piece for trial in test.trials[: test.place + 1] for piece in trial.pieces):
                found[piece.excerpt] = found.get(piece.excerpt, frozenset()) | {piece.author}
    return found


def plan(kind: TrialKind, count: int, excerpts: Sequence[Excerpt], seed: int, heard: Heard) -> tuple[TrialPlan, ...]:
    """So many trials over different sopranos (at most as many as there are), those not heard before first taken.

    In single trials nobody hears both settings of a soprano: one that was heard before is heard again by the same hand.
    """
    rng = random.Random(seed)
    pool = rng.sample(list(excerpts), len(excerpts))
    pool.sort(key=lambda excerpt: excerpt.id in heard)
    plans = []
    for excerpt in pool[:count]:
        coin = [TuneAuthor.BACH, TuneAuthor.MACHINE]
        rng.shuffle(coin)
        known = heard.get(excerpt.id, frozenset())
        if kind is TrialKind.SINGLE:
            coin = list(known) if len(known) == 1 else coin[:1]
        plans.append(TrialPlan(excerpt, tuple(coin), rng.randrange(MACHINE_SEEDS), not known))
    rng.shuffle(plans)
    return tuple(plans)
