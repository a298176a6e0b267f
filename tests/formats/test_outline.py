"""What sections of an imported song are called."""

from __future__ import annotations

from types import SimpleNamespace

from songwright.formats.heard import SectionMark
from songwright.formats.outline import _named


def line(middle: int, text: str) -> SimpleNamespace:
    return SimpleNamespace(middle=middle, text=text)


def titles(marks: list[SectionMark], *lines: SimpleNamespace) -> list[str]:
    return [mark.title for mark in _named(marks, lines)]  # type: ignore[arg-type]


def test_sections_are_called_after_what_is_sung_and_equal_words_alike() -> None:
    marks = [SectionMark(0, ""), SectionMark(100, ""), SectionMark(200, "Chorus"), SectionMark(300, "")]
    sung = [line(10, "one"), line(110, "two"), line(210, "ho"), line(310, "one")]
    assert titles(marks, *sung) == ["Verse 1", "Verse 2", "Chorus", "Verse 1"]


def test_what_nobody_sings_is_an_intro_at_the_beginning_and_an_interlude_later() -> None:
    marks = [SectionMark(0, ""), SectionMark(100, ""), SectionMark(200, ""), SectionMark(300, "")]
    assert titles(marks, line(110, "one"), line(310, "two")) == ["Intro", "Verse 1", "Interlude", "Verse 2"]
    assert titles(marks, line(10, "one"), line(310, "two")) == ["Verse 1", "Interlude", "Interlude", "Verse 2"]


def test_a_name_that_is_taken_is_not_given_twice() -> None:
    assert titles([SectionMark(0, "Verse 1"), SectionMark(100, "")], line(10, "one"), line(110, "two")) == [
        "Verse 1",
        "Verse 2",
    ]
