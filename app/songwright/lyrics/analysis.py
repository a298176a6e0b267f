"""What the writer wants to see beside every line: syllables, stresses, rhyme and repeats, kept up to date cheaply."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from songwright.core.words import heading_title
from songwright.lyrics.endings import Ending
from songwright.lyrics.lexicon import Lexicon, normal
from songwright.lyrics.rhyme import ending, known_ending
from songwright.lyrics.scheme import rhyme_scheme
from songwright.lyrics.syllables import Syllable, syllabify
from songwright.lyrics.tokens import TokenKind, tokens

__all__ = ["Analysis", "LineAnalysis", "analyse"]

_MARKS = "x/\\"

# Verse without stanzas is cut every so many lines, so that an edit in a long poem stays cheap; no ear keeps a rhyme
# in mind for longer.
_REACH = 60


@dataclass(frozen=True, slots=True)
class LineAnalysis:
    r"""A line of a text, as read aloud.

    `stress_marks` has a sign a syllable: "/" stressed, "\" half stressed, "x" unstressed. `rhyme` is a letter within
    the stanza, None when no other line there answers; `near` tells a half rhyme from a full one. `words` are the line's
    words in normal spelling without punctuation, and `end_word` the last of them. `inside` are the other words as they
    rhyme, each with the index of its last syllable. `guessed` are the places (start, end) of words that nobody
    knows how to say. A heading has no syllables.
    """

    text: str
    syllables: tuple[Syllable, ...] = ()
    stress_marks: str = ""
    words: str = ""
    end_word: str = ""
    ending: Ending | None = None
    inside: tuple[tuple[int, Ending], ...] = ()
    rhyme: str | None = None
    near: bool = False
    heading: bool = False
    guessed: tuple[tuple[int, int], ...] = ()

    @property
    def count(self) -> int:
        """How many syllables the line has."""
        return len(self.syllables)

    @property
    def bounds_stanza(self) -> bool:
        """Whether the line parts two stanzas: a heading or a line without words."""
        return not self.syllables


@dataclass(frozen=True, slots=True)
class Analysis:
    """A text as analysed lines, one for each row (rows end in a line feed)."""

    lines: tuple[LineAnalysis, ...] = ()

    @property
    def syllables(self) -> int:
        """Syllables in the whole text."""
        return sum(line.count for line in self.lines)

    def repeats(self) -> dict[int, int]:
        """Lines whose words an earlier line has too: line index to the index of the first such line."""
        first: dict[str, int] = {}
        found: dict[int, int] = {}
        for index, line in enumerate(self.lines):
            if line.syllables:
                earlier = first.setdefault(line.words, index)
                if earlier != index:
                    found[index] = earlier
        return found

    def stanzas(self) -> tuple[range, ...]:
        """The lines of each stanza: runs without a heading or an empty line."""
        found, start = [], 0
        for index, line in enumerate((*self.lines, LineAnalysis(""))):
            if line.bounds_stanza:
                if index > start:
                    found.append(range(start, index))
                start = index + 1
        return tuple(found)


def analyse(text: str, lexicon: Lexicon, previous: Analysis | None = None) -> Analysis:
    """The analysis of a text; given the one before an edit (with the same lexicon), only what changed is worked out."""
    rows = text.split("\n")
    old = previous.lines if previous is not None else ()
    old_rows = [line.text for line in old]
    if rows == old_rows and previous is not None:
        return previous
    head = _common(rows, old_rows)
    tail = _common(rows[head:][::-1], old_rows[head:][::-1])
    replaced = old[head : len(old) - tail]
    known = {line.text: line for line in replaced}
    changed = [known.get(row) or _line(row, lexicon) for row in rows[head : len(rows) - tail]]
    lines = [*old[:head], *changed, *old[len(old) - tail :]]
    moved = [line.bounds_stanza for line in replaced] != [line.bounds_stanza for line in changed]
    _mark_rhymes(lines, head, len(rows) - tail, moved=moved)
    return Analysis(tuple(lines))


def _common(first: Sequence[str], second: Sequence[str]) -> int:
    """How many rows two texts share at the start."""
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    return count


def _line(text: str, lexicon: Lexicon) -> LineAnalysis:
    if heading_title(text) is not None:
        return LineAnalysis(text, heading=True)
    syllables = syllabify(text, lexicon)
    last = ending(text, lexicon) if syllables else None
    return LineAnalysis(
        text=text,
        syllables=syllables,
        stress_marks="".join([_MARKS[syllable.stress] for syllable in syllables]),
        words=" ".join([normal(token.text) for token in tokens(text)]),
        end_word=last.word if last else "",
        ending=last,
        inside=tuple(_inside(text, syllables, lexicon)),
        guessed=tuple(_guessed(text, lexicon)),
    )


def _guessed(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Where words stand that no dictionary has, nor any word that they are made of."""
    for token in tokens(text):
        word = token.text.strip("'’‘ʼ")
        whole = token.kind is TokenKind.LETTERS and "-" not in word and normal(word).isascii()
        if whole and lexicon.pronunciations(token.text)[0].guessed and lexicon.is_guess(word):
            yield token.start, token.end


def _inside(text: str, syllables: Sequence[Syllable], lexicon: Lexicon) -> Iterator[tuple[int, Ending]]:
    """How each word but the last rhymes, with its last syllable."""
    last = {syllable.word: index for index, syllable in enumerate(syllables)}
    for number, token in enumerate(tokens(text)[:-1]):
        found = known_ending(token.text, lexicon)
        if found is not None and number in last:
            yield last[number], found


def _mark_rhymes(lines: list[LineAnalysis], start: int, end: int, *, moved: bool) -> None:
    """Rhyme letters for every stanza that the changed lines `start:end` touch.

    `moved` says that lines after the change may belong to another stanza, or elsewhere in theirs, than before.
    """
    opening = start
    while opening > 0 and not lines[opening - 1].bounds_stanza:
        opening -= 1
    opening += (start - opening) // _REACH * _REACH
    while opening < len(lines):
        closing = opening
        while closing < len(lines) and closing - opening < _REACH and not lines[closing].bounds_stanza:
            closing += 1
        _mark_stanza(lines, opening, closing)
        complete = closing == len(lines) or lines[closing].bounds_stanza
        opening = closing + 1 if complete else closing
        if (opening > end and complete) or (opening >= end and not moved):
            return


def _mark_stanza(lines: list[LineAnalysis], start: int, end: int) -> None:
    marks = rhyme_scheme([line.ending for line in lines[start:end]])
    for index, mark in enumerate(marks, start):
        rhyme, near = (mark.letter, mark.near) if mark else (None, False)
        if (lines[index].rhyme, lines[index].near) != (rhyme, near):
            lines[index] = replace(lines[index], rhyme=rhyme, near=near)
