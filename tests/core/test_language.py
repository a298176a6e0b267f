"""Sentences go through one seam: English as it stands, another language by its catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from songwright.core.errors import SongwrightError
from songwright.core.language import English, Pseudo, counted, said, speak


class Slovene:
    """A language with four forms of number, of which two words are known."""

    def text(self, english: str, context: str = "") -> str:
        return {"“{name}” is empty.": "»{name}« je prazna."}.get(english, english)

    def form(self, forms: Sequence[str], count: int) -> str:
        known = {"{count} note.": ("{count} nota.", "{count} noti.", "{count} note.", "{count} not.")}
        place = {1: 0, 2: 1, 3: 2, 4: 2}.get(count % 100, 3)
        return known[forms[0]][place]


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    speak(English())


def test_english_is_what_stands_in_the_code_with_its_values() -> None:
    assert said("“{name}” has {count:,} lines.", name="Harbour {x}", count=1200) == "“Harbour {x}” has 1,200 lines."
    assert counted("{count} note.", "{count} notes.", 1) == "1 note."
    assert counted("{count} note.", "{count} notes.", 0) == "0 notes."


def test_another_language_says_it_its_own_way_and_keeps_the_values() -> None:
    speak(Slovene())
    assert said("“{name}” is empty.", name="x.gguf") == "»x.gguf« je prazna."
    assert said("Not translated yet.") == "Not translated yet."
    assert [counted("{count} note.", "{count} notes.", count) for count in (1, 2, 3, 5, 102)] == [
        "1 nota.", "2 noti.", "3 note.", "5 not.", "102 noti.",
    ]  # fmt: skip


def test_the_language_of_brackets_shows_what_went_through() -> None:
    speak(Pseudo())
    error = SongwrightError(said("“{name}” is empty.", name="x"))
    assert error.message == "⟦“x” is empty.⟧"
    assert said("") == ""
