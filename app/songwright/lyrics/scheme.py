"""The rhyme scheme of a stanza: which lines answer which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from songwright.lyrics.endings import Ending

__all__ = ["RhymeMark", "letter", "rhyme_scheme"]


@dataclass(frozen=True, slots=True)
class RhymeMark:
    """The letter of a line that rhymes in its stanza; `near` when only by family or by a consonant more or less."""

    letter: str
    near: bool = False


def rhyme_scheme(endings: Sequence[Ending | None]) -> tuple[RhymeMark | None, ...]:
    """A mark for each line of one stanza; None for a line that rhymes with no other.

    Letters run A, B, C in the order in which their first line appears. Full rhymes are found first, then what is left
    may join a group or pair up by a near rhyme.
    """
    groups = _full_groups(endings)
    near = _join_near(endings, groups)
    names = sorted((lines for lines in groups if len(lines) > 1), key=min)
    marks: list[RhymeMark | None] = [None] * len(endings)
    for place, lines in enumerate(names):
        for line in lines:
            marks[line] = RhymeMark(letter(place), near=line in near)
    return tuple(marks)


def letter(place: int) -> str:
    """A ... Z, AA, AB ... for 0, 1, 2 ..."""
    return chr(ord("A") + place) if place < 26 else letter(place // 26 - 1) + letter(place % 26)


def _full_groups(endings: Sequence[Ending | None]) -> list[list[int]]:
    """Lines with full rhymes together, in the order of their first lines; every other line with an ending alone."""
    groups: list[list[int]] = []
    by_sound: dict[str, list[int]] = {}
    for line, one in enumerate(endings):
        if one is None:
            continue
        lines = next((by_sound[key] for key in one.full if key in by_sound), None)
        if lines is None:
            lines = []
            groups.append(lines)
        lines.append(line)
        for key in one.full:
            by_sound.setdefault(key, lines)
    return groups


def _join_near(endings: Sequence[Ending | None], groups: list[list[int]]) -> set[int]:
    """Move lines that are alone to the group that they half rhyme with, or pair them up; the half rhyming lines."""
    near: set[int] = set()
    by_likeness: dict[str, list[int]] = {}
    for lines in sorted(groups, key=lambda lines: len(lines) == 1):
        one = endings[lines[0]]
        if one is None:
            continue
        partners = next((by_likeness[key] for key in one.near if key in by_likeness), None) if len(lines) == 1 else None
        if partners is not None:
            near |= {lines[0]} | (set(partners) if len(partners) == 1 else set())
            partners.append(lines.pop())
        else:
            for key in one.near:
                by_likeness.setdefault(key, lines)
    return near
