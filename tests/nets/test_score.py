"""Chorale mode and in-filling of four voices. The checks below share no code with the sampler's rules."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from songwright.music.nets.runtime import Cancelled, Net, NetError
from songwright.music.nets.score_model import FREE, ScoreModel, fill, harmonise, load_score_model

# A tune of our own, in quarter notes.
TUNE = np.repeat([67, 69, 71, 72, 74, 72, 71, 69, 67, 71, 69, 67, 66, 67, 67, 67], 4)


@pytest.fixture(scope="module")
def model() -> ScoreModel:
    return load_score_model()


def parallels(grid: NDArray[np.int64]) -> int:
    """Perfect fifths and octaves reached by two voices that move the same way, counted pair by pair."""
    found = 0
    for upper in range(3):
        for lower in range(upper + 1, 4):
            gap = (grid[:, upper] - grid[:, lower]) % 12
            up, down = np.diff(grid[:, upper]), np.diff(grid[:, lower])
            found += int(((up * down > 0) & (gap[1:] == gap[:-1]) & np.isin(gap[1:], (0, 7))).sum())
    return found


def test_the_given_soprano_stays_and_three_voices_join_it(model: ScoreModel) -> None:
    grid = harmonise(model, TUNE, seed=1, passes=16)
    assert (grid[:, 0] == TUNE).all()
    assert (grid[:, 1:] != FREE).all()


def test_voices_keep_their_ranges_and_order_and_move_without_parallels(model: ScoreModel) -> None:
    for seed in range(3):
        grid = harmonise(model, TUNE, seed=seed, passes=16)
        for voice, (low, high) in enumerate(((60, 81), (53, 74), (48, 69), (36, 64))):
            assert grid[:, voice].min() >= low
            assert grid[:, voice].max() <= high
        assert (np.diff(grid, axis=1) <= 0).all()
        assert parallels(grid) == 0


def test_rules_are_what_removes_the_parallels(model: ScoreModel) -> None:
    free = np.ones((64, 4), np.bool_)
    free[:, 0] = False
    grid = np.full((64, 4), FREE)
    grid[:, 0] = TUNE
    loose = [fill(model, grid, free, seed=seed, passes=8, rules=False, temperature=1.0) for seed in range(4)]
    strict = [fill(model, grid, free, seed=seed, passes=8, temperature=1.0) for seed in range(4)]
    assert sum(map(parallels, strict)) < sum(map(parallels, loose))


def test_only_free_cells_change(model: ScoreModel) -> None:
    whole = harmonise(model, TUNE, seed=4, passes=8)
    free = np.zeros(whole.shape, np.bool_)
    free[16:32, 1:3] = True
    again = fill(model, whole, free, seed=9, passes=8)
    assert (again[~free] == whole[~free]).all()
    assert (again[free] != whole[free]).any()


def test_the_same_seed_gives_the_same_voices_and_another_seed_others(model: ScoreModel) -> None:
    first, same, other = (harmonise(model, TUNE, seed=seed, passes=8) for seed in (7, 7, 8))
    assert (first == same).all()
    assert (first != other).any()


def test_rests_of_the_soprano_are_rests_for_all(model: ScoreModel) -> None:
    tune = TUNE.copy()
    tune[:8] = FREE
    grid = harmonise(model, tune, seed=2, passes=8)
    assert (grid[:8] == FREE).all()
    assert (grid[8:] != FREE).all()


def test_music_longer_than_one_stretch_is_filled_to_its_end(model: ScoreModel) -> None:
    grid = harmonise(model, np.tile(TUNE, 5), seed=3, passes=3)
    assert (grid != FREE).all()
    assert (grid[:, 0] == np.tile(TUNE, 5)).all()


def test_stopping_is_noticed_between_passes(model: ScoreModel) -> None:
    with pytest.raises(Cancelled):
        harmonise(model, TUNE, seed=1, cancelled=lambda: True)


def test_a_damaged_net_is_reported_in_words() -> None:
    with pytest.raises(NetError, match="by rules alone") as caught:
        Net("score", b"not a net")
    assert "score" in caught.value.detail
