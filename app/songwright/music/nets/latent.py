"""Two bars of melody as a point in a space of contours: take a tune there, move between two, bring it back.

The decoder is given the rhythm and the chords, so any point fits any words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.music.nets.grid import bar_steps, length_class
from songwright.music.nets.melody import SungNote, chord_numbers
from songwright.music.nets.notes import LOWEST, PITCHES
from songwright.music.nets.runtime import Net, load_net, softmax

__all__ = ["SIZE", "LatentModel", "WindowError", "between", "load_latent_model"]

SIZE = 32
MOST = 20
WINDOWS = {8: 32, 12: 24, 16: 32}

Point = NDArray[np.float32]


class WindowError(SongwrightError):
    """The notes are not two bars that the space of tunes knows."""


@dataclass(frozen=True, slots=True)
class LatentModel:
    """The way into the space and the way back."""

    encoder: Net
    decoder: Net

    def encode(self, notes: Sequence[SungNote], *, home: int, minor: bool, metre: tuple[int, int]) -> Point:
        """The point (SIZE numbers) of two bars. All notes need a pitch; onsets count from the first bar line.

        `home` is the tonic's MIDI pitch from which the melody counts. Raises WindowError.
        """
        if any(note.pitch is None for note in notes):
            raise WindowError(said("Only bars in which every note has a pitch have a place on the map of tunes."))
        fields = _fields(notes, home, minor, metre)
        pitch = [int(np.clip((note.pitch or 0) - home - LOWEST, 0, PITCHES - 1)) for note in notes]
        given: dict[str, NDArray[np.generic]] = {
            **fields,
            "pitch": np.array([pitch], np.int64),
            "inside": np.ones((1, len(notes)), np.int64),
        }
        return np.asarray(self.encoder.run(given)[0][0], np.float32)

    def logits(
        self, point: Point, notes: Sequence[SungNote], *, home: int, minor: bool, metre: tuple[int, int]
    ) -> NDArray[np.float32]:
        """(notes, PITCHES): how well each pitch from home + LOWEST up suits the point's tune. Raises WindowError."""
        given: dict[str, NDArray[np.generic]] = {
            "point": np.asarray(point, np.float32)[None],
            **_fields(notes, home, minor, metre),
        }
        return np.asarray(self.decoder.run(given)[0][0])

    def decode(
        self,
        point: Point,
        notes: Sequence[SungNote],
        *,
        home: int,
        minor: bool,
        metre: tuple[int, int],
        low: int = 0,
        high: int = 127,
        temperature: float = 0.0,
        seed: int = 0,
    ) -> tuple[int, ...]:
        """MIDI pitches of the point's tune on these notes' rhythm and chords; notes with a pitch keep it.

        At temperature 0 each note takes its likeliest pitch in low ... high. Raises WindowError.
        """
        logits = self.logits(point, notes, home=home, minor=minor, metre=metre).copy()
        pitches = np.arange(PITCHES) + home + LOWEST
        logits[:, (pitches < low) | (pitches > high)] = -1e9
        rng = np.random.default_rng(seed)
        found = []
        for note, row in zip(notes, logits, strict=True):
            place = int(row.argmax()) if temperature <= 0 else int(rng.choice(PITCHES, p=softmax(row, temperature)))
            found.append(int(pitches[place]) if note.pitch is None else note.pitch)
        return tuple(found)


def load_latent_model() -> LatentModel:
    """The nets that ship with Songwright. Raises NetError when they cannot be used."""
    return LatentModel(load_net("latent_encoder"), load_net("latent_decoder"))


def between(first: Point, second: Point, share: float) -> Point:
    """The point `share` of the way from one to the other, along the arc (K. Shoemake, SIGGRAPH 1985)."""
    lengths = float(np.linalg.norm(first)), float(np.linalg.norm(second))
    if min(lengths) < 1e-6:
        return np.asarray((1 - share) * first + share * second, np.float32)
    cosine = float(np.clip(first @ second / (lengths[0] * lengths[1]), -1.0, 1.0))
    angle = float(np.arccos(cosine))
    if angle < 1e-3 or angle > np.pi - 1e-3:
        return np.asarray((1 - share) * first + share * second, np.float32)
    weights = np.sin((1 - share) * angle) / np.sin(angle), np.sin(share * angle) / np.sin(angle)
    return np.asarray(weights[0] * first + weights[1] * second, np.float32)


def _fields(notes: Sequence[SungNote], home: int, minor: bool, metre: tuple[int, int]) -> dict[str, NDArray[np.int64]]:
    size = bar_steps(metre)
    reach = WINDOWS.get(size, 0)
    if not 1 <= len(notes) <= MOST or any(not 0 <= note.onset < reach for note in notes):
        raise WindowError(
            said(
                "The map of tunes knows stretches of two bars in common, triple or six-eight time with "
                "up to twenty notes. "
                "Choose such a stretch."
            )
        )
    chords = [chord_numbers(note, home) for note in notes]
    columns = {
        "place": [note.onset for note in notes],
        "length": length_class(np.array([note.length for note in notes])).tolist(),
        "bar": [int(reach != 32)] * len(notes),
        "root": [root for root, _ in chords],
        "quality": [quality for _, quality in chords],
        "minor": [int(minor)] * len(notes),
    }
    return {name: np.array([values], np.int64) for name, values in columns.items()}
