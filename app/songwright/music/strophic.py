"""One tune for all verses, as hymns have it: words that go to the first verse's tune are sung to it, note for note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from songwright.core.song import Metre
from songwright.music.metrics import level
from songwright.music.phrases import Phrase
from songwright.music.sung_phrase import SungPhrase

__all__ = ["for_all_verses", "same_pitches", "same_rhythms"]

_INVERSION: Final = 2
"""Syllables at the start of a line whose stresses poets turn round ("Lanterns of"): no tune is changed for that."""


def for_all_verses(verses: Sequence[Sequence[Phrase]]) -> tuple[Phrase, ...]:
    """The first verse's phrases, with the word stresses of the other verses where these have as many syllables.

    A tune that is found for them goes to every verse: "lamps go" is set like the "scatters" that is sung there later.
    """
    first, *others = verses
    alike = [other for other in others if len(other) == len(first)]
    return tuple(
        _blended(phrase, [other[place] for other in alike if len(other[place]) == len(phrase)])
        for place, phrase in enumerate(first)
    )


def _blended(phrase: Phrase, others: Sequence[Phrase]) -> Phrase:
    strengths = list(phrase.strengths)
    joined = [_joined(phrase, index) for index in range(len(phrase) - 1)]
    for other in others:
        for index in range(len(phrase) - 1):
            if _joined(other, index):
                joined[index] = True
                for place in (index, index + 1):
                    strengths[place] = max(strengths[place], other.strengths[place])
    words = [0]
    for together in joined:
        words.append(words[-1] + (not together))
    return replace(phrase, strengths=tuple(strengths), words=tuple(words))


def _joined(phrase: Phrase, index: int) -> bool:
    """Whether a syllable and the next belong to one word."""
    return phrase.words[index] == phrase.words[index + 1]


def same_rhythms(phrases: Sequence[SungPhrase], model: Sequence[SungPhrase], metre: Metre) -> tuple[SungPhrase, ...]:
    """The phrases, each with the rhythm and slurs of the one in its place in the `model` where its words go to it.

    They do when there are as many syllables, in as many bars, and no word's stress falls on a weaker place than a
    syllable beside it. Phrases with locked notes keep their own.
    """
    if len(phrases) != len(model):
        return tuple(phrases)
    found = [
        replace(own, onsets=first.onsets, owners=first.owners) if _goes_to(own, first, metre) else own
        for own, first in zip(phrases, model, strict=True)
    ]
    return tuple(found) if _in_order(found, metre) else tuple(phrases)


def same_pitches(phrases: Sequence[SungPhrase], model: Sequence[SungPhrase]) -> tuple[SungPhrase, ...]:
    """The phrases, those that have the rhythm of the one in their place in the `model` with its pitches, too."""
    if len(phrases) != len(model):
        return tuple(phrases)
    return tuple(
        replace(own, pitches=first.pitches) if _alike(own, first) else own
        for own, first in zip(phrases, model, strict=True)
    )


def _alike(own: SungPhrase, first: SungPhrase) -> bool:
    free = not own.placed.fixed and not own.placed.blocked
    return free and (own.onsets, own.syllables) == (first.onsets, first.syllables) and bool(first.pitches)


def _goes_to(own: SungPhrase, first: SungPhrase, metre: Metre) -> bool:
    placed, other = own.placed, first.placed
    if placed.fixed or placed.blocked or placed.bars != other.bars or len(placed.phrase) != len(other.phrase):
        return False
    places = [level(metre, onset) for onset in first.begun]
    return not any(_jars(placed.phrase, places, index) for index in range(len(places) - 1))


def _jars(phrase: Phrase, places: Sequence[int], index: int) -> bool:
    """Whether of two syllables of one word the weaker stands on the stronger place."""
    if not _joined(phrase, index) or index + 1 < _INVERSION:
        return False
    rises = phrase.strengths[index + 1] - phrase.strengths[index]
    return rises * (places[index + 1] - places[index]) < 0


def _in_order(phrases: Sequence[SungPhrase], metre: Metre) -> bool:
    ends = [(phrase.placed.bar * metre.bar_ticks + tick) for phrase in phrases for tick in phrase.onsets]
    return all(before < after for before, after in pairwise(ends))
