from __future__ import annotations

from itertools import islice, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songwright.lyrics.lexicon import Lexicon, load_lexicon
from songwright.lyrics.syllables import syllabify
from songwright.lyrics.tokens import tokens

LEXICON = load_lexicon()


def divided(lexicon: Lexicon, text: str) -> str:
    return "".join(
        ("-" if syllable.in_word else " " if syllable.word else "") + syllable.text
        for syllable in syllabify(text, lexicon)
    )


# As a hymnal or a songbook prints them.
_SONGBOOK = """
lan-tern re-mem-ber riv-er wa-ter morn-ing sis-ter moth-er fa-ther o-pen a-way lit-tle ta-ble trou-ble ap-ple
beau-ti-ful na-tion mu-sic sing-ing run-ning lov-ing danc-ing some-thing some-one ev-ery-where lamp-light moon-light
to-geth-er for-ev-er hun-gry chil-dren coun-try mon-ster mis-take in-stead prob-lem se-cret qui-et po-em be-ing flow-er
lone-ly dark-ness sor-row to-mor-row yes-ter-day mem-o-ry heav-en an-gel shad-ow win-dow sil-ver gar-den win-ter
is-land with-in might-y daugh-ter need-y nee-dle temp-ta-tion it-self up-on sup-ply of-fer sin-ning
moun-tain val-ley thun-der whis-per si-lence prom-ise mir-ror can-dle cra-dle gen-tle spe-cial pre-cious
de-li-cious ques-tion fu-ture pic-ture plea-sure trea-sure pas-sion vi-sion tel-e-vi-sion lul-la-by mel-o-dy har-mo-ny
his-to-ry mys-ter-y vic-to-ry e-ter-ni-ty se-ren-i-ty trag-e-dy bat-ter-y sto-ry glo-ry car-ry hur-ry ver-y bod-y ho-ly
cit-y pret-ty hap-py mon-ey peo-ple spar-kle whis-tle cas-tle lis-ten teach-er cor-ner mas-ter ten-der un-der be-tween
be-yond a-gainst hal-le-lu-jah be-lieve weath-er heav-y i-de-a vi-o-lin ra-di-o li-on sci-ence cry-ing grow-ing fol-low
wil-low pil-low cap-tain busi-ness beau-ty u-su-al ex-am-ple ex-cite six-ty gal-ax-y wan-der-ing sud-den-ly love-ly
friend-ly nev-er-the-less light-house keep-er shore-line star-light mid-night can-dle-light ho-ri-zon hur-ri-cane
"""
SONGBOOK = _SONGBOOK.split()


@pytest.mark.parametrize("word", SONGBOOK)
def test_words_are_divided_as_a_songbook_does(word: str) -> None:
    assert divided(LEXICON, word.replace("-", "")) == word


def test_a_line_gives_syllables_with_places_and_stresses(lexicon: Lexicon) -> None:
    line = "The lantern, on the WATER"
    syllables = syllabify(line, lexicon)
    assert [syllable.text for syllable in syllables] == ["The", "lan", "tern", "on", "the", "WA", "TER"]
    assert [syllable.stress for syllable in syllables] == [0, 1, 0, 0, 0, 1, 0]
    assert [syllable.word for syllable in syllables] == [0, 1, 1, 2, 3, 4, 4]
    assert [syllable.in_word for syllable in syllables] == [0, 0, 1, 0, 0, 0, 1]
    assert [syllable.word_length for syllable in syllables] == [1, 2, 2, 1, 1, 2, 2]
    assert all(line[syllable.start : syllable.end] == syllable.text for syllable in syllables)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("fire", "fire"),
        ("fi-re", "fi-re"),
        ("every", "ev-ery"),
        ("ev-er-y", "ev-er-y"),
        ("mem-ory", "mem-ory"),
        ("waterfall", "wa-ter-fall"),
        ("water-fall", "wa-ter-fall"),
        ("well-known", "well-known"),
        ("b-b-baby", "b-b-ba-by"),
        ("blessed", "blessed"),
        ("blessèd", "bless-èd"),
        ("walkèd", "walk-èd"),
        ("Belovèd", "Be-lov-èd"),
    ],
)
def test_hyphens_divide_as_the_writer_wants(lexicon: Lexicon, line: str, expected: str) -> None:
    assert divided(lexicon, line) == expected


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("7", 2), ("21st", 3), ("1999", 5), ("2005", 4), ("1,250", 8), ("999,999", 14), ("3.5", 3), ("$5", 3),
        ("50%", 4), ("'90s", 2), ("10:30", 3), ("007", 4), ("rock & roll", 3), ("24/7", 5), ("١٢", 1), ("½", 1),
        ("123456789012345", 16),
    ],
)  # fmt: skip
def test_numbers_and_signs_are_sung_as_words(lexicon: Lexicon, line: str, count: int) -> None:
    assert len(syllabify(line, lexicon)) == count


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("hmm shh psst", 3), ("love 🌊🌊 love", 4), ("👨‍👩‍👧", 1), ("Привет мир", 3), ("καλημέρα", 4), ("東京", 2),
        ("にゃあ", 2),
        ("नमस्ते", 1), ("XJG", 3), ("U.S.A.", 3), ("’tis o’er", 2), ("heav'n pow'r", 2), ("HALLELUJAH", 4), ("w", 3),
        ("café", 2),
        ("xqzt", 1), ("façade", 2), ("well...maybe", 3), ("he said—“no”", 3),
    ],
)  # fmt: skip
def test_no_visible_word_is_lost(lexicon: Lexicon, line: str, count: int) -> None:
    assert len(syllabify(line, lexicon)) == count


@pytest.mark.parametrize("line", ["", "   ", "—", "...", "♪ ♪", "!?", "- -", "( )"])
def test_punctuation_alone_has_no_syllables(lexicon: Lexicon, line: str) -> None:
    assert syllabify(line, lexicon) == ()


def test_quotation_marks_are_not_sung(lexicon: Lexicon) -> None:
    assert divided(lexicon, "'hello' she said") == "hel-lo she said"
    assert divided(lexicon, "'tis lovin' time") == "'tis lov-in' time"


def test_the_users_pronunciation_is_used(lexicon: Lexicon) -> None:
    own = lexicon.with_user_words({"fire": "F AY1 ER0"})
    assert divided(own, "fire") == "fi-re"


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_ordered_syllables_for_every_word(text: str) -> None:
    words = tokens(text)
    syllables = syllabify(text, LEXICON)
    assert {syllable.word for syllable in syllables} == set(range(len(words)))
    for syllable in syllables:
        word = words[syllable.word]
        assert syllable.text
        assert word.start <= syllable.start < syllable.end <= word.end
        assert 0 <= syllable.in_word < syllable.word_length
    for first, second in pairwise(syllables):
        assert (first.start, first.end) == (second.start, second.end) or first.end <= second.start


@settings(max_examples=300, deadline=None)
@given(st.from_regex(r"[a-z]{1,14}", fullmatch=True))
def test_made_up_words_are_covered_by_their_syllables(word: str) -> None:
    syllables = syllabify(word, LEXICON)
    if all(syllable.end - syllable.start < len(word) for syllable in syllables):
        assert "".join(syllable.text for syllable in syllables) == word


def test_dictionary_words_have_as_many_syllables_as_their_pronunciation() -> None:
    for entry in islice(LEXICON.entries(), 0, None, 97):
        if "-" not in entry.word and "." not in entry.word:
            syllables = syllabify(entry.word, LEXICON)
            assert len(syllables) == entry.pronunciations[0].syllables, entry.word
            assert "".join(syllable.text for syllable in syllables).strip("'") == entry.word.strip("'")


@pytest.mark.parametrize("text", ["1:2.3", "00:99.99", "1:2,5", "9" * 5000 + ":1", "$9:9.9"])
def test_numbers_that_are_no_time_of_day_are_read_digit_by_digit(text: str, lexicon: Lexicon) -> None:
    digits = sum(character.isdigit() for character in text)
    assert len(syllabify(text, lexicon)) >= digits


@pytest.mark.parametrize("word", ["keep-er's", "read-er’s", "morn-ing's", "danc-ers'", "fo-x's", "boy's"])
def test_what_belongs_to_someone_is_divided_like_their_name(lexicon: Lexicon, word: str) -> None:
    assert divided(lexicon, word.replace("-", "")) == word


def test_a_row_of_letters_that_is_no_word_is_divided_like_one(lexicon: Lexicon) -> None:
    letters = "ab" * 10_000
    syllables = syllabify(letters, lexicon)
    assert "".join(syllable.text for syllable in syllables) == letters
    assert len(syllables) == 10_000
