"""Positions between the messages of the sound process."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songwright.audio.play_clock import PlayClock
from songwright.music.tap_tempo import TapTempo


def test_it_runs_on_from_the_last_message() -> None:
    clock = PlayClock()
    clock.heard(480, playing=True, at=10.0, rate=960)
    assert clock.position(10.5) == pytest.approx(960)


def test_it_stands_still_when_paused() -> None:
    clock = PlayClock()
    clock.heard(480, playing=True, at=10.0, rate=960)
    clock.heard(700, playing=False, at=10.2, rate=960)
    assert clock.position(99.0) == 700


def test_a_small_difference_is_slid_away() -> None:
    clock = PlayClock()
    clock.heard(0, playing=True, at=0.0, rate=1000)
    clock.heard(960, playing=True, at=1.0, rate=1000)
    assert clock.position(1.0) == pytest.approx(1000)
    assert clock.position(2.0) == pytest.approx(1960)


def test_a_seek_jumps() -> None:
    clock = PlayClock()
    clock.heard(0, playing=True, at=0.0, rate=1000)
    clock.heard(9000, playing=True, at=1.0, rate=1000)
    assert clock.position(1.0) == pytest.approx(9000)


def test_it_folds_into_the_loop() -> None:
    clock = PlayClock()
    clock.set_loop((0, 1000))
    clock.heard(900, playing=True, at=0.0, rate=1000)
    assert clock.position(0.3) == pytest.approx(200)


@given(st.lists(st.floats(0.02, 0.06), min_size=2, max_size=30), st.floats(-0.02, 0.02))
def test_the_playhead_never_runs_backwards_over_jittery_messages(gaps: list[float], late: float) -> None:
    clock, now, shown = PlayClock(), 0.0, 0.0
    clock.heard(0, playing=True, at=0.0, rate=1000)
    for index, gap in enumerate(gaps):
        now += gap
        clock.heard(max(0.0, now + (late if index % 2 else 0.0)) * 1000, playing=True, at=now, rate=1000)
        for step in range(4):
            position = clock.position(now + step * 0.004)
            assert position >= shown - 1e-6
            shown = position


def test_taps_give_the_tempo_and_a_pause_forgets_them() -> None:
    taps = TapTempo()
    assert taps.tap(0.0) is None
    assert [taps.tap(at) for at in (0.5, 1.0)] == [120.0, 120.0]
    assert taps.tap(1.52) == pytest.approx(120, abs=1)
    assert taps.tap(9.0) is None
    assert taps.tap(10.0) == 60.0
