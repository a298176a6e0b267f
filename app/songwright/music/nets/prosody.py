"""What the net of rhythms knows: the weight of syllables, and how long it is from one to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from songwright.core.errors import SongwrightError
from songwright.music.nets.grid import length_class, metre_class
from songwright.music.nets.runtime import Net, load_net, softmax

__all__ = [
    "LearnedSyllable",
    "ProsodyModel",
    "ProsodyWishes",
    "RhythmError",
    "SyllableClass",
    "classify",
    "load_prosody_model",
]

INSIDE = 24
START = 18
LENGTHS = (1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 24)
SOURCES = {"lead sheet": 0, "hymn": 1, "lied": 2}

Reals = NDArray[np.float64]


class SyllableClass(IntEnum):
    """What the net knows of a syllable's weight."""

    FUNCTION = 0
    CONTENT = 1
    PRIMARY = 2
    SECONDARY = 3
    WEAK = 4
    UNKNOWN = 5


class RhythmError(SongwrightError):
    """A line has more syllables than its bars can hold."""


@dataclass(frozen=True, slots=True)
class LearnedSyllable:
    """A syllable to be sung: its class, whether it begins and ends its word, and whether a comma or stop follows."""

    kind: SyllableClass
    opens: bool = True
    closes: bool = True
    pause: bool = False


def classify(stress: int, word_length: int) -> SyllableClass:
    """From a lexical stress (0 none, 1 primary, 2 secondary) and the number of syllables in the word."""
    if word_length == 1:
        return SyllableClass.CONTENT if stress else SyllableClass.FUNCTION
    return (SyllableClass.WEAK, SyllableClass.PRIMARY, SyllableClass.SECONDARY)[stress]


@dataclass(frozen=True, slots=True)
class ProsodyModel:
    """The net's three graphs: what the words say, how long each syllable may be, and on how many notes it is sung."""

    words: Net
    lengths: Net
    slurs: Net

    def read(self, lines: Sequence[Sequence[LearnedSyllable]], metre: int, source: int) -> tuple[Reals, Reals]:
        """States (syllables, hidden) and start logits (syllables, INSIDE) of all lines together."""
        flat = [(syllable, place == len(line) - 1) for line in lines for place, syllable in enumerate(line)]
        flags = [[one.opens, one.closes, one.pause or last, last] for one, last in flat]
        given: dict[str, NDArray[np.generic]] = {
            "kind": np.array([[int(one.kind) for one, _ in flat]], np.int64),
            "flags": np.array([flags], np.float32),
            "metre": np.array([metre], np.int64),
            "source": np.array([source], np.int64),
        }
        state, start = self.words.run(given)
        return np.asarray(state[0]), np.asarray(start[0])

    def next_lengths(
        self, state: Reals, place: NDArray[np.int64], last: NDArray[np.int64], earlier: NDArray[np.int64]
    ) -> Reals:
        """Logits (cells, 48) of lengths 1-48 for one syllable's state in several places with several pasts."""
        states = np.repeat(state[None].astype(np.float32), len(place), axis=0)
        given: dict[str, NDArray[np.generic]] = {"state": states, "place": place, "before": last, "earlier": earlier}
        return np.asarray(self.lengths.run(given)[0], np.float64)

    def note_counts(
        self, line: Sequence[LearnedSyllable], lengths: Sequence[int], metre: tuple[int, int], style: str = "hymn"
    ) -> Reals:
        """Chances (syllables, 4) of 1 to 4 notes on each syllable that lasts so many sixteenths."""
        states, _ = self.read([line], metre_class(metre), SOURCES.get(style, SOURCES["hymn"]))
        given: dict[str, NDArray[np.generic]] = {
            "state": states.astype(np.float32),
            "long": length_class(np.asarray(lengths, np.int64)),
        }
        return softmax(self.slurs.run(given)[0])


@dataclass(frozen=True, slots=True)
class ProsodyWishes:
    """What else a rhythm must keep or would like, for steps `first` to `last` (exclusive) of the line.

    `allowed` (syllables, steps) is False where a syllable must not begin, `liked` (steps,) is what an onset gains there
    in nats.
    """

    first: int
    last: int
    allowed: NDArray[np.bool_]
    liked: Reals


def load_prosody_model() -> ProsodyModel:
    """The net that ships with Songwright. Raises NetError when it cannot be used."""
    return ProsodyModel(load_net("prosody_words"), load_net("prosody_rhythm"), load_net("prosody_slurs"))
