"""Chords that go with syllables: those of a chord sheet, wherever the rhythm puts the words that they stand above."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import groupby

from songwright.core.song import Chord
from songwright.music.phrases import Phrase
from songwright.music.sung_phrase import SungPhrase

__all__ = ["Anchor", "anchor_of", "chords_on_syllables", "leaning_on"]

Anchor = tuple[str, int]
"""A line's id and the index of a syllable in it."""

_STRESSED = 2


def anchor_of(chord: Chord) -> Anchor | None:
    """The syllable that a chord begins with; None for one that stands at its tick."""
    return None if chord.line is None or chord.syllable is None else (chord.line, chord.syllable)


def leaning_on(phrase: Phrase, anchors: Collection[Anchor]) -> Phrase:
    """The phrase with its syllables under a chord as strong as stressed ones, since harmony changes on strong beats."""
    strengths = tuple(
        _STRESSED if (phrase.line, phrase.index(place)) in anchors else strength
        for place, strength in enumerate(phrase.strengths)
    )
    return replace(phrase, strengths=strengths)


def chords_on_syllables(
    chords: Sequence[Chord], phrases: Sequence[SungPhrase], bar: int, end: int
) -> tuple[tuple[Chord, int], ...]:
    """The anchored chords where their syllables begin, each with the tick at which it ends: the next one's start.

    `bar` is the length of a bar and `end` that of the section, in ticks. A chord beyond its line's last syllable comes
    halfway between that and the end of the line's bars; several on one syllable share the time until the next.
    """
    onsets = _onsets(phrases, bar)
    placed = sorted(((_onset(chord, onsets), chord) for chord in chords), key=lambda found: found[0])
    groups = [(start, [chord for _, chord in group]) for start, group in groupby(placed, key=lambda found: found[0])]
    stops = [start for start, _ in groups[1:]] + [end]
    spans: list[tuple[Chord, int]] = []
    for (start, group), stop in zip(groups, stops, strict=True):
        edges = [start + (stop - start) * place // len(group) for place in range(len(group) + 1)]
        spans += [
            (replace(chord, start=edge), max(after, edge + 1))
            for chord, edge, after in zip(group, edges, edges[1:], strict=False)
        ]
    return tuple(spans)


def _onsets(phrases: Sequence[SungPhrase], bar: int) -> dict[str, dict[int, int]]:
    """For each line, the tick at which each of its syllables begins, and one more for what comes after the last."""
    found: dict[str, dict[int, int]] = {}
    for sung in phrases:
        phrase = sung.placed.phrase
        line = found.setdefault(phrase.line, {})
        begun = [sung.placed.bar * bar + onset for onset in sung.begun]
        over = (sung.placed.bar + sung.placed.bars) * bar
        for place, onset in enumerate(begun):
            line[phrase.index(place)] = onset
        line[phrase.index(len(begun) - 1) + 1] = (begun[-1] + over) // 2
    return found


def _onset(chord: Chord, onsets: dict[str, dict[int, int]]) -> int:
    """Where a chord begins, never before its section; where it was, if its line is not sung."""
    line = onsets.get(chord.line or "", {})
    if not line:
        return chord.start
    return max(0, line.get(chord.syllable or 0, max(line.values())))
