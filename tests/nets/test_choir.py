"""The net that writes three voices under a soprano."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from songwright.music.nets.choir import ChoirModel, load_choir_model, write
from songwright.music.nets.runtime import Cancelled

Grid = NDArray[np.int64]
# A soprano of our own: pitches and lengths in quarters.
TUNE = (
    (67, 1),
    (72, 1),
    (71, 1),
    (69, 1),
    (67, 2),
    (69, 1),
    (71, 1),
    (72, 4),
    (74, 1),
    (72, 1),
    (71, 1),
    (69, 1),
    (67, 4),
)
SOPRANO = np.repeat([pitch for pitch, _ in TUNE], [4 * length for _, length in TUNE])
RANGES = ((60, 81), (53, 74), (48, 69), (36, 64))


@pytest.fixture(scope="module")
def model() -> ChoirModel:
    return load_choir_model()


def _parallels(grid: Grid) -> int:
    """Moves of two voices in one direction from a fifth, octave or unison into the same."""
    found = 0
    for upper in range(4):
        for lower in range(upper + 1, 4):
            gap = (grid[:, upper] - grid[:, lower]) % 12
            alike = np.diff(grid[:, upper]) * np.diff(grid[:, lower]) > 0
            found += int((alike & (gap[1:] == gap[:-1]) & np.isin(gap[1:], (0, 7))).sum())
    return found


def test_the_soprano_stays_and_the_voices_keep_their_ranges_and_order(model: ChoirModel) -> None:
    for seed in range(4):
        grid = write(model, SOPRANO, seed=seed)
        assert (grid[:, 0] == SOPRANO).all()
        assert (np.diff(grid, axis=1) <= 0).all()
        assert all(((low <= grid[:, v]) & (grid[:, v] <= high)).all() for v, (low, high) in enumerate(RANGES))


def test_rules_are_what_removes_the_parallels(model: ChoirModel) -> None:
    ruled, free = (
        sum(_parallels(write(model, SOPRANO, seed=seed, heat=1.3, rules=rules)) for seed in range(8))
        for rules in (True, False)
    )
    assert ruled == 0
    assert free > 0


def test_the_last_chord_is_a_triad_on_its_root(model: ChoirModel) -> None:
    for seed in range(4):
        free, told = (write(model, SOPRANO, seed=seed, root=root)[-1] for root in (None, 0))
        assert told[3] % 12 == 0
        for chord in (free, told):
            assert set((chord - chord[3]) % 12) <= {0, 3, 4, 7}


def test_the_same_seed_gives_the_same_voices_and_another_seed_others(model: ChoirModel) -> None:
    first = write(model, SOPRANO, seed=5)
    assert (write(model, SOPRANO, seed=5) == first).all()
    assert (write(model, SOPRANO, seed=6) != first).any()


def test_tied_steps_sound_as_the_step_before(model: ChoirModel) -> None:
    tied = np.zeros(len(SOPRANO), np.bool_)
    tied[33:48] = True
    for seed in range(4):
        grid = write(model, SOPRANO, seed=seed, tied=tied)
        assert (grid[32:48] == grid[32]).all()


def test_a_tune_beyond_the_chorales_is_sung_all_the_same(model: ChoirModel) -> None:
    rng = np.random.default_rng(0)
    wild = rng.integers(50, 96, 60)
    grid = write(model, wild, seed=1, first_step=5)
    assert (grid[:, 0] == wild).all()
    assert ((grid[:, 3] >= 36) & (grid[:, 3] <= 64)).all()


def test_nothing_comes_of_nothing_and_stopping_is_noticed(model: ChoirModel) -> None:
    assert write(model, SOPRANO[:0], seed=0).shape == (0, 4)
    with pytest.raises(Cancelled):
        write(model, SOPRANO, seed=0, cancelled=lambda: True)
