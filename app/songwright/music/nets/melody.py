"""Pitches for a sung line: rhythm, chords and words are given, any notes are fixed, the others are filled.

Annealed blocked Gibbs sampling over notes: at first all free notes are hidden, then fewer and fewer. Leaps that singers
miss, pitches outside the range and ends of lines outside the chord are ruled out while drawing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from math import inf

import numpy as np
from numpy.typing import NDArray

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.music.nets.grid import METRES, OTHER_METRE, bar_steps, length_class, metre_class, strength
from songwright.music.nets.likeliest import likeliest_path
from songwright.music.nets.neighbours import nearest_known
from songwright.music.nets.notes import LOWEST, PITCHES, UNKNOWN_CHORD, UNKNOWN_KIND, UNKNOWN_QUALITY
from songwright.music.nets.runtime import Net, check_cancelled, load_net, softmax

__all__ = [
    "AWKWARD",
    "QUALITIES",
    "WIDEST",
    "MelodyModel",
    "MelodyStyle",
    "RangeError",
    "SungNote",
    "TuneFrame",
    "TuneLeaning",
    "chord_numbers",
    "fill_pitches",
    "home_of",
    "load_melody_model",
]

# Chord qualities that the nets tell apart, with the semitones above the root.
QUALITIES = {
    "": (0, 4, 7), "m": (0, 3, 7), "7": (0, 4, 7, 10), "maj7": (0, 4, 7, 11), "m7": (0, 3, 7, 10), "dim": (0, 3, 6),
    "sus4": (0, 5, 7),
}  # fmt: skip
AWKWARD = (6, 10, 11)
WIDEST = 12
CONSONANCE = 0.8
_STEP = 2
_NEVER = 1e7
_MENDINGS = 3
_TEMPERATURE = 0.95
_OCTAVE = 12
_FIFTH = 7  # semitones
_BARRED = 100.0
_AUGMENTED = (8, 11)
"""Semitones above a minor tonic of the second that no one sings: from the lowered sixth to the leading tone."""

Numbers = NDArray[np.int64]


class MelodyStyle(IntEnum):
    """The repertory whose turns the tune takes."""

    LEAD_SHEET = 0
    HYMN = 1
    LIED = 2
    FOLK = 3
    ANY = 4


class RangeError(SongwrightError):
    """The voice's range is too narrow to sing in."""


@dataclass(frozen=True, slots=True)
class SungNote:
    """One note of the line.

    `onset` and `length` are in sixteenths from a bar line; `root` is a pitch class (None when no chord is known) and
    `quality` a key of QUALITIES; `kind` is a SyllableClass (5: unknown); `held` marks a further note of a syllable;
    `pitch` is a MIDI pitch that must stay, or None for one to be found.
    """

    onset: int
    length: int
    root: int | None = None
    quality: str = ""
    kind: int = UNKNOWN_KIND
    held: bool = False
    line_end: bool = False
    pitch: int | None = None


@dataclass(frozen=True, slots=True)
class MelodyModel:
    """The net of single melodies."""

    net: Net

    def logits(self, fields: dict[str, Numbers], pitch: Numbers, hidden: NDArray[np.bool_]) -> NDArray[np.float32]:
        """(notes, PITCHES) for pitches given as index above LOWEST."""
        left, left_far, right, right_far = nearest_known(pitch, hidden, PITCHES)
        given = fields | {
            "shown": np.where(hidden, PITCHES, pitch), "left": left, "left_far": left_far, "right": right,
            "right_far": right_far,
        }  # fmt: skip
        found = self.net.run({name: np.asarray(values, np.int64)[None] for name, values in given.items()})
        return np.asarray(found[0][0])


def load_melody_model() -> MelodyModel:
    """The net that ships with Songwright. Raises NetError when it cannot be used."""
    return MelodyModel(load_net("melody"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TuneFrame:
    """Where a tune is to lie: `tonic` a pitch class, `metre` beats and unit, `low` to `high` MIDI pitches."""

    tonic: int
    minor: bool
    metre: tuple[int, int]
    low: int
    high: int
    style: MelodyStyle = MelodyStyle.ANY


@dataclass(frozen=True, slots=True, kw_only=True)
class TuneLeaning:
    """What the net's own liking is corrected by, in nats.

    `consonance` says how much more long notes on strong beats belong to the chord than the net would have it (0: not at
    all), `repeats` and `leaps` what a repeated note loses, and one that is a third or more away from its neighbour.
    `classes` are the pitch classes that each note may have (empty: any), `strangeness` what all others lose, and
    `liking` what a note (row) gains on each MIDI pitch (column, 128).
    """

    consonance: float = 1.0
    repeats: float = 0.0
    leaps: float = 0.0
    classes: Sequence[frozenset[int]] = ()
    strangeness: float = inf
    liking: NDArray[np.float64] | None = None


AS_LEARNED = TuneLeaning()


def fill_pitches(
    model: MelodyModel,
    notes: Sequence[SungNote],
    frame: TuneFrame,
    *,
    seed: int,
    leaning: TuneLeaning = AS_LEARNED,
    passes: int = 20,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[int, ...]:
    """MIDI pitches for all notes, in order of onset; notes with a pitch keep it, the others lie in the frame.

    Raises RangeError when the range is narrower than a fifth, Cancelled.
    """
    if frame.high - frame.low < _FIFTH:
        raise RangeError(
            said("This voice's range is narrower than a fifth, too narrow for a tune. Choose a wider one.")
        )
    if not notes:
        return ()
    line = _Line(model, notes, frame)
    line.limit(frame.low, frame.high, leaning.consonance)
    line.keep_to(leaning.classes, leaning.strangeness)
    if leaning.liking is not None:
        line.lean(leaning.liking)
    line.moves = _moves(leaning.repeats, leaning.leaps, minor=frame.minor)
    return line.sample(np.random.default_rng(seed), passes, cancelled)


def home_of(tonic: int, low: int, high: int) -> int:
    """The tonic to count from: the one nearest to the lower third of the range, as in the tunes that were learned."""
    wanted = low + (high - low) / 3 - 1
    return min((tonic + 12 * octave for octave in range(1, 10)), key=lambda pitch: (abs(pitch - wanted), pitch))


class _Line:
    """Gibbs sampling of one line's pitches."""

    def __init__(self, model: MelodyModel, notes: Sequence[SungNote], frame: TuneFrame) -> None:
        self.model, self.notes, self.metre = model, notes, frame.metre
        self.home = home = home_of(frame.tonic, frame.low, frame.high)
        self.free = np.array([note.pitch is None for note in notes])
        self.pitch = np.array([0 if note.pitch is None else _index(note.pitch, home) for note in notes], np.int64)
        self.fields = _fields(notes, frame)
        self.bias = np.zeros((len(notes), PITCHES))
        self.moves = _moves(0.0, 0.0, minor=frame.minor)

    def limit(self, low: int, high: int, consonance: float) -> None:
        """Rule out pitches beyond the range and line ends outside their chord; favour chord notes on strong beats."""
        pitches = np.arange(PITCHES) + self.home + LOWEST
        self.bias[:, (pitches < low) | (pitches > high)] = -1e9
        for row, note in enumerate(self.notes):
            if note.root is None:
                continue
            member = np.isin((pitches - note.root) % 12, QUALITIES.get(note.quality, (0, 4, 7)))
            if note.line_end:
                self.bias[row, ~member] -= 1e6
            elif strength(note.onset, self.metre) >= 2 and note.length > 1:
                self.bias[row, member] += CONSONANCE * consonance

    def keep_to(self, classes: Sequence[frozenset[int]], strangeness: float) -> None:
        """Take `strangeness` nats from every pitch whose class is not among those of its note."""
        found = (np.arange(PITCHES) + self.home + LOWEST) % 12
        for row, own in enumerate(classes):
            self.bias[row, ~np.isin(found, list(own))] -= min(strangeness, _NEVER)

    def lean(self, liking: NDArray[np.float64]) -> None:
        """Add what each note gains on each MIDI pitch."""
        self.bias += liking[:, np.clip(np.arange(PITCHES) + self.home + LOWEST, 0, 127)]

    def sample(self, rng: np.random.Generator, passes: int, cancelled: Callable[[], bool] | None) -> tuple[int, ...]:
        """Draw all that is hidden again and again, ever less and ever surer; then mend what nobody can sing."""
        for turn in range(passes if self.free.any() else 0):
            check_cancelled(cancelled)
            share = max(1.5 / len(self.notes), 1.0 - turn / (0.8 * passes))
            hidden = self.free & ((rng.random(len(self.notes)) < share) | (turn == 0))
            logits = self.model.logits(self.fields, self.pitch, hidden) + self.bias
            self._draw(logits, hidden, rng, _TEMPERATURE if turn < 0.75 * passes else 0.8 * _TEMPERATURE)
        for _ in range(_MENDINGS):
            if not self._mend():
                break
        return tuple(
            self.home + LOWEST + int(index) if note.pitch is None else note.pitch
            for note, index in zip(self.notes, self.pitch, strict=True)
        )

    def _mend(self) -> bool:
        """Sing the free notes on either side of a leap that no one sings in the likeliest way; whether there were any.

        Found by dynamic programming over the line, since a note that suits its left neighbour may not suit its right.
        """
        bad = self.moves[self.pitch[:-1], self.pitch[1:]] <= -_BARRED
        near = np.append(bad, False) | np.insert(bad, 0, False)
        near = near | np.append(near[1:], False) | np.insert(near[:-1], 0, False)
        hidden = self.free & near
        if not bad.any() or not hidden.any():
            return False
        scores = self.model.logits(self.fields, self.pitch, hidden) + self.bias
        known = np.arange(PITCHES) == self.pitch[:, None]
        scores = np.where(hidden[:, None] | known, scores, -1e9)
        self.pitch = np.array(likeliest_path(scores, self.moves), np.int64)
        return True

    def _draw(
        self, logits: NDArray[np.floating], hidden: NDArray[np.bool_], rng: np.random.Generator, temperature: float
    ) -> None:
        """Draw the hidden notes from left to right, each so that the leaps to its neighbours can be sung."""
        pending = hidden.copy()
        for row in np.flatnonzero(hidden):
            scores = logits[row].copy()
            if row:
                scores += self.moves[self.pitch[row - 1]]
            if row + 1 < len(pending) and not pending[row + 1]:
                scores += self.moves[self.pitch[row + 1]]
            chances = softmax(scores.astype(np.float32), temperature)
            self.pitch[row] = rng.choice(PITCHES, p=chances)
            pending[row] = False


def _moves(repeats: float, leaps: float, *, minor: bool = False) -> NDArray[np.float64]:
    """What it gains to be on a pitch (column) with a neighbour on another (row); `minor` bars the augmented second."""
    places = np.arange(PITCHES)
    steps = np.abs(np.subtract.outer(places, places))
    liking = np.where(steps == 0, -repeats, np.where(steps > _STEP, -leaps, 0.0))
    barred = np.isin(steps, AWKWARD) | (steps > WIDEST)
    if minor:
        degrees = (places + LOWEST) % 12
        ends = np.isin(degrees, _AUGMENTED)
        barred |= (steps == _AUGMENTED[1] - _AUGMENTED[0]) & ends[:, None] & ends[None, :]
    return np.where(barred, -_BARRED, liking)


def _index(pitch: int, home: int) -> int:
    return int(np.clip(pitch - home - LOWEST, 0, PITCHES - 1))


def _fields(notes: Sequence[SungNote], frame: TuneFrame) -> dict[str, Numbers]:
    """What the net knows of each note, (notes,) a field."""
    metre, number = frame.metre, metre_class(frame.metre)
    tonic = frame.tonic % _OCTAVE
    onset = np.array([note.onset for note in notes], np.int64)
    length = np.array([note.length for note in notes], np.int64)
    gap = np.zeros_like(onset)
    gap[1:] = np.maximum(0, onset[1:] - onset[:-1] - length[:-1])
    chords = [chord_numbers(note, tonic) for note in notes]
    same = np.ones(len(notes), np.int64)
    return {
        "inside": onset % min(24, bar_steps(metre)),
        "length": length_class(length),
        "gap": length_class(gap),
        # A metre that no learned song has looks like common time.
        "metre": same * (number if number != OTHER_METRE else METRES.index((4, 4))),
        "weight": np.array([strength(int(step), metre) for step in onset]),
        "root": np.array([root for root, _ in chords]),
        "quality": np.array([quality for _, quality in chords]),
        "kind": np.array([note.kind for note in notes]),
        "held": np.array([int(note.held) for note in notes]),
        "line_end": np.array([int(note.line_end) for note in notes]),
        "minor": same * int(frame.minor),
        "source": same * int(frame.style),
    }


def chord_numbers(note: SungNote, tonic: int) -> tuple[int, int]:
    """The root above the tonic and the place of the quality in the table, as the net knows them."""
    if note.root is None:
        return UNKNOWN_CHORD, UNKNOWN_QUALITY
    quality = list(QUALITIES).index(note.quality) if note.quality in QUALITIES else 0
    return (note.root - tonic) % _OCTAVE, quality
