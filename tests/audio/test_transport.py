"""Ticks and frames agree, for ever."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songwright.audio.transport import Transport


@given(st.floats(20, 400), st.lists(st.integers(1, 5_000), min_size=1, max_size=50))
def test_a_tick_comes_at_the_same_frame_however_time_is_cut_up(tempo: float, steps: list[int]) -> None:
    pieces, whole = Transport(48_000, tempo), Transport(48_000, tempo)
    for step in steps:
        pieces.advance(step)
    whole.advance(sum(steps))
    assert pieces.frames_until(7_777) == whole.frames_until(7_777)
    assert pieces.tick == pytest.approx(whole.tick)


def test_a_quarter_note_at_120_lasts_half_a_second() -> None:
    assert Transport(48_000, 120).frames_until(480) == 24_000


def test_an_hour_of_small_steps_does_not_drift() -> None:
    transport = Transport(48_000, 133.7)
    for _ in range(36_000):
        transport.advance(4_800)
    assert transport.tick == pytest.approx(3600 * 133.7 / 60 * 480, abs=1e-6)


@given(st.floats(20, 400), st.floats(20, 400), st.integers(0, 1_000_000))
def test_a_change_of_tempo_does_not_move_the_music(before: float, after: float, frames: int) -> None:
    transport = Transport(48_000, before)
    transport.advance(frames)
    tick = transport.tick
    transport.set_tempo(after)
    assert transport.tick == pytest.approx(tick)
    assert transport.frames_until(tick + 480) == pytest.approx(48_000 * 60 / after, abs=1)
