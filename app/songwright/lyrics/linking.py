"""Rhymes that are heard from one stanza to the next: terza rima, a villanelle's middle lines, chained quatrains."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from songwright.lyrics.analysis import Analysis, LineAnalysis
from songwright.lyrics.scheme import RhymeMark, letter

__all__ = ["linked_marks", "page_marks"]

_SYSTEM = 0.6  # the share of neighbouring stanzas that must be linked at the same places

Stanzas = Sequence[Sequence[LineAnalysis]]


@dataclass(frozen=True, slots=True)
class _Group:
    """Lines of one stanza that rhyme, or one that stands alone: the stanza's number, their places, their sounds."""

    stanza: int
    places: tuple[int, ...]
    sounds: frozenset[str]


def linked_marks(stanzas: Stanzas) -> tuple[tuple[RhymeMark | None, ...], ...]:
    """The rhyme marks of the lines of each stanza, with one letter for a rhyme that neighbouring stanzas share.

    A link must be a habit: most neighbours have it between the same places, or it leaves no line of two stanzas alone.
    What only happens to sound alike, as in two stanzas of a ballad, keeps two letters.
    """
    groups = [group for number, stanza in enumerate(stanzas) for group in _groups(number, stanza)]
    roots = {group: group for group in groups}

    def root(group: _Group) -> _Group:
        while roots[group] != group:
            group = roots[group]
        return group

    for one, other in _links(groups, len(stanzas)):
        roots[root(other)] = root(one)
    sizes = Counter[_Group]()
    for group in groups:
        sizes[root(group)] += len(group.places)
    rows: list[list[RhymeMark | None]] = [[None] * len(stanza) for stanza in stanzas]
    names: dict[_Group, str] = {}
    for group in groups:
        if sizes[root(group)] > 1:
            name = names.setdefault(root(group), letter(len(names)))
            for place in group.places:
                rows[group.stanza][place] = RhymeMark(name, stanzas[group.stanza][place].near)
    return tuple(map(tuple, rows))


def page_marks(analysis: Analysis) -> dict[int, RhymeMark]:
    """The rhyme mark of every line that rhymes, by its index in the text.

    Where stanzas share rhymes the letters run on through the text; where none does, each stanza begins with A.
    """
    stanzas = analysis.stanzas()
    linked = linked_marks([[analysis.lines[index] for index in stanza] for stanza in stanzas])
    letters = [{mark.letter for mark in marks if mark is not None} for marks in linked]
    apart = sum(map(len, letters)) == len(set().union(*letters))
    if apart:
        lines = enumerate(analysis.lines)
        return {index: RhymeMark(line.rhyme, line.near) for index, line in lines if line.rhyme is not None}
    found: dict[int, RhymeMark] = {}
    for stanza, marks in zip(stanzas, linked, strict=True):
        found |= {index: mark for index, mark in zip(stanza, marks, strict=True) if mark is not None}
    return found


def _groups(number: int, stanza: Sequence[LineAnalysis]) -> Iterator[_Group]:
    """A stanza's lines by their rhymes, in the order of their first lines."""
    places: dict[str | int, list[int]] = {}
    for place, line in enumerate(stanza):
        places.setdefault(line.rhyme or place, []).append(place)
    for found in places.values():
        endings = [stanza[place].ending for place in found]
        sounds = frozenset(sound for one in endings if one is not None for sound in one.full)
        yield _Group(number, tuple(found), sounds)


def _links(groups: Sequence[_Group], stanzas: int) -> list[tuple[_Group, _Group]]:
    """Groups of neighbouring stanzas that are meant to rhyme."""
    by_stanza: defaultdict[int, list[_Group]] = defaultdict(list)
    for group in groups:
        by_stanza[group.stanza].append(group)
    alike = [
        (one, other)
        for here, after in pairwise(range(stanzas))
        for one in by_stanza[here]
        for other in by_stanza[after]
        if one.sounds & other.sounds
    ]
    if stanzas == 2:
        return alike if _completes(alike, groups) else []
    habits = Counter((one.places[0], other.places[0]) for one, other in alike)
    return [(one, other) for one, other in alike if habits[one.places[0], other.places[0]] >= _SYSTEM * (stanzas - 1)]


def _completes(alike: Sequence[tuple[_Group, _Group]], groups: Sequence[_Group]) -> bool:
    """Whether links give a partner to lines that stood alone, and leave at most one of two stanzas without."""
    partnered = {group for pair in alike for group in pair}
    alone = [group for group in groups if len(group.places) == 1]
    return any(group in partnered for group in alone) and sum(group not in partnered for group in alone) <= 1
