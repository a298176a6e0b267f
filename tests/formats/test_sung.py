"""What is shown for each syllable."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songwright.formats.sung import syllable_texts
from songwright.lyrics.lexicon import Lexicon, load_lexicon
from songwright.lyrics.syllables import syllabify


@pytest.mark.parametrize(
    ("line", "texts"),
    [
        ("The lantern", ["The", "lan", "tern"]),
        ("“Sleep,” — “alone!”", ["“Sleep,” —", "“a", "lone!”"]),
        ("… oh (my) love", ["… oh", "(my)", "love"]),
        ("well-worn fi-re", ["well-", "worn", "fi-", "re"]),
        ("rock/roll & 7 hills", ["rock/", "roll", "&", "sev", "en", "hills"]),
        ("  spaced   out  ", ["spaced", "out"]),
        ("歌 🎵", ["歌", "🎵"]),
        ("", []),
        ("—", []),
    ],
)
def test_punctuation_stays_with_the_word_that_it_belongs_to(lexicon: Lexicon, line: str, texts: list[str]) -> None:
    assert list(syllable_texts(line, syllabify(line, lexicon))) == texts


@settings(max_examples=40)
@given(st.text("abe -—“”,.'!?()7&\n", max_size=30))
def test_every_visible_character_is_shown_once_and_in_order(line: str) -> None:
    syllables = syllabify(line, load_lexicon())
    shown = "".join(syllable_texts(line, syllables))
    signs = {sign for syllable in syllables for sign in line[syllable.start : syllable.end] if sign in "7&"}
    kept = "".join(character for character in line if not character.isspace())
    if syllables and not signs:
        assert "".join(shown.split()) == kept
