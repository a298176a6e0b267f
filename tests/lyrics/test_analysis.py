from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songwright.lyrics.analysis import Analysis, analyse
from songwright.lyrics.lexicon import Lexicon, load_lexicon

LEXICON = load_lexicon()

# Own verse.
BALLAD = """[Verse 1]
The tide comes in, the tide goes out,
The gulls cry over the stone;
I walk the long grey beach at dusk
And turn for home alone.

[Chorus]
Carry me over the water
Carry me home to the shore
I was the lighthouse's daughter
I am the light no more
"""


def letters(text: str) -> str:
    return "".join(line.rhyme or "-" for line in analyse(text, LEXICON).lines)


def test_each_line_has_syllables_stresses_and_its_last_word(lexicon: Lexicon) -> None:
    lines = analyse(BALLAD, lexicon).lines
    assert [line.text for line in lines] == BALLAD.split("\n")
    assert [line.count for line in lines] == [0, 8, 7, 8, 6, 0, 0, 8, 7, 8, 6, 0]
    assert lines[4].stress_marks == "x/x/x/"
    assert lines[4].end_word == "alone"
    assert lines[0].heading
    assert not lines[5].heading


def test_rhyme_letters_start_anew_in_each_stanza() -> None:
    assert letters(BALLAD) == "--A-A--ABAB-"


def test_repeated_lines_are_found_whatever_their_punctuation(lexicon: Lexicon) -> None:
    analysis = analyse("Turn for home,\nstay\nTurn for home!\n\nturn for HOME", lexicon)
    assert analysis.repeats() == {2: 0, 4: 0}


def test_stanzas_are_parted_by_headings_and_empty_lines(lexicon: Lexicon) -> None:
    assert analyse("one\ntwo\n\n[Bridge]\nthree\n—\nfour", lexicon).stanzas() == (
        range(2),
        range(4, 5),
        range(6, 7),
    )


def test_unchanged_lines_are_kept_as_they_are(lexicon: Lexicon) -> None:
    before = analyse(BALLAD, lexicon)
    after = analyse(BALLAD.replace("long", "short"), lexicon, before)
    kept = [new is old for new, old in zip(after.lines, before.lines, strict=True)]
    assert kept.count(False) == 1
    assert analyse(BALLAD, lexicon, before) is before


ROWS = st.sampled_from(
    [
        "",
        "[Verse]",
        "into the night",
        "the morning light",
        "a stone",
        "alone",
        "we were the rain",
        "mine",
        "signed",
        "🌊",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 3), st.lists(ROWS, max_size=3)), max_size=8), st.data())
def test_analysis_after_any_edits_equals_a_fresh_one(
    edits: list[tuple[int, int, list[str]]], data: st.DataObject
) -> None:
    rows = data.draw(st.lists(ROWS, min_size=0, max_size=12))
    rows = rows * data.draw(st.sampled_from([1, 1, 15]))
    analysis = analyse("\n".join(rows), LEXICON)
    for place, removed, added in edits:
        at = place % (len(rows) + 1)
        rows[at : at + removed] = added
        analysis = analyse("\n".join(rows), LEXICON, analysis)
        assert analysis == analyse("\n".join(rows), LEXICON)


def test_empty_text_is_one_empty_line(lexicon: Lexicon) -> None:
    assert [line.count for line in analyse("", lexicon, Analysis()).lines] == [0]


def test_a_long_poem_without_stanzas_still_finds_rhymes(lexicon: Lexicon) -> None:
    lines = analyse("in the night\nof the day\n" * 100, lexicon).lines
    assert {line.rhyme for line in lines} - {None} == {"A", "B"}


@pytest.mark.parametrize(
    "word", ["xz" * 10_000, "ab" * 10_000, "bled" * 5_000, "1" * 20_000, "B." * 10_000, "a-" * 10_000]
)
def test_the_work_on_an_endless_word_grows_with_its_length_only(word: str, lexicon: Lexicon) -> None:
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        (line,) = analyse(word, lexicon).lines
    finally:
        sys.setprofile(None)
    assert line.count
    assert "".join(one.text for one in line.syllables) == word or not word.isalpha()
    assert calls < 200 * len(word)
