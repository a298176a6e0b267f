"""How many bars go into a system: the room that signs and syllables need, estimated before anything is engraved.

The figures were fitted to Verovio's own spacing (its natural width of a bar is .8 to 1.1 of what is estimated here), so
that a passage is engraved once, with its bars shared out evenly, instead of once to find out and once more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from songwright.formats.engraving.drawing import Face
from songwright.formats.engraving.mei import MeiPassage, SyllablesAt
from songwright.formats.engraving.staves import Sign, Staff
from songwright.formats.engraving.typefaces import typeface
from songwright.formats.measures import Measure

__all__ = ["shared_out"]

# Room of a note in points at Verovio's own size of a staff, by its value.
_ROOM: Mapping[str, float] = {
    "whole": 30, "half": 23, "quarter": 17, "eighth": 13, "16th": 11, "32nd": 9, "64th": 8,
}  # fmt: skip
_BAR, _CLEF, _TIME, _KEY, _LABEL = 8.0, 42.0, 14.0, 24.0, 48.0
_PHRASES, _FEW = (8, 4, 2, 1), 10
_SYLLABLE_GAP = 6.0
_LYRIC_SIZE = 10.0
_ONE_STAFF, _FULL_SCORE = 0.93, 1.05
"""Staves that do not sound together push each other apart."""


def shared_out(
    staves: Sequence[Staff],
    passage: MeiPassage,
    width: float,
    zoom: float,
    syllables_at: SyllablesAt,
    lines: Sequence[Measure],
) -> MeiPassage:
    """The passage with its bars shared out evenly over as few systems of `width` points as they fit into.

    `zoom` is the size of the staff against Verovio's own.
    """
    room = width / zoom - _CLEF - (_TIME if passage.opens else 0) - (_LABEL if len(staves) > 1 else 0)
    bars = [max(_needed(staff, bar, syllables_at) for staff in staves) for bar in range(passage.first, passage.last)]
    bars = [bar * (_FULL_SCORE if len(staves) > 1 else _ONE_STAFF) for bar in bars]
    bars = [bar + _signs_room(lines, passage.first + place) for place, bar in enumerate(bars)]
    starts: tuple[int, ...] = ()
    for systems in _choices(len(bars)):
        starts = _starts(len(bars), systems)
        edges = (0, *starts, len(bars))
        if all(sum(bars[first:last]) <= room for first, last in pairwise(edges)):
            break
    return replace(passage, systems=tuple(passage.first + start for start in starts))


def _signs_room(lines: Sequence[Measure], bar: int) -> float:
    """Room for a key or time signature that changes at a bar."""
    if not bar:
        return 0.0
    before, line = lines[bar - 1], lines[bar]
    return (_KEY if line.key != before.key else 0.0) + (_TIME if line.metre != before.metre else 0.0)


def _choices(bars: int) -> list[int]:
    """Numbers of systems, the fewest first; phrases of four bars (and an upbeat before them) are kept whole."""
    phrased = [systems for systems in range(1, bars + 1) if bars // systems in _PHRASES]
    few = [1] if bars <= _FEW else []
    return sorted({*few, *phrased}) if bars % 4 <= 1 and bars >= 4 else list(range(1, bars + 1))


def _starts(bars: int, systems: int) -> tuple[int, ...]:
    """Where later systems begin when bars are shared out evenly, the longer systems first."""
    each, more = divmod(bars, systems)
    return tuple(each * place + min(place, more) for place in range(1, systems))


def _needed(staff: Staff, bar: int, syllables_at: SyllablesAt) -> float:
    needed = (max(_ROOM[sign.written.value.sign], _word(staff, sign, syllables_at)) for sign in staff.bar(bar))
    return _BAR + sum(needed)


def _word(staff: Staff, sign: Sign, syllables_at: SyllablesAt) -> float:
    texts = [syllable.text for _, syllable in syllables_at(staff, sign)] if staff.sings else []
    return max((typeface(Face.SERIF).width(text, _LYRIC_SIZE) + _SYLLABLE_GAP for text in texts), default=0.0)
