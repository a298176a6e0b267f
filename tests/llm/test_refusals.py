"""Letters, words and phrases that free writing leaves out."""

from __future__ import annotations

import pytest

from songwright.llm.cliches import cliches, phrase_pattern, read_phrases, without
from songwright.llm.plan import LineShape
from songwright.llm.refusals import Refusals
from songwright.llm.shaping import ShapedLine
from songwright.llm.wishes import Wishes


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("heart of gold", "She has a heart of gold", True),
        ("heart of gold", "She has a heart, of gold", True),
        ("heart of *", "A heart of", True),
        ("tapestr*", "These are tapestries", True),
        ("tapestr*", "A tapestry of light", False),  # said once, when the word came
        ("whisper* secret*", "They whispered secrets", True),
        ("dance * moon", "A dance below moon", True),
        ("dance * moon", "A dance moon", False),
        ("art of", "The heart of", False),
    ],
)
def test_a_phrase_is_found_where_it_ends(phrase: str, text: str, found: bool) -> None:
    pattern = phrase_pattern([phrase])
    assert pattern is not None
    assert bool(pattern.search(text)) is found


def test_a_user_adds_phrases_and_takes_shipped_ones_away() -> None:
    shipped = cliches()
    assert "testament to" in shipped
    own = cliches("# mine\nSalt  in the wound\n- testament to\n\n")
    assert "salt in the wound" in own
    assert "testament to" not in own
    assert set(shipped) - set(own) == {"testament to"}
    assert read_phrases("A b\nA  B\n") == ("a b",)


def test_what_the_user_wrote_is_never_held_back() -> None:
    phrases = ("heart of *", "symphony of")
    assert without(phrases, "A man with a heart of stone, and rain.") == ("symphony of",)


def allowed(text: str, piece: str, wishes: Wishes, line: int = 0) -> bool:
    shaped = ShapedLine(LineShape(), ("x",) * line, refusals=Refusals(wishes))
    shaped.append(text)
    return shaped.allows(piece)


def test_letters_words_phrases_and_initials_are_kept_while_a_line_is_written() -> None:
    assert not allowed("The rain", " on", Wishes(without="O"))
    assert allowed("The rain", " falls", Wishes(without="O"))
    assert not allowed("The", " Moon", Wishes(forbidden=("moon",)))
    assert not allowed("A symphony", " of", Wishes(banned=("symphony of",)))
    assert not allowed("A symphony", " of", Wishes(held_back=("symphony of",)))
    assert allowed("A handful", " of", Wishes(banned=("symphony of",)))
    assert allowed("", "Sea", Wishes(acrostic="as"), line=1)
    assert not allowed("", "Sea", Wishes(acrostic="as"))
