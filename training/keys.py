"""The tonic of a tune from its key signature, its ending and the notes it dwells on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from training.sources.tune import Tune

__all__ = ["tonic_of"]


def tonic_of(tune: Tune) -> tuple[int, bool]:
    """(tonic pitch class, minor?). A stated mode is trusted; else major and relative minor are weighed.

    The weighing adds the time spent on tonic and fifth of each, and the last notes of melody and bass.
    """
    major = (tune.fifths * 7) % 12
    minor = (major + 9) % 12
    if tune.minor is not None:
        return (minor, True) if tune.minor else (major, False)
    time = np.zeros(12)
    for tone in tune.tones:
        time[tone.pitch % 12] += float(tone.length)
    time /= max(1e-9, time.sum())
    score = time[major] + 0.6 * time[(major + 7) % 12] - time[minor] - 0.6 * time[(minor + 7) % 12]
    lasts = [tune.tones[-1].pitch % 12]
    lasts += [min(line[-3:], key=lambda tone: tone.pitch).pitch % 12 for line in tune.voices[1:] if line]
    score += sum(0.5 * ((last == major) - (last == minor)) for last in lasts)
    return (minor, True) if score < 0 else (major, False)
