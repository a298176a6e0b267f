"""A page against its form: which line is which, and what is amiss in words."""

from __future__ import annotations

import pytest

from songwright.lyrics.analysis import Analysis, analyse
from songwright.lyrics.form_check import check_against, check_by_first, read_marks
from songwright.lyrics.forms import Fault, Form, load_forms
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.notation import parse_form

FORMS: dict[str, Form] = {form.id: form for form in load_forms()}
BALLAD = """[Verse 1]
The boats went out before the light
And never one came home
The widows watched the water's edge
And combed the empty foam

[Verse 2]
The bell rang out across the sand
The gulls were in the air"""


def read(text: str, lexicon: Lexicon) -> Analysis:
    return analyse(text, lexicon)


def test_a_form_of_one_stanza_is_asked_of_every_stanza(lexicon: Lexicon) -> None:
    check = check_against(FORMS["ballad"], read(BALLAD, lexicon))
    assert [(line.part, line.number, line.row) for line in check.lines] == [
        (1, 1, 1), (1, 2, 2), (1, 3, 3), (1, 4, 4), (2, 1, 7), (2, 2, 8), (2, 3, None), (2, 4, None),
    ]  # fmt: skip
    assert [line.number for line in check.lines if Fault.MISSING in line.faults] == [3, 4]
    assert not any(line.faults for line in check.lines[:4])


def test_a_form_of_several_stanzas_goes_on_over_blank_rows(lexicon: Lexicon) -> None:
    text = "\n\n".join("\n".join(["The boats went out before the light of day"] * 3) for _ in range(2))
    check = check_against(FORMS["terza-rima"], read(text, lexicon))
    assert [line.number for line in check.lines if line.row is not None] == [1, 2, 3, 4, 5, 6]
    assert {line.part for line in check.lines} == {1}


@pytest.mark.parametrize(
    ("row", "words", "fault", "told"),
    [
        (2, "And never one of them came home", Fault.SYLLABLES, "8 syllables instead of 6–7."),
        (4, "And combed the empty sand", Fault.RHYME, "“sand” does not rhyme with “home” in line 2."),
        (3, "Widows watching waters rising over", Fault.SYLLABLES, "10 syllables instead of 8–9."),
        (1, "The boats returned under the light", Fault.STRESS, "“un” is stressed where the metre is weak"),
    ],
)
def test_what_is_amiss_is_told_in_words(lexicon: Lexicon, row: int, words: str, fault: Fault, told: str) -> None:
    rows = BALLAD.split("\n")
    rows[row] = words
    line = check_against(FORMS["ballad"], read("\n".join(rows), lexicon)).by_row[row]
    assert fault in line.faults
    assert told in " ".join(line.sentences())


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("8a+a 8a", "No word inside rhymes with “light”."),
        ("8a+b 8a+b", "No word inside rhymes with one inside line 1."),
        ("8b 8a+b3", "No word inside on syllable 3 rhymes with “light” in line 1."),
        ("8a+b 8b", "“sand” rhymes with no word inside line 1."),
    ],
)
def test_a_rhyme_that_is_missing_inside_is_told(lexicon: Lexicon, form: str, told: str) -> None:
    text = "The boats went out before the light\nThe gulls were sitting in the sand"
    check = check_against(parse_form(form), read(text, lexicon))
    assert told in [sentence for line in check.lines for sentence in line.sentences()]


def test_a_refrain_that_is_not_repeated_names_the_line_that_it_should_be(lexicon: Lexicon) -> None:
    lines = ["The night is long", "The day is far"] * 4
    check = check_against(FORMS["triolet"], read("\n".join(lines), lexicon))
    assert "Should be the same as line 1." in check.lines[3].sentences()


def test_an_end_word_and_a_refrain_go_before_the_rhyme(lexicon: Lexicon) -> None:
    text = "The boats went out before the light\nThe bell rang out across the sand\nThe gulls were in the night"
    for form, said in (
        ("8=1 8=2 6=1", "Should end in “light”, as line 1 does."),
        ("8=1 8=2 6=2", "Should end in “sand”, as line 2 does."),
        ("8A1 8A2 6A2", "Should be the same as line 2."),
        ("8A1 8A2 6A1", "Should be the same as line 1."),
        ("8x 8b 6b", "“night” does not rhyme with “sand” in line 2."),
    ):
        check = check_against(parse_form(form), read(text, lexicon))
        assert said in check.lines[2].sentences(), form


def test_a_word_inside_has_its_partner_in_another_line_unless_it_rhymes_with_its_own_end(lexicon: Lexicon) -> None:
    text = "The boats went out before the light\nThe gulls were sitting in the night"
    check = check_against(parse_form("8a 8a+a"), read(text, lexicon))
    assert check.lines[1].partner is check.lines[0]
    assert check.lines[1].inner_partner is None
    check = check_against(parse_form("8a 8b+a"), read(text, lexicon))
    assert check.lines[1].inner_partner is check.lines[0]


def test_each_verse_is_measured_by_the_first_one_and_choruses_by_theirs(lexicon: Lexicon) -> None:
    text = (
        "[Verse 1]\nThe tide is late\nThe moon is high\n\n[Chorus]\nCome home\n\n"
        "[Verse 2]\nThe tide is very late\nThe moon is in the sky\n\n[Chorus]\nCome home to me"
    )
    check = check_by_first(read(text, lexicon))
    assert {line.row: line.report.line and line.report.line.count for line in check.lines} == {8: 6, 9: 6, 12: 4}
    assert all(Fault.SYLLABLES in line.faults for line in check.lines)


def test_one_reading_of_the_stresses_is_shown_wherever_they_are_shown(lexicon: Lexicon) -> None:
    asked = next(form for form in load_forms() if form.id == "sonnet-shakespearean").lines[0]
    kept = analyse("Shall I compare thee to a summer's day", lexicon).lines[0]
    assert read_marks(asked, kept) == "x/" * 5
    assert kept.stress_marks != "x/" * 5
    off = analyse("Under the boats returning light is late", lexicon).lines[0]
    assert read_marks(None, off) == off.stress_marks
