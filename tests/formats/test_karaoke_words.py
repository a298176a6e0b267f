"""Which breaks a lane of words has, in each of the ways in which they are written."""

from __future__ import annotations

import pytest

from songwright.formats.heard import HeardSyllable
from songwright.formats.karaoke import sung_words


def written(found: list[HeardSyllable]) -> str:
    """The syllables with "-" inside words, "/" after lines and "//" after sections."""
    text = ""
    for word in found:
        text += word.text + ("//" if word.ends_section else "/" if word.ends_line else " " if word.ends_word else "-")
    return text.strip()


@pytest.mark.parametrize(
    ("pieces", "read"),
    [
        (["Mor", "ning\r", "comes \n", "slow", "ly\r\n", "now"], "Mor-ning/comes//slow-ly/now"),
        (["/Mor", "ning ", "\\comes ", "/slow", "ly"], "Mor-ning//comes/slow-ly"),
        (["\\Morn", "ing ", "comes "], "Morn-ing comes"),
        (["\r", "Morn", "ing ", "\n", "comes"], "Morn-ing//comes"),
        (["Morn-", "ing", "comes"], "Morn-ing comes"),
        (["Morning_", "comes"], "Morning comes"),
    ],
    ids=["lyric events", "karaoke", "a break before the first", "breaks alone", "hyphens", "whole words"],
)
def test_words_lines_and_sections_end_where_the_file_ends_them(pieces: list[str], read: str) -> None:
    events = [(120 * place, piece) for place, piece in enumerate(pieces)]
    assert written(sung_words(events, mere_text=False)) == read


def test_breaks_that_are_all_paragraphs_are_but_lines() -> None:
    events = [(120 * place, piece) for place, piece in enumerate(["come\n", "and\n", "sing\n", "it"])]
    assert written(sung_words(events, mere_text=False)) == "come/and/sing/it"
    assert written(sung_words([*events[:2], (999, "it")], mere_text=False)) == "come//and//it"


def test_remarks_alone_are_no_words() -> None:
    remarks = [(0, "@TThe Tide"), (0, "made by hand"), (0, "for piano")]
    assert sung_words(remarks, mere_text=True) == []
