"""A voice made of numbers: pulses through the formants of a vowel, with vibrato, glides, breath and a room's noise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.signal import lfilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

RATE = 48_000
# Formants (hertz, bandwidth) of sung vowels: Peterson and Barney 1952, averages of men and women.
VOWELS = {
    "a": ((790, 90), (1150, 110), (2600, 160)),
    "o": ((580, 80), (880, 100), (2550, 160)),
    "u": ((330, 70), (900, 100), (2400, 150)),
    "i": ((290, 60), (2500, 120), (3150, 180)),
    "m": ((250, 60), (1000, 250), (2300, 300)),
}


@dataclass(frozen=True, slots=True)
class Style:
    """How it is sung.

    `vibrato` in cents at `rate` hertz; `glide` and `gap` in seconds; between notes that follow each other the voice
    falls by `dip` dB; `noise` in dB of full scale; all is `detune` semitones off, and each note
    `scatter` cents more or less.
    """

    vowel: str = "a"
    vibrato: float = 35.0
    rate: float = 5.5
    glide: float = 0.05
    gap: float = 0.05
    dip: float = 40.0
    noise: float = -50.0
    detune: float = 0.0
    scatter: float = 12.0


def sing(notes: Sequence[tuple[float, float, float]], style: Style = Style(), seed: int = 0) -> NDArray[np.float32]:
    """Notes of (start, end, MIDI pitch) in seconds as mono samples; half a second of silence after them."""
    noise = np.random.default_rng(seed)
    total = int((notes[-1][1] + 0.5) * RATE)
    time = np.arange(total) / RATE
    pitch = np.full(total, notes[0][2], np.float64)
    loud = np.zeros(total)
    before = notes[0][2]
    for start, end, wanted in notes:
        sung = wanted + style.detune + noise.normal(0, style.scatter / 100)
        first, last = int(start * RATE), int(end * RATE)
        inside = time[first:last] - start
        pitch[first:] = sung
        if style.glide:
            pitch[first:last] += (before - sung) * np.exp(-inside / style.glide * 3)
        vibrating = np.clip((inside - 0.12) / 0.15, 0, 1)
        pitch[first:last] += style.vibrato / 100 * vibrating * np.sin(2 * np.pi * style.rate * inside)
        rise = np.minimum(1, inside / 0.03) * np.minimum(1, np.maximum(0, end - style.gap - time[first:last]) / 0.03)
        floor = 10 ** (-style.dip / 20)
        loud[first:last] = np.maximum(rise, floor) * (0.9 + 0.1 * np.sin(2 * np.pi * 0.7 * inside))
        before = sung
    phase = np.cumsum(440 * 2 ** ((pitch - 69) / 12)) / RATE
    # Pulses of a band-limited kind: a sum of cosines that falls by 12 dB an octave, as the glottis does.
    pulses = sum(np.cos(2 * np.pi * number * phase) / number**1.2 for number in range(1, 24))
    voice = pulses * loud + noise.normal(0, 0.02, total) * loud
    for centre, width in VOWELS[style.vowel]:
        radius = np.exp(-np.pi * width / RATE)
        voice = voice + lfilter([1 - radius], [1, -2 * radius * np.cos(2 * np.pi * centre / RATE), radius**2], voice)
    voice = 0.3 * voice / np.abs(voice).max() + 10 ** (style.noise / 20) * noise.normal(0, 1, total)
    return voice.astype(np.float32)
