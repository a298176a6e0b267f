"""What of a model's tokens is shown: whole characters, a capital, no comma at the end, headings in their places."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Sequence

from songwright.llm.plan import Fill

__all__ = ["HeadedVerse", "LineScreen"]


class HeadedVerse:
    """Gives verse out with the headings of its stanzas, which the model does not read."""

    def __init__(self, headings: Sequence[str], show: Callable[[str], None]) -> None:
        self._headings = [f"[{heading}]\n" if heading else "" for heading in headings]
        self._show = show
        self._due = True  # a stanza begins with the next words
        self._at_start = True  # of a row

    def __call__(self, text: str) -> None:
        """Show `text`, with the heading that is due before it."""
        for part in filter(None, re.split(r"(?<=\n)", text)):
            heading = ""
            if part == "\n":
                self._due = self._due or self._at_start
            elif self._due:
                heading, self._due = self._headings.pop(0) if self._headings else "", False
            self._at_start = part.endswith("\n")
            self._show(heading + part)


class LineScreen:
    """Turns a line's tokens into text that can be shown: whole characters, a capital, no blank or comma at an end."""

    def __init__(self, step: Fill, *, last: bool, begun: bool = False) -> None:
        self._begun = begun
        self._verse = step.shape.verse
        self._closes = last and step.shape.verse and not step.title
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._held = ""
        self.taken = ""
        self.shown = ""

    def add(self, piece: bytes) -> str:
        """What of `piece` can be shown now; `taken` is all the text that it stood for."""
        self.taken = text = self._decoder.decode(piece)
        if not self.shown and not self._begun:
            text = text.lstrip()
            text = text[:1].upper() + text[1:] if self._verse else text
        if text and (not text.strip() or (self._closes and not text.strip(",;:-–— "))):
            self._held += text
            return ""
        return self._emit(text) if text else ""

    def end(self) -> str:
        """What is left to be shown at the end of the line."""
        rest = self._decoder.decode(b"", final=True)
        if not rest:
            self._held = "." if self._held.strip() else ""
        return self._emit(rest)

    def _emit(self, text: str) -> str:
        text = self._held + text
        self._held = ""
        self.shown += text
        return text
