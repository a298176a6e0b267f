"""What a writer asks for beyond the form: plain data that goes through the protocol (no numpy here)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from songwright.core.language import said

__all__ = ["Wishes", "contradictions"]


@dataclass(frozen=True, slots=True)
class Wishes:
    """Letters and words that a piece must, should or must not have.

    `acrostic` gives the first letter of each line in turn (a blank leaves a line free); `required` are words that must
    be in the line with that index, `anywhere` words that must be in some line. `forbidden` words, `without` letters and
    `banned` phrases ("heart of *", where "*" stands for any word or part of one) must not be used at all. `theme`
    words are preferred where they fit; `held_back` phrases are not used where there is anything else.
    """

    acrostic: str = ""
    required: tuple[tuple[int, str], ...] = ()
    anywhere: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    without: str = ""
    theme: tuple[str, ...] = ()
    banned: tuple[str, ...] = ()
    held_back: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != Wishes()

    def asked(self) -> tuple[str, ...]:
        """The words that are asked for, whether for certain or where they fit."""
        return (*(word for _, word in self.required), *self.anywhere, *self.theme)

    def of_lines(self, indices: Sequence[int]) -> Wishes:
        """What these wishes for a whole form ask of some of its lines, as wishes for a form of those alone."""
        return replace(
            self,
            acrostic="".join([self.acrostic[index : index + 1] or " " for index in indices]).rstrip(),
            required=tuple((indices.index(line), word) for line, word in self.required if line in indices),
            anywhere=(),
        )


def contradictions(wishes: Wishes, lines: int | None) -> Iterator[str]:
    """What cannot be, whatever the words: a sentence each. `lines` is how many the form has, None without a form."""
    if lines is not None:
        if len(wishes.acrostic.rstrip()) > lines:
            yield said(
                "The first letters “{letters}” need {count} lines, but the form has {lines}. "
                "Ask for “{shorter}”, or choose a longer form.",
                letters=wishes.acrostic,
                count=len(wishes.acrostic),
                lines=lines,
                shorter=wishes.acrostic[:lines],
            )
        for line, word in wishes.required:
            if not 0 <= line < lines:
                yield said(
                    "“{word}” is asked for in line {line}, but the form has {lines} lines. Name one of those.",
                    word=word,
                    line=line + 1,
                    lines=lines,
                )
    seen = [line for line, _ in wishes.required]
    if len(set(seen)) < len(seen):
        yield said(
            "Two words are asked for in the same line. One a line can be kept for certain: give the other no line."
        )
    avoided = [one.lower() for one in (*wishes.forbidden, *wishes.banned)]
    for word in (*(word for _, word in wishes.required), *wishes.anywhere):
        if any(_matches(word.lower(), one) for one in avoided):
            yield said("“{word}” is asked for and forbidden at once. Take one of the two back.", word=word)
        barred = [letter for letter in wishes.without.lower() if letter in word.lower()]
        if barred:
            yield said(
                "“{word}” is asked for, but has the letter “{letter}”, which is to be left out. "
                "Take one of the two wishes back.",
                word=word,
                letter=barred[0],
            )


def _matches(word: str, part: str) -> bool:
    """Whether a word is the one, or of the kind ("salt*"), that is to be avoided."""
    return re.fullmatch(re.escape(part).replace(r"\*", ".*"), word) is not None
