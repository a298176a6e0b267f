"""What is shown for each syllable."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from songwright.core.song import Line, Music, Note, Part, Section, Song, Track, TrackRole
from songwright.core.timeline import timeline
from songwright.formats.sung import sung_syllables, syllable_texts
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


def test_a_syllable_without_a_note_is_sung_with_the_one_before_it(lexicon: Lexicon) -> None:
    line = Line("l1", "every beautiful harbour,")
    # "ev-ery beau-tiful har-bour": the notes name the first syllable that each of them sings.
    notes = tuple(Note(place * 480, 480, 60, 80, "l1", index) for place, index in enumerate((0, 1, 2, 3, 5)))
    section = Section("s1", lines=(line,), music=Music(2, (), (Part("t1", notes),)))
    song = Song(sections=(section,), tracks=(Track("t1", "Voice", TrackRole.VOCAL),), serial=1)
    sung = sung_syllables(song, timeline(song), lexicon)
    assert [(s.text, s.ends_word) for s in sung] == [
        ("ev", False), ("ery", True), ("beau", False), ("tiful", True), ("harbour,", True)
    ]  # fmt: skip
    assert sung[-1].ends_line
