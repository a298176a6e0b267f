"""What so many right answers show. Shares are 0 to 1; by the standard library alone.

Sources: E. B. Wilson, "Probable inference", JASA 22 (1927); D. M. Green and J. A. Swets, Signal Detection Theory and
Psychophysics (1966); N. A. Macmillan and C. D. Creelman, Detection Theory (2nd ed. 2005); M. J. Hautus, "Corrections
for extreme proportions", Behavior Research Methods 27 (1995).
"""

from __future__ import annotations

from math import ceil, comb, sqrt
from statistics import NormalDist
from typing import Final

__all__ = [
    "LEVEL",
    "POWER",
    "answers_needed",
    "binomial_p",
    "criterion",
    "d_prime",
    "d_prime_of_pairs",
    "least_share",
    "wilson",
]

CHANCE: Final = 0.5
LEVEL: Final = 0.05
"""How often a listener who guesses may be said to hear a difference."""
POWER: Final = 0.8
"""How often a difference that is there shall be found."""

_NORMAL: Final = NormalDist()


def binomial_p(right: int, count: int) -> float:
    """How probable a result at least as far from half is when each answer is a fair coin: exact, on both sides."""
    _check(right, count)
    tail = sum(comb(count, k) for k in range(min(right, count - right) + 1))
    return min(1.0, 2 * tail / (1 << count))


def wilson(right: int, count: int, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval of the share that is right; (0, 1) without answers."""
    _check(right, count)
    if not count:
        return 0.0, 1.0
    z = _NORMAL.inv_cdf(0.5 + confidence / 2)
    share, spread = right / count, z * z / count
    middle = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / count + spread / (4 * count)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def d_prime(hits: int, signals: int, false_alarms: int, noises: int) -> float:
    """Sensitivity d' of yes/no answers: z(H) - z(F), each rate by Hautus's log-linear correction, (x + 1/2) / (n + 1).

    Here a signal is a piece by Bach, a noise one by the machine, and the answer "Bach" a hit or a false alarm.
    """
    return _z(hits, signals) - _z(false_alarms, noises)


def criterion(hits: int, signals: int, false_alarms: int, noises: int) -> float:
    """The criterion c of yes/no answers, -(z(H) + z(F)) / 2: below 0 for a listener who likes to say "Bach"."""
    return -(_z(hits, signals) + _z(false_alarms, noises)) / 2


def d_prime_of_pairs(right: int, count: int) -> float:
    """Sensitivity d' of choices between two: the square root of 2 times z(share right), corrected in the same way."""
    return sqrt(2) * _z(right, count)


def answers_needed(share: float, *, power: float = POWER, level: float = LEVEL) -> int:
    """How many answers tell a listener who is right with this share from one who guesses (normal approximation).

    n = ((z(1 - level/2) / 2 + z(power) sqrt(p q)) / (p - 1/2))^2. ValueError for a share of a half or outside 0 to 1.
    """
    if not 0 <= share <= 1 or share == CHANCE:
        raise ValueError(f"a share that can be told from a half is 0 to 1 and not a half, not {share}")
    away = _NORMAL.inv_cdf(1 - level / 2) * CHANCE + _NORMAL.inv_cdf(power) * sqrt(share * (1 - share))
    return ceil((away / (share - CHANCE)) ** 2)


def least_share(count: int, *, power: float = POWER, level: float = LEVEL) -> float:
    """The least share above a half that so many answers would tell from guessing; 1 when none would."""
    low, high = CHANCE, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        enough = middle > CHANCE and answers_needed(middle, power=power, level=level) <= count
        low, high = (low, middle) if enough else (middle, high)
    return high


def _check(right: int, count: int) -> None:
    if not 0 <= right <= count:
        raise ValueError(f"{right} of {count} answers cannot be right")


def _z(times: int, count: int) -> float:
    _check(times, count)
    return _NORMAL.inv_cdf((times + 0.5) / (count + 1))
