"""The statistics against published figures and against counting everything out."""

from __future__ import annotations

from itertools import product
from math import comb, sqrt

import pytest

from songwright.music.listening.statistics import (
    answers_needed,
    binomial_p,
    criterion,
    d_prime,
    d_prime_of_pairs,
    least_share,
    wilson,
)


@pytest.mark.parametrize("count", range(1, 11))
def test_p_is_the_share_of_all_guesses_that_are_as_uneven(count: int) -> None:
    guesses = [sum(coins) for coins in product((0, 1), repeat=count)]
    for right in range(count + 1):
        uneven = sum(abs(2 * guess - count) >= abs(2 * right - count) for guess in guesses)
        assert binomial_p(right, count) == pytest.approx(uneven / len(guesses), abs=1e-12)


def test_p_of_usual_cases() -> None:
    # The two-sided sign test at 1/2, as tables give it.
    assert binomial_p(15, 20) == pytest.approx(0.0414, abs=5e-5)
    assert binomial_p(12, 20) == pytest.approx(0.5034, abs=5e-5)
    assert binomial_p(60, 100) == pytest.approx(0.0569, abs=5e-5)
    assert binomial_p(0, 0) == 1.0
    assert 0 <= binomial_p(5000, 10000) <= 1


@pytest.mark.parametrize(
    ("right", "count", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_the_published_one(right: int, count: int, low: float, high: float) -> None:
    # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, score method without continuity correction.
    assert wilson(right, count) == pytest.approx((low, high), abs=5e-5)


def test_the_ends_of_the_interval_are_just_not_rejected() -> None:
    for right, count in ((12, 20), (3, 10), (228, 400)):
        for end in wilson(right, count):
            away = abs(right / count - end) / sqrt(end * (1 - end) / count)
            assert away == pytest.approx(1.959964, abs=1e-5)
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(7, 7)[1] == 1.0


def test_d_prime_is_that_of_the_tables_where_the_correction_vanishes() -> None:
    # Macmillan and Creelman (2005): H .84 with F .16 is a d' of 1.99, .69 with .31 of 0.99; pairs: .76 right is 1.00.
    many = 10**7
    assert d_prime(84 * many, 100 * many, 16 * many, 100 * many) == pytest.approx(1.989, abs=1e-3)
    assert d_prime(69 * many, 100 * many, 31 * many, 100 * many) == pytest.approx(0.992, abs=1e-3)
    assert criterion(84 * many, 100 * many, 50 * many, 100 * many) == pytest.approx(-0.497, abs=1e-3)
    assert d_prime_of_pairs(76 * many, 100 * many) == pytest.approx(0.999, abs=1e-3)


def test_perfect_answers_have_a_finite_d_prime() -> None:
    # Hautus (1995): 10 of 10 counts as 10.5 of 11, 0 of 10 as 0.5 of 11; z(10.5 / 11) = 1.6906.
    assert d_prime(10, 10, 0, 10) == pytest.approx(2 * 1.6906, abs=1e-3)
    assert d_prime_of_pairs(10, 10) == pytest.approx(sqrt(2) * 1.6906, abs=1e-3)
    assert d_prime(5, 10, 5, 10) == criterion(5, 10, 5, 10) == d_prime_of_pairs(5, 10) == 0


def test_who_says_bach_more_often_has_a_criterion_below_nothing() -> None:
    assert criterion(9, 10, 8, 10) < 0 < criterion(2, 10, 1, 10)


def test_answers_that_are_needed() -> None:
    # By hand for 60 %: (1.96 * 0.5 + 0.8416 * sqrt(0.6 * 0.4))^2 / 0.1^2 = 193.8.
    assert answers_needed(0.6) == answers_needed(0.4) == 194
    assert 380 <= answers_needed(0.57) <= 420
    with pytest.raises(ValueError, match="not a half"):
        answers_needed(0.5)


@pytest.mark.parametrize("share", [0.57, 0.6, 0.7, 0.8])
def test_so_many_answers_find_the_difference_four_times_in_five(share: float) -> None:
    count = answers_needed(share)
    found = sum(
        comb(count, right) * share**right * (1 - share) ** (count - right)
        for right in range(count + 1)
        if binomial_p(right, count) < 0.05
    )
    # The exact test is stricter than the approximation, by less than a step of its count.
    assert found == pytest.approx(0.8, abs=0.09)


def test_the_least_share_is_the_other_way_round() -> None:
    for count in (10, 20, 40, 400):
        least = least_share(count)
        assert answers_needed(least) <= count < answers_needed(least - 0.01)
    assert least_share(0) == least_share(1) == 1.0


def test_more_right_answers_than_answers_are_refused() -> None:
    for wrong in (lambda: binomial_p(3, 2), lambda: wilson(-1, 2), lambda: d_prime_of_pairs(5, 4)):
        with pytest.raises(ValueError, match="cannot be right"):
            wrong()
