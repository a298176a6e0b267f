"""What is heard in which order, and what the answers add up to."""

from __future__ import annotations

import pytest

from music.listening.making import EXCERPTS, sitting
from songwright.music.listening.results import Tally, counted, pooled, tally, verdict
from songwright.music.listening.trials import (
    Sitting,
    Sureness,
    Trial,
    TrialAnswer,
    TrialKind,
    TuneAuthor,
    heard_by,
    plan,
)


def right(trial: Trial) -> int:
    return trial.truth


def wrong(trial: Trial) -> int:
    return 1 - trial.truth


@pytest.mark.parametrize("kind", list(TrialKind))
def test_a_habit_is_right_half_the_time(kind: TrialKind) -> None:
    for habit in (0, 1):
        answers = [sitting(kind, 20, seed=seed, answer=lambda _: habit) for seed in range(60)]  # noqa: B023
        share = sum(bool(trial.right) for test in answers for trial in test.trials) / 1200
        assert share == pytest.approx(0.5, abs=0.05)


def test_no_tune_comes_twice_and_no_single_trial_has_two_settings() -> None:
    for kind in TrialKind:
        test = sitting(kind, 40)
        names = [trial.pieces[0].excerpt for trial in test.trials]
        assert len(set(names)) == len(names) == 40
        assert {len(trial.pieces) for trial in test.trials} == {1 if kind is TrialKind.SINGLE else 2}
    pairs = sitting(TrialKind.PAIRS, 40)
    assert all({piece.author for piece in trial.pieces} == set(TuneAuthor) for trial in pairs.trials)
    assert len({piece.excerpt for piece in pairs.trials[0].pieces}) == 1
    assert {trial.truth for trial in pairs.trials} == {0, 1}


def test_the_same_seed_makes_the_same_test() -> None:
    one, other = (plan(TrialKind.SINGLE, 20, EXCERPTS, 7, {}) for _ in range(2))
    assert one == other != plan(TrialKind.SINGLE, 20, EXCERPTS, 8, {})


def test_what_was_heard_comes_last_by_the_same_hand_and_is_not_counted() -> None:
    first = sitting(TrialKind.SINGLE, 40, answer=right)
    heard = heard_by("anna", (first,))
    second = sitting(TrialKind.SINGLE, 40, seed=2, heard=heard, answer=wrong, name="b")
    fresh = [trial for trial in second.trials if trial.fresh]
    assert len(fresh) == len(EXCERPTS) - 40
    assert not {trial.pieces[0].excerpt for trial in fresh} & heard.keys()
    for trial in second.trials:
        if not trial.fresh:
            assert heard[trial.pieces[0].excerpt] == {trial.pieces[0].author}
    assert heard_by("Bea", (first,)) == {}
    (group,) = pooled((first, second))
    assert (group.tally.right, group.tally.count, group.listeners) == (40, 40 + len(fresh), 1)


def test_pieces_not_reached_yet_count_as_not_heard() -> None:
    test = sitting(TrialKind.SINGLE, 10).answered(TrialAnswer(0))
    assert len(heard_by("Anna", (test,))) == 2  # the one that was answered, and the one that played when it was left


def test_practice_and_unfinished_tests_are_not_counted() -> None:
    practised = sitting(answer=right, practice=True)
    assert counted(practised) == ()
    assert pooled((practised, sitting(TrialKind.PAIRS).answered(TrialAnswer(0)))) == ()


def test_kinds_and_versions_of_the_composer_are_kept_apart() -> None:
    tests = (
        sitting(answer=right, name="a"),
        sitting(answer=wrong, name="b", listener="Bea"),
        sitting(TrialKind.PAIRS, answer=right, name="c"),
    )
    singles, pairs = pooled(tests)
    assert (singles.tally.right, singles.tally.count, singles.listeners, singles.tests) == (10, 20, 2, 2)
    assert (pairs.kind, pairs.tally.right, pairs.tally.count) == (TrialKind.PAIRS, 10, 10)
    newer = Sitting(**{**{name: getattr(tests[0], name) for name in Sitting.__slots__}, "machine": "0.2.0+net"})
    assert [group.machine for group in pooled((*tests[:2], newer))] == ["0.1.0+net", "0.2.0+net"]


def test_hits_and_false_alarms_are_told_apart() -> None:
    always = tally(TrialKind.SINGLE, sitting(count=40, answer=lambda _: 0).trials)
    assert (always.hits, always.false_alarms) == (always.bachs, always.machines)
    assert always.right == always.bachs
    assert always.criterion is not None
    assert always.criterion < -1
    assert always.d_prime == pytest.approx(0, abs=0.2)
    perfect = tally(TrialKind.SINGLE, sitting(count=40, answer=right).trials)
    assert (perfect.hits, perfect.false_alarms) == (perfect.bachs, 0)
    assert perfect.d_prime is not None
    assert perfect.d_prime > 3
    assert tally(TrialKind.PAIRS, sitting(TrialKind.PAIRS, answer=right).trials).criterion is None
    assert Tally(TrialKind.SINGLE, 3, 3, bachs=3, hits=3).d_prime is None


def test_sureness_is_counted_where_it_was_told() -> None:
    test = sitting()
    for sure in (Sureness.SURE, Sureness.UNTOLD, Sureness.GUESS, Sureness.SURE):
        test = test.answered(TrialAnswer(test.trials[test.place].truth, sure))
    assert tally(TrialKind.SINGLE, test.trials).sure == ((Sureness.GUESS, 1, 1), (Sureness.SURE, 2, 2))


def test_the_verdict_claims_no_more_than_the_numbers_hold() -> None:
    chance = verdict(Tally(TrialKind.PAIRS, 12, 20))
    assert chance.startswith("12 of 20 right: that is compatible with guessing")
    assert "does not show that there is no difference" in chance
    assert "not for listeners at large" in chance
    told = verdict(Tally(TrialKind.PAIRS, 17, 20))
    assert "Bach was told apart" in told
    assert "compatible" not in told
    assert "taken for Bach" in verdict(Tally(TrialKind.PAIRS, 3, 20), 4)
    assert "these 4 listeners" in verdict(Tally(TrialKind.PAIRS, 3, 20), 4)
    assert "can show nothing" in verdict(Tally(TrialKind.PAIRS, 5, 5))
    assert "no answers" in verdict(Tally(TrialKind.PAIRS))


def test_no_result_is_called_a_difference_that_guessing_often_gives() -> None:
    for count in (10, 20, 40):
        for number in range(count + 1):
            found = Tally(TrialKind.PAIRS, number, count)
            assert ("guessing would seldom" in verdict(found)) == (found.p < 0.05)
