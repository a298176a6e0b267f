"""Chord names in the sources -> seven qualities, and chords estimated from sounding notes."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from training.sources.tune import Tone

__all__ = ["HARTE_QUALITIES", "MUSICXML_KINDS", "QUALITIES", "ROOTS", "estimate"]

QUALITIES = ("", "m", "7", "maj7", "m7", "dim", "sus4")
ROOTS = {
    "C": 0, "C#": 1, "Db": 1, "D": 2, "D#": 3, "Eb": 3, "E": 4, "E#": 5, "Fb": 4, "F": 5, "F#": 6, "Gb": 6,
    "G": 7, "G#": 8, "Ab": 8, "A": 9, "A#": 10, "Bb": 10, "B": 11, "B#": 0, "Cb": 11,
}  # fmt: skip
# C. Harte et al., "Symbolic Representation of Musical Chords", ISMIR 2005: its shorthands folded into the seven.
HARTE_QUALITIES = {
    "maj": "", "1": "", "5": "", "6": "", "maj6": "", "aug": "", "9": "7", "7": "7", "11": "7", "13": "7",
    "maj7": "maj7", "maj9": "maj7", "maj13": "maj7", "min": "m", "min6": "m", "minmaj7": "m", "min7": "m7",
    "min9": "m7", "min11": "m7", "min13": "m7", "dim": "dim", "dim7": "dim", "hdim7": "dim",
    "sus2": "sus4", "sus4": "sus4",
}  # fmt: skip
MUSICXML_KINDS = {
    "major": "", "power": "", "major-sixth": "", "augmented": "", "pedal": "", "augmented-seventh": "7",
    "dominant": "7", "dominant-seventh": "7", "dominant-ninth": "7", "dominant-11th": "7", "dominant-13th": "7",
    "major-seventh": "maj7", "major-ninth": "maj7", "minor": "m", "minor-sixth": "m", "major-minor": "m",
    "minor-seventh": "m7", "minor-ninth": "m7", "minor-11th": "m7", "diminished": "dim", "diminished-seventh": "dim",
    "half-diminished": "dim", "suspended-fourth": "sus4", "suspended-second": "sus4",
}  # fmt: skip
# Pitch classes above the root, and how much we trust an estimate of that quality (triads win ties).
TEMPLATES = (
    ("", (0, 4, 7), 0.0), ("m", (0, 3, 7), 0.0), ("7", (0, 4, 7, 10), -0.12), ("m7", (0, 3, 7, 10), -0.16),
    ("maj7", (0, 4, 7, 11), -0.22), ("dim", (0, 3, 6), -0.08),
)  # fmt: skip


def estimate(lines: Iterable[Iterable[Tone]], spans: list[tuple[Fraction, Fraction]]) -> list[tuple[int, str] | None]:
    """The best triad or seventh of each span (start, end) by how long each pitch class sounds; the lowest counts twice.

    None where fewer than two pitch classes sound.
    """
    tones = sorted((tone for line in lines for tone in line), key=lambda tone: tone.onset)
    names = [(root, quality) for quality, _, _ in TEMPLATES for root in range(12)]
    matrix = np.full((len(names), 12), -0.9)
    bonus = np.zeros(len(names))
    for row, (root, quality) in enumerate(names):
        _, steps, trust = next(item for item in TEMPLATES if item[0] == quality)
        matrix[row, [(root + step) % 12 for step in steps]] = 1.0
        matrix[row, root] += 0.15
        bonus[row] = trust
    found: list[tuple[int, str] | None] = []
    first = 0
    for start, end in spans:
        weight = np.zeros(12)
        lowest: tuple[int, float] | None = None
        while first < len(tones) and tones[first].onset + 16 < start:
            first += 1
        for at in range(first, len(tones)):
            tone = tones[at]
            if tone.onset >= end:
                break
            shared = float(min(tone.end, end) - max(tone.onset, start))
            if shared <= 0:
                continue
            weight[tone.pitch % 12] += shared * (1.3 if tone.onset <= start else 1.0)
            if lowest is None or tone.pitch < lowest[0]:
                lowest = (tone.pitch, shared)
        if np.count_nonzero(weight) < 2:
            found.append(None)
            continue
        if lowest is not None:
            weight[lowest[0] % 12] += lowest[1]
        score = matrix @ (weight / weight.sum()) + bonus
        found.append(names[int(score.argmax())])
    return found
