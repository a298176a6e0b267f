"""Reverb, limiter and loudness, each on its own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from songwright.audio.limiter import Limiter
from songwright.audio.loudness import SILENT_DB, loudness
from songwright.audio.reverb import Reverb

RATE = 48_000


def test_the_reverb_of_an_impulse_is_the_same_in_any_pieces() -> None:
    impulse = np.zeros(RATE, np.float32)
    impulse[0] = 1.0
    whole = Reverb(RATE).process(impulse)
    pieces = Reverb(RATE)
    cut = np.concatenate([pieces.process(part) for part in np.split(impulse, [7, 1000, 1001, 9000, 30_000])])
    np.testing.assert_allclose(cut, whole, atol=1e-7)


def test_the_reverb_begins_late_spreads_left_and_right_and_decays() -> None:
    impulse = np.zeros(3 * RATE, np.float32)
    impulse[0] = 1.0
    wet = Reverb(RATE).process(impulse)
    first = int(np.flatnonzero(np.abs(wet).max(axis=1) > 1e-4)[0])
    assert 0.02 < first / RATE < 0.05
    assert abs(np.corrcoef(wet[:, 0], wet[:, 1])[0, 1]) < 0.5
    energy = [float((part**2).sum()) for part in np.array_split(wet[first:], 6)]
    assert energy == sorted(energy, reverse=True)
    assert energy[-1] < 1e-3 * energy[0]


def test_the_first_reflections_come_when_the_published_delays_say() -> None:
    """Freeverb's shortest comb is 1116 samples at 44.1 kHz, the right side's 23 longer; all-passes let them through."""
    impulse = np.zeros(RATE // 4, np.float32)
    impulse[0] = 1.0
    wet = Reverb(RATE).process(impulse)
    for side, delay in ((0, 1116), (1, 1116 + 23)):
        first = int(np.flatnonzero(np.abs(wet[:, side]) > 1e-6)[0])
        assert first == round(delay * RATE / 44_100)
    # The left all-pass of 225 samples sends an echo of the first reflection, the right one's comes 23 later.
    for side, delay, echo in ((0, 1116, 225), (1, 1139, 248)):
        start = round(delay * RATE / 44_100)
        late = start + round(echo * RATE / 44_100)
        between = np.abs(wet[start + 1 : late, side])
        assert between[between > 1e-6].size < between.size // 10
        assert abs(wet[late, side]) > 1e-5


def test_a_longer_room_rings_longer() -> None:
    def tail(room: float) -> float:
        impulse = np.zeros(2 * RATE, np.float32)
        impulse[0] = 1.0
        return float((Reverb(RATE, room=room).process(impulse)[RATE:] ** 2).sum())

    assert tail(0.9) > 10 * tail(0.7)


@given(st.lists(st.floats(0, 20), min_size=3, max_size=30), st.integers(0, 2**32 - 1))
def test_nothing_leaves_the_limiter_above_its_ceiling(levels: list[float], seed: int) -> None:
    noise = np.random.default_rng(seed)
    limiter = Limiter(RATE, 240, ceiling=0.9)
    for level in levels:
        block = (level * noise.uniform(-1, 1, (240, 2))).astype(np.float32)
        assert np.abs(limiter.process(block)).max() <= 0.9 + 1e-5


def test_the_limiter_recovers() -> None:
    limiter = Limiter(RATE, 240)
    quiet = np.full((240, 2), 0.5, np.float32)
    limiter.process(quiet * 8)
    for _ in range(5):
        ducked = limiter.process(quiet)
    assert ducked.max() < 0.4
    for _ in range(400):
        recovered = limiter.process(quiet)
    assert recovered.min() == pytest.approx(0.5, rel=0.01)


def test_loudness_agrees_with_the_standard() -> None:
    # BS.1770-4: a full-scale 997 Hz sine in one channel is -3.01 LUFS.
    time = np.arange(RATE) / RATE
    sine = np.sin(2 * np.pi * 997 * time).astype(np.float32)
    left_only = np.stack([sine, np.zeros_like(sine)], axis=1)
    assert loudness(left_only, RATE) == pytest.approx(-3.01, abs=0.1)
    low = np.sin(2 * np.pi * 30 * time).astype(np.float32)
    assert loudness(np.stack([low, low], axis=1), RATE) < loudness(np.stack([sine, sine], axis=1), RATE) - 3
    assert loudness(np.zeros((RATE, 2), np.float32), RATE) == SILENT_DB
