"""The language that sentences for the user are said in: the one seam that all of them go through below Qt.

A sentence is a template with named values: `said("There is no form called “{name}”.", name=text)`; one that counts has
a form for one and one for many: `counted("{count} note has no syllable.", "{count} notes have no syllable.", count)`.
A table of texts that are said later is marked: `_REASONS = sayable({...})`, then `said(_REASONS[...])`.
English stands in the code and is what a catalogue is asked for. Like Qt's own translators, the catalogue belongs to the
process: `speak` sets it, once, before the first sentence (`ui.translation` does, for Qt's strings too).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

__all__ = ["Catalogue", "English", "Pseudo", "counted", "language", "said", "sayable", "speak"]

T = TypeVar("T")


class Catalogue(Protocol):
    """A language: its two letters, and what stands for an English text."""

    @property
    def code(self) -> str:
        """Its two letters, "en"."""

    def text(self, english: str, context: str = "") -> str:
        """The text in this language; `context` is the class or table that says it, where Qt knows that."""

    def form(self, forms: Sequence[str], count: int) -> str:
        """Of the English forms (for one, for many) the one for a count, in this language."""


class English:
    """The language of the code itself."""

    code = "en"

    def text(self, english: str, context: str = "") -> str:  # noqa: ARG002 - one language, one wording
        """The text as it is."""
        return english

    def form(self, forms: Sequence[str], count: int) -> str:
        """The first form for one, the second for all others."""
        return forms[0] if count == 1 else forms[1]


class Pseudo(English):
    """No language, for tests: what went through the seam is in brackets, so that what did not is seen.

    What stands in braces or after a "&" is kept, since it is filled in and pressed.
    """

    OPEN, CLOSE = "⟦", "⟧"

    def text(self, english: str, context: str = "") -> str:  # noqa: ARG002
        """The text in brackets."""
        return f"{self.OPEN}{english}{self.CLOSE}" if english.strip() else english

    def form(self, forms: Sequence[str], count: int) -> str:
        """The form of English, in brackets."""
        return self.text(super().form(forms, count))


_spoken: list[Catalogue] = [English()]  # one for the process, as Qt's translators are


def speak(catalogue: Catalogue) -> None:
    """Say everything in this language from now on."""
    _spoken[0] = catalogue


def language() -> Catalogue:
    """The language that is spoken."""
    return _spoken[0]


def said(template: str, /, **values: object) -> str:
    """A sentence with its values, in the language that is spoken."""
    return _spoken[0].text(template).format(**values)


def sayable(texts: T) -> T:
    """A text or a table of texts as it is, to be said later: `tools/strings.py` finds its literals by this call."""
    return texts


def counted(one: str, many: str, count: int, /, **values: object) -> str:
    """A sentence that counts, in the form that the language has for the number; `{count}` is the number."""
    return _spoken[0].form((one, many), count).format(count=count, **values)
