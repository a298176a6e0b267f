"""From what the user asks for to a writing plan, by the templates in `songwright_resources/prompts/writing.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from typing import Any

from songwright.core.errors import SongwrightError
from songwright.core.song import Piece
from songwright.llm.chat import Message
from songwright.llm.plan import Fill, Plan, Say, Shape, Step, Verse
from songwright.lyrics.forms import Form, load_forms

__all__ = ["Brief", "BriefError", "Length", "Prompts", "load_prompts"]

_WITH_HEADINGS = Piece.SONG


class BriefError(SongwrightError):
    """The request cannot be written from."""


class Length(StrEnum):
    """How long a piece should be."""

    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Brief:
    """What the user asks for, in their own words. `extra` is one more wish, such as "Mention the sea.".

    `form` names a form of `songwright.lyrics.forms` to be kept exactly; then `length` does not matter.
    """

    about: str
    piece: Piece = Piece.SONG
    mood: str = ""
    length: Length = Length.MEDIUM
    extra: str = ""
    form: str = ""

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Everything but what and about, as sorted pairs of text, the way a take keeps it."""
        pairs = {"mood": self.mood, "length": self.length.value, "extra": self.extra, "form": self.form}
        return tuple(sorted((name, value) for name, value in pairs.items() if value))


class Prompts:
    """The templates, read once."""

    def __init__(self, templates: dict[str, Any]) -> None:
        """`templates` has the shape of writing.toml."""
        self._templates = templates

    def plan(self, brief: Brief) -> Plan:
        """The plan for a brief. Raises BriefError when it says nothing."""
        about = _tidy(brief.about).rstrip(".")
        if not about:
            raise BriefError("There is nothing to write about yet. Say in a few words what the piece is about.")
        template = self._templates[brief.piece.value]
        ask = _filled(template["ask"], brief)
        plain = _filled(template["opening"], brief) + "\n\n"
        return Plan((Message("user", ask),), plain, self._steps(template, brief), about)

    def _steps(self, template: dict[str, Any], brief: Brief) -> tuple[Step, ...]:
        if brief.form:
            return (Verse(_form(brief.form)), *_title(template))
        steps: list[Step] = []
        headings = brief.piece is _WITH_HEADINGS
        for place, section in enumerate(template["forms"][brief.length.value]):
            heading, _, lines = section.partition(":")
            if place:
                steps.append(Say("\n\n", read=bool(lines)))
            if headings:
                steps.append(Say(f"[{heading}]" + ("\n" if lines else ""), read=False))
            if lines:
                steps.append(self._fill(template, heading, int(lines), brief.piece))
        return (*steps, *_title(template))

    @staticmethod
    def _fill(template: dict[str, Any], heading: str, lines: int, piece: Piece) -> Fill:
        least, wish, most = template["shapes"][re.sub(r"\W*\d*$", "", heading).lower()]
        prose = piece is Piece.STORY
        return Fill(lines, Shape(least, wish, most, verse=not prose), gap="\n\n" if prose else "\n")


def load_prompts() -> Prompts:
    """The templates that ship with Songwright."""
    source = files("songwright_resources").joinpath("prompts", "writing.toml")
    return Prompts(tomllib.loads(source.read_text("utf-8")))


def _title(template: dict[str, Any]) -> tuple[Step, ...]:
    return Say(template["title"], shown=False), Fill(1, Shape(*template["title_shape"]), title=True)


def _form(name: str) -> Form:
    forms = {form.id: form for form in load_forms()}
    if name not in forms:
        raise BriefError(f"There is no form called “{name}”. The forms are: {', '.join(forms)}.")
    return forms[name]


def _filled(template: str, brief: Brief) -> str:
    """The template with mood and extra put in; `ABOUT` stays, gaps close, and "a" before a vowel becomes "an"."""
    mood, extra = _tidy(brief.mood).lower(), _tidy(brief.extra)
    article = template.replace("a {mood}", f"{_article(mood)} {{mood}}") if mood else template
    text = article.replace("{mood}", mood).replace("{extra}", extra)
    return " ".join(text.split())


def _article(word: str) -> str:
    return "an" if word[:1] in "aeiou" else "a"


def _tidy(text: str) -> str:
    """One line of valid text."""
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ").split())
