"""Rhythms drawn for words keep the hard rules whatever the words, the seed and the dial."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songwright.music.nets.grid import bar_steps, strength
from songwright.music.nets.prosody import (
    LearnedSyllable,
    RhythmError,
    SyllableClass,
    classify,
    load_prosody_model,
)
from songwright.music.nets.rhythm_lattice import rhythm
from songwright.music.nets.runtime import Cancelled

MODEL = load_prosody_model()

# "The lantern in the window burned till morning came again": stresses as the dictionary has them.
LINE = tuple(
    LearnedSyllable(classify(stress, length), opens, closes)
    for stress, length, opens, closes in [
        (0, 1, True, True), (1, 2, True, False), (0, 2, False, True), (0, 1, True, True), (0, 1, True, True),
        (1, 2, True, False), (0, 2, False, True), (1, 1, True, True), (0, 1, True, True), (1, 2, True, False),
        (0, 2, False, True), (1, 1, True, True), (0, 2, True, False), (1, 2, False, True),
    ]
)  # fmt: skip


@given(
    kinds=st.lists(st.sampled_from(list(SyllableClass)), min_size=1, max_size=14),
    metre=st.sampled_from([(4, 4), (3, 4), (6, 8), (2, 4), (2, 2)]),
    seed=st.integers(0, 9),
    dial=st.sampled_from([0.0, 1.0, 2.0]),
)
def test_every_syllable_has_its_own_onset_inside_the_line(
    kinds: list[SyllableClass], metre: tuple[int, int], seed: int, dial: float
) -> None:
    (onsets,) = rhythm(MODEL, [[LearnedSyllable(kind) for kind in kinds]], metre=metre, bars=4, seed=seed, dial=dial)
    assert len(onsets) == len(kinds)
    assert all(a < b for a, b in pairwise(onsets))
    assert onsets[0] >= -bar_steps(metre) // 3
    assert onsets[-1] < 4 * bar_steps(metre)


@pytest.mark.parametrize("metre", [(4, 4), (3, 4), (6, 8)])
def test_the_last_stress_falls_on_a_strong_beat(metre: tuple[int, int]) -> None:
    for seed in range(6):
        (onsets,) = rhythm(MODEL, [LINE], metre=metre, bars=4, seed=seed)
        assert strength(onsets[-1], metre) >= 3


def test_turning_the_dial_up_puts_more_stresses_on_strong_beats() -> None:
    def weight(dial: float) -> int:
        stressed = [i for i, one in enumerate(LINE) if one.kind is SyllableClass.PRIMARY]
        weak = [i for i, one in enumerate(LINE) if one.kind is SyllableClass.WEAK]
        total = 0
        for seed in range(12):
            (onsets,) = rhythm(MODEL, [LINE], metre=(4, 4), bars=4, seed=seed, dial=dial, temperature=1.0)
            total += sum(strength(onsets[i], (4, 4)) for i in stressed)
            total -= sum(strength(onsets[i], (4, 4)) for i in weak)
        return total

    assert weight(2.0) > weight(-2.0)


def test_the_same_seed_sings_the_same_rhythm() -> None:
    lines = [LINE, LINE[:8]]
    assert rhythm(MODEL, lines, metre=(4, 4), bars=4, seed=5) == rhythm(MODEL, lines, metre=(4, 4), bars=4, seed=5)
    several = {rhythm(MODEL, lines, metre=(4, 4), bars=4, seed=seed) for seed in range(6)}
    assert len(several) > 1


def test_a_line_too_long_for_its_bars_is_refused_in_words() -> None:
    with pytest.raises(RhythmError, match="40 syllables does not fit into 2 bars"):
        rhythm(MODEL, [[LearnedSyllable(SyllableClass.CONTENT)] * 40], metre=(4, 4), bars=2, seed=0)


def test_a_line_that_just_fits_still_gets_all_its_onsets() -> None:
    (onsets,) = rhythm(MODEL, [[LearnedSyllable(SyllableClass.FUNCTION)] * 30], metre=(4, 4), bars=2, seed=0)
    assert len(set(onsets)) == 30


def test_a_metre_that_was_never_learned_is_refused() -> None:
    with pytest.raises(RhythmError, match="7/8"):
        rhythm(MODEL, [LINE], metre=(7, 8), bars=4, seed=0)


def test_an_empty_line_has_no_onsets_and_stopping_is_noticed() -> None:
    assert rhythm(MODEL, [(), LINE], metre=(4, 4), bars=4, seed=0)[0] == ()
    with pytest.raises(Cancelled):
        rhythm(MODEL, [LINE], metre=(4, 4), bars=4, seed=0, cancelled=lambda: True)
