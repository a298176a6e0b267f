from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songwright.core.errors import SongwrightError
from songwright.core.song import Key, Mode
from songwright.music.pitch import (
    degree_of,
    key_fifths,
    key_name,
    parse_key,
    parse_pitch_class,
    scale,
    spell,
    spell_class,
)

keys = st.builds(Key, st.integers(0, 11), st.sampled_from(Mode))


@given(keys)
def test_a_key_survives_its_name(key: Key) -> None:
    assert parse_key(key_name(key)) == key


@given(keys, st.integers(0, 11))
def test_a_spelled_pitch_class_reads_back(key: Key, pitch_class: int) -> None:
    assert parse_pitch_class(spell_class(pitch_class, key)) == pitch_class


@given(keys)
def test_a_scale_uses_every_letter_once(key: Key) -> None:
    assert sorted(spell_class(tone, key)[0] for tone in scale(key)) == list("ABCDEFG")


@given(keys, st.integers(0, 127))
def test_a_degree_and_its_alteration_give_the_pitch_back(key: Key, pitch: int) -> None:
    degree, alteration = degree_of(pitch, key)
    assert (scale(key)[degree] + alteration) % 12 == pitch % 12


@pytest.mark.parametrize(
    ("name", "sharps"),
    [
        ("C", 0),
        ("G", 1),
        ("F", -1),
        ("Am", 0),
        ("E minor", 1),
        ("C minor", -3),
        ("D dorian", 0),
        ("G mixolydian", 0),
        ("Eb minor", -6),
        ("Gb", -6),
    ],
)
def test_key_signatures(name: str, sharps: int) -> None:
    assert key_fifths(parse_key(name)) == sharps


def test_raised_and_lowered_notes_are_spelled_by_the_key() -> None:
    assert spell_class(8, parse_key("Am")) == "G#"
    assert spell_class(8, parse_key("Eb")) == "Ab"
    assert spell_class(10, parse_key("C")) == "Bb"
    assert spell_class(1, parse_key("D minor")) == "C#"


def test_every_key_is_spelled_with_as_few_accidentals_as_can_be_and_flats_for_ties() -> None:
    assert key_name(parse_key("D# minor")) == "Eb minor"
    assert key_name(parse_key("F#")) == "Gb major"
    assert key_name(parse_key("C#")) == "Db major"
    assert all(-6 <= key_fifths(Key(tonic, mode)) <= 5 for tonic in range(12) for mode in Mode)


def test_octaves_belong_to_the_letter() -> None:
    assert spell(60, Key()) == "C4"
    assert spell(60, parse_key("C# minor")) == "B#3"
    assert spell(59, parse_key("Gb")) == "Cb4"


def test_locrian_is_refused_with_its_reason_and_the_nearest_mode() -> None:
    with pytest.raises(SongwrightError, match=r"diminished fifth.*C# phrygian"):
        parse_key("C# locrian")


@pytest.mark.parametrize("text", ["", "H", "C# superlocrian", "major", "c##m x"])
def test_what_is_no_key_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(SongwrightError, match="is not a key"):
        parse_key(text)
