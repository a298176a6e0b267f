"""When everything sounds: the spoken utterance moved in time so that each vowel begins on its note and is held.

Consonants keep what they need; vowels carry the length.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from songwright.audio.voice.alphabet import LEAST_SECONDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from songwright.audio.voice.speech import Speech
    from songwright.audio.voice.utterance import TokenSyllable, Utterance
    from songwright.audio.voice.vowels import HeardVowel

__all__ = ["Timing", "set_in_time"]

_LEAD_SECONDS, _LEAD_FACTOR, _UNKNOWN_LEAST = 0.12, 2.2, 0.02  # room before the first vowel, for its consonants
_LONGEST_CODA = 0.25  # s that one token after the last vowel may take
_CODA_INSIDE = 0.6  # of what closes the last syllable, the share that sounds within its note
_VOWEL_SHARE, _VOWEL_LEAST, _VOWEL_LEAST_SHARE = 0.45, 0.11, 0.6
_LAST_NOTE_SHARE = 0.6  # of a slur's last note that consonants may take: it must be heard too
_CROWDED_SHARE = 0.62
_SILENT = " .,ˈˌ"


class _Edge(NamedTuple):
    """What is said between two vowels: a token, how long it is in speech, and where it ends there (s)."""

    token: str
    natural: float
    end: float


@dataclass(frozen=True, slots=True)
class Timing:
    """Where the sung utterance takes its sound from: at `target` (s from `origin`) what is spoken at `source` (s).

    `origin` is when the first consonant begins, counted from the first note (s, 0 or less). `vowels` and `holds` are
    the times from `origin` in which each vowel sounds, and in which it is steady.
    """

    origin: float
    source: NDArray[np.float64]
    target: NDArray[np.float64]
    vowels: tuple[tuple[float, float], ...]
    holds: tuple[tuple[float, float], ...]


def set_in_time(utterance: Utterance, speech: Speech, heard: Sequence[HeardVowel]) -> Timing:
    """Lay the spoken vowels onto the notes, and everything else between them."""
    syllables = utterance.syllables
    onset = heard[0].onset
    wanted = sum(LEAST_SECONDS.get(token, _UNKNOWN_LEAST) * _LEAD_FACTOR for token in syllables[0].before)
    lead = min(onset, wanted + _LEAD_SECONDS)
    origin = syllables[0].start - lead
    knots = _Knots(onset - lead)
    for index, vowel in enumerate(heard):
        begin = syllables[index].start - origin
        if index + 1 < len(heard):
            following = syllables[index + 1].start - origin
            edges = _edges(speech, vowel.close, heard[index + 1].onset)
            lengths = _shared(edges, following - begin, following - (syllables[index].tones[-1].start - origin))
            end = following - sum(lengths)
        else:
            edges = _edges(speech, vowel.close, float(speech.at[-1]))
            lengths = [min(edge.natural, _LONGEST_CODA) for edge in edges]
            end = _last_end(syllables[index], edges, lengths) - origin
        knots.add_vowel(vowel, begin, max(end, begin + 0.01))
        knots.add_edges(edges, lengths)
    return knots.timing(origin)


class _Knots:
    """Pairs of spoken and sung times, in the order in which they come."""

    def __init__(self, source: float) -> None:
        self._source, self._target = [source], [0.0]
        self._vowels: list[tuple[float, float]] = []
        self._holds: list[tuple[float, float]] = []

    def add_vowel(self, heard: HeardVowel, begin: float, end: float) -> None:
        """A vowel from `begin` to `end`; what is longer than in speech is its steady middle."""
        self._put(heard.onset, begin)
        hold = (begin, end)
        if end - begin > (heard.close - heard.onset) * 1.05:
            hold = (begin + heard.steady - heard.onset, end - (heard.close - heard.until))
            self._put(heard.steady, hold[0])
            self._put(heard.until, hold[1])
        self._put(heard.close, end)
        self._vowels.append((begin, end))
        self._holds.append(hold)

    def add_edges(self, edges: Sequence[_Edge], lengths: Sequence[float]) -> None:
        """What is said after it."""
        for edge, length in zip(edges, lengths, strict=True):
            self._put(edge.end, self._target[-1] + length)

    def _put(self, source: float, target: float) -> None:
        self._source.append(source)
        self._target.append(target)

    def timing(self, origin: float) -> Timing:
        """All of it, with times that never go back."""
        target = np.maximum.accumulate(np.array(self._target) + np.arange(len(self._target)) * 1e-7)
        return Timing(origin, np.array(self._source), target, tuple(self._vowels), tuple(self._holds))


def _edges(speech: Speech, start: float, until: float) -> list[_Edge]:
    """What is said from the time `start` to `until`."""
    found = []
    for index, token in enumerate(speech.tokens):
        begin, end = max(float(speech.at[index]), start), min(float(speech.at[index + 1]), until)
        if end > begin + 1e-6:
            found.append(_Edge(token, end - begin, end))
    return found or [_Edge(" ", 0.0, max(start, until))]


def _last_end(syllable: TokenSyllable, edges: Sequence[_Edge], lengths: Sequence[float]) -> float:
    """When the last vowel ends: early enough for its consonants, but not before much of its note has sounded."""
    coda = sum(length for edge, length in zip(edges, lengths, strict=True) if edge.token.strip(_SILENT))
    last = syllable.tones[-1]
    return max(last.start + min(0.12, 0.6 * (last.end - last.start)), last.end - _CODA_INSIDE * coda)


def _shared(edges: Sequence[_Edge], room: float, final: float) -> list[float]:
    """Seconds for each token between two vowels that are `room` apart.

    As in speech if that leaves the vowel its due, else less, down to what each needs; `final` is the length of the last
    note before the second vowel.
    """
    natural = np.array([edge.natural for edge in edges])
    least = np.array([min(LEAST_SECONDS.get(edge.token, 0.0), edge.natural) for edge in edges])
    due = max(_VOWEL_SHARE * room, min(_VOWEL_LEAST, _VOWEL_LEAST_SHARE * room))
    give = min(room - due, _LAST_NOTE_SHARE * final)
    if natural.sum() <= give:
        lengths = natural
    elif least.sum() >= give:
        crowded = min(_CROWDED_SHARE * room, _LAST_NOTE_SHARE * final)
        lengths = least * min(1.0, crowded / max(float(least.sum()), 1e-6))
    else:
        spare = natural - least
        lengths = least + spare * (give - least.sum()) / max(float(spare.sum()), 1e-6)
    return [float(length) for length in lengths]
