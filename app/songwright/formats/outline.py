"""Where the sections of a piece begin: by its own marks, else by the stanzas of its words, else nowhere."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count

from songwright.core.song import SectionKind
from songwright.formats.bar_ruler import BarRuler
from songwright.formats.heard import Heard, SectionMark
from songwright.formats.worded_lines import WordedLine

__all__ = ["section_marks"]

# A pause of this many bars between two lines parts stanzas, where the file marks none.
_PAUSE = 1.5


def section_marks(heard: Heard, lines: Sequence[WordedLine], ruler: BarRuler) -> list[SectionMark]:
    """The sections' first downbeats in order, at least one; each on a bar line."""
    first = min((part.notes[0][0] for part in heard.parts if part.notes), default=0)
    given = _given(heard.marks, ruler)
    if given:
        return _named([*_before(given[0], first, ruler), *given], lines)
    marks = _by_stanzas(lines, ruler)
    if not marks:
        return [SectionMark(max(0, ruler.bar_at(first).start), "" if lines else "Music")]
    return _named([*_before(marks[0], first, ruler), *marks], lines)


def _named(marks: Sequence[SectionMark], lines: Sequence[WordedLine]) -> list[SectionMark]:
    """The marks, those without a title called after what is sung from there; alone, a section needs no name."""
    if len(marks) == 1 and lines:
        return [SectionMark(marks[0].tick, marks[0].title or str(SectionKind.VERSE))]
    texts = _texts(marks, lines)
    verses = _verse_titles(marks, texts)
    unsung = iter(["Intro"] if not texts[0] else [])
    return [
        mark if mark.title else SectionMark(mark.tick, verses.get(text) or next(unsung, "Interlude"))
        for mark, text in zip(marks, texts, strict=True)
    ]


def _texts(marks: Sequence[SectionMark], lines: Sequence[WordedLine]) -> list[tuple[str, ...]]:
    """The lines that are sung from each mark on."""
    starts = [mark.tick for mark in marks]
    texts: list[tuple[str, ...]] = [() for _ in marks]
    for line in lines:
        place = max(0, bisect_right(starts, line.middle) - 1)
        texts[place] = (*texts[place], line.text)
    return texts


def _verse_titles(marks: Sequence[SectionMark], texts: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], str]:
    """A numbered title for each text that has none, the same for the same words; titles of the file are not taken."""
    taken = {mark.title for mark in marks}
    free = (f"Verse {number}" for number in count(1) if f"Verse {number}" not in taken)
    untitled = dict.fromkeys(text for mark, text in zip(marks, texts, strict=True) if text and not mark.title)
    return dict(zip(untitled, free, strict=False))


def _given(marks: Sequence[SectionMark], ruler: BarRuler) -> list[SectionMark]:
    """The file's own marks, each at the nearest bar line; of several at one the last."""
    found = {ruler.line_near(mark.tick): " ".join(mark.title.split()) for mark in sorted(marks)}
    return [SectionMark(tick, title) for tick, title in found.items()]


def _before(mark: SectionMark, first: int, ruler: BarRuler) -> Iterator[SectionMark]:
    """What sounds before the first section, when it is whole bars."""
    bar = ruler.bar_at(first)
    if first < mark.tick and mark.tick > bar.end:
        yield SectionMark(bar.start, "")


def _by_stanzas(lines: Sequence[WordedLine], ruler: BarRuler) -> list[SectionMark]:
    """A section for each stanza, called a chorus when its words come again."""
    stanzas = list(_stanzas(lines, ruler.bar_at(0).metre.bar_ticks))
    if not stanzas:
        return []
    texts = [tuple(line.text for line in stanza) for stanza in stanzas]
    titles = _titles(texts)
    found: dict[int, str] = {}
    for stanza, title in zip(stanzas, titles, strict=True):
        found.setdefault(_downbeat(stanza, ruler), title)
    return [SectionMark(tick, title) for tick, title in sorted(found.items())]


def _stanzas(lines: Sequence[WordedLine], bar: int) -> Iterator[list[WordedLine]]:
    marked = any(line.ends_section for line in lines[:-1])
    stanza: list[WordedLine] = []
    for place, line in enumerate(lines):
        stanza.append(line)
        following = lines[place + 1] if place + 1 < len(lines) else None
        pause = following.places[0][0] - line.places[-1][0] if following else 0
        if following is None or line.ends_section or (not marked and pause >= (_PAUSE + 1) * bar):
            yield stanza
            stanza = []


def _titles(texts: Sequence[tuple[str, ...]]) -> list[str]:
    if len(texts) == 1:
        return [""]
    times = Counter(texts)
    chorus = next((text for text, count in times.most_common(1) if count > 1), None)
    names: dict[tuple[str, ...], str] = {}
    for text in texts:
        if text not in names:
            names[text] = "Chorus" if text == chorus else f"Verse {len(names) + (chorus not in names)}"
    return [names[text] for text in texts]


def _downbeat(stanza: Sequence[WordedLine], ruler: BarRuler) -> int:
    """The bar line from which a stanza counts: that after its pick-up, when it begins late in a bar."""
    first = stanza[0].places[0][0]
    bar = ruler.bar_at(first)
    return bar.end if first - bar.start > bar.metre.bar_ticks / 2 else bar.start
