"""A finished sound brought to the loudness that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyloudnorm
import pytest
from scipy.signal import resample_poly

from songwright.audio.levelling import PEAK_DB, levelled
from songwright.audio.loudness import integrated_loudness

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE = 48_000


def tone(decibels: float, seconds: float = 4.0) -> NDArray[np.float32]:
    time = np.arange(int(RATE * seconds)) / RATE
    sine = 10 ** (decibels / 20) * np.sin(2 * np.pi * 997 * time)
    return np.repeat(sine.astype(np.float32)[:, None], 2, axis=1)


def test_the_meter_reads_the_reference_tone() -> None:
    # ITU-R BS.1770: a 997 Hz sine in both channels reads its level in dB of full scale.
    assert integrated_loudness(tone(-23.0), RATE) == pytest.approx(-23.0, abs=0.05)


@pytest.mark.parametrize("rate", [44_100, 48_000, 22_050])
@pytest.mark.parametrize("kind", ["noise", "rumble", "hiss", "music with pauses", "one click", "a breath"])
def test_the_meter_agrees_with_another_one(rate: int, kind: str) -> None:
    noise = np.random.default_rng(5).standard_normal((40 * rate, 2)).astype(np.float32)
    time = np.arange(len(noise)) / rate
    sound = {
        "noise": 0.1 * noise,
        "rumble": 0.4 * np.repeat(np.sin(2 * np.pi * 31 * time)[:, None], 2, axis=1),
        "hiss": 0.2 * noise * np.cos(np.pi * np.arange(len(noise)))[:, None],
        "music with pauses": 0.3 * noise * (np.sin(time / 3) > 0.2)[:, None] * np.abs(np.sin(time * 4))[:, None],
        "one click": np.zeros_like(noise),
        "a breath": 0.05 * noise[: rate * 7 // 10],
    }[kind].astype(np.float32)
    if kind == "one click":
        sound[rate * 3] = 0.9
    other = pyloudnorm.Meter(rate).integrated_loudness(sound)
    assert integrated_loudness(sound, rate) == pytest.approx(other, abs=0.1)


@pytest.mark.parametrize("target", [-14.0, -16.0, -23.0])
@pytest.mark.parametrize("decibels", [-40.0, -6.0])
def test_a_sound_comes_to_its_target(target: float, decibels: float) -> None:
    out = levelled(tone(decibels), RATE, target)
    assert integrated_loudness(out, RATE) == pytest.approx(target, abs=0.1)
    assert out.shape == tone(decibels).shape


def test_peaks_are_held_while_the_rest_comes_to_its_target() -> None:
    sound = tone(-30.0, 6.0)
    sound[::24_000] = 0.9  # clicks that would end far above full scale
    out = levelled(sound, RATE, -14.0)
    assert np.abs(out).max() <= 10 ** (PEAK_DB / 20) + 1e-4
    assert integrated_loudness(out, RATE) == pytest.approx(-14.0, abs=0.2)


@pytest.mark.parametrize("target", [-9.0, -14.0])
def test_the_wave_between_the_samples_stays_below_the_ceiling_too(target: float) -> None:
    # A sine at a quarter of the rate, an eighth of a turn off: its samples lie 3 dB below its peaks.
    burst = np.hanning(960) * np.sin(np.pi / 2 * np.arange(960) + np.pi / 4)
    sound = tone(-24.0)
    for start in range(0, len(sound), RATE // 2):
        sound[start : start + 960] += 0.4 * burst[:, None].astype(np.float32)
    out = levelled(sound, RATE, target)
    oversampled = resample_poly(out[:, 0].astype(np.float64), 8, 1)
    assert np.abs(oversampled).max() <= 10 ** (PEAK_DB / 20)
    assert np.abs(oversampled).max() > 10 ** (-1.3 / 20)


def test_a_limited_sound_stays_in_step_with_what_it_was() -> None:
    sound = tone(-30.0, 2.0) * np.linspace(0, 1, 2 * RATE, dtype=np.float32)[:, None]
    sound[30_000] = 0.99
    out = levelled(sound, RATE, -16.0)
    lags = np.correlate(out[20_000:60_000, 0], sound[20_100:59_900, 0], mode="valid")
    assert int(lags.argmax()) == 100


def test_silence_and_very_short_sounds_are_left_alive() -> None:
    assert not levelled(np.zeros((RATE, 2), np.float32), RATE, -14.0).any()
    assert np.isfinite(levelled(tone(-20.0, 0.1), RATE, -14.0)).all()
