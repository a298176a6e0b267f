"""A section's tune on the map of two-bar tunes: its points, and the singable tune that points stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songwright.music.nets.grid import bar_steps, strength
from songwright.music.nets.latent import SIZE, LatentModel, Point
from songwright.music.nets.likeliest import likeliest_path
from songwright.music.nets.melody import AWKWARD, QUALITIES, WIDEST, SungNote
from songwright.music.nets.notes import LOWEST, PITCHES

__all__ = ["Contours", "TuneGround", "random_point"]

_BARS: Final = 2
_CHORD_TONE: Final = 1.0
_LINE_END: Final = 6.0
_UNSINGABLE: Final = 30.0
_REPEAT: Final = 0.25
_STRANGE: Final = 4.0
"""A note that is neither in the scale nor in the chord."""


@dataclass(frozen=True, slots=True)
class TuneGround:
    """What a tune stands on: its tonic's MIDI pitch, mode, metre (beats, unit), range and the scale's pitch classes."""

    home: int
    minor: bool
    metre: tuple[int, int]
    low: int
    high: int
    scale: tuple[int, ...]


def random_point(rng: np.random.Generator) -> Point:
    """A point drawn as tunes are spread over the map."""
    return np.asarray(rng.standard_normal(SIZE), np.float32)


class Contours:
    """Two-bar windows over one line of notes; onsets count from a bar line, at 0 or later."""

    def __init__(self, model: LatentModel, notes: Sequence[SungNote], ground: TuneGround) -> None:
        self._model, self._notes, self._ground = model, notes, ground
        reach = _BARS * bar_steps(ground.metre)
        self.windows: dict[int, list[int]] = {}
        """The places of the notes in each window, by the window's number."""
        for place, note in enumerate(notes):
            self.windows.setdefault(note.onset // reach, []).append(place)
        self._reach = reach

    def points(self) -> dict[int, Point]:
        """The point of each window; every note needs a pitch. Raises WindowError."""
        ground = self._ground
        return {
            window: self._model.encode(self._cells(window), home=ground.home, minor=ground.minor, metre=ground.metre)
            for window in self.windows
        }

    def shapes(self) -> dict[int, object]:
        """For each window what makes it the same tune as another: rhythm and pitches."""
        return {
            window: tuple((cell.onset, cell.length, cell.pitch) for cell in self._cells(window))
            for window in self.windows
        }

    def tune(self, points: dict[int, Point], fixed: Sequence[int | None]) -> tuple[int, ...]:
        """MIDI pitches of the likeliest singable tune that goes through `points`; `fixed` notes keep their pitch.

        Found by dynamic programming over all notes: pitches inside the range, no leaps that singers miss, lines that
        end in their chord. Raises WindowError.
        """
        ground = self._ground
        scores = np.zeros((len(self._notes), PITCHES))
        for window, places in self.windows.items():
            scores[places] = _log_softmax(
                self._model.logits(
                    points[window], self._cells(window), home=ground.home, minor=ground.minor, metre=ground.metre
                )
            )
        pitches = np.arange(PITCHES) + ground.home + LOWEST
        scores[:, (pitches < ground.low) | (pitches > ground.high)] = -1e6
        for place, note in enumerate(self._notes):
            scores[place] += self._wishes(note, pitches)
            kept = fixed[place]
            if kept is not None:
                scores[place] = np.where(pitches == kept, 0.0, -1e7)
        path = _best(scores)
        return tuple(int(pitches[index]) if kept is None else kept for index, kept in zip(path, fixed, strict=True))

    def _cells(self, window: int) -> list[SungNote]:
        return [
            replace(self._notes[place], onset=self._notes[place].onset - window * self._reach)
            for place in self.windows[window]
        ]

    def _wishes(self, note: SungNote, pitches: NDArray[np.int64]) -> NDArray[np.float64]:
        known = np.isin(pitches % 12, self._ground.scale)
        if note.root is None:
            return np.where(known, 0.0, -_STRANGE)
        member = np.isin((pitches - note.root) % 12, QUALITIES.get(note.quality, (0, 4, 7)))
        wishes = np.where(member | known, 0.0, -_STRANGE)
        if note.line_end:
            return wishes - np.where(member, 0.0, _LINE_END)
        strong = strength(note.onset, self._ground.metre) >= 2 and note.length > 1
        return wishes + np.where(member, _CHORD_TONE, 0.0) if strong else wishes


def _log_softmax(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    shifted = logits.astype(np.float64) - logits.max(-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(-1, keepdims=True)))


def _best(scores: NDArray[np.float64]) -> list[int]:
    """The best path through the notes' scores with leaps weighed."""
    steps = np.abs(np.subtract.outer(np.arange(PITCHES), np.arange(PITCHES)))
    moves = np.where(np.isin(steps, AWKWARD) | (steps > WIDEST), -_UNSINGABLE, 0.0)
    moves -= np.where(steps == 0, _REPEAT, 0.0)
    return likeliest_path(scores, moves)
