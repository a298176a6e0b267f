from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songwright.core.errors import SongwrightError
from songwright.core.song import Chord, Key, Mode
from songwright.music.chords import QUALITIES, chord_classes, format_roman, format_symbol, parse_roman, parse_symbol

keys = st.builds(Key, st.integers(0, 11), st.sampled_from(Mode))


@st.composite
def chords(draw: st.DrawFn) -> Chord:
    root = draw(st.integers(0, 11))
    bass = draw(st.none() | st.integers(0, 11).filter(lambda tone: tone != root))
    return Chord(draw(st.integers(0, 9999)), root, draw(st.sampled_from(sorted(QUALITIES))), bass)


@given(chords(), keys)
def test_a_chord_survives_its_symbol(chord: Chord, key: Key) -> None:
    assert parse_symbol(format_symbol(chord, key), chord.start) == chord


@given(chords(), keys)
def test_a_chord_survives_its_roman_numeral(chord: Chord, key: Key) -> None:
    assert parse_roman(format_roman(chord, key), key, chord.start) == chord


@pytest.mark.parametrize(
    ("text", "root", "quality", "bass"),
    [
        ("F#m7/C#", 6, "m7", 1),
        ("Bbmaj7", 10, "maj7", None),
        ("G7sus4", 7, "7sus4", None),
        ("B♭M7", 10, "maj7", None),
        ("Cmin", 0, "m", None),
        ("Ebø7", 3, "m7b5", None),
        ("C6/9", 0, "6/9", None),
        ("D/F#", 2, "", 6),
        ("C/C", 0, "", None),
    ],
)
def test_symbols_as_people_write_them(text: str, root: int, quality: str, bass: int | None) -> None:
    assert parse_symbol(text) == Chord(0, root, quality, bass)


@pytest.mark.parametrize(
    ("text", "key", "symbol"),
    [
        ("V7/V", Key(), "D7"),
        ("bVII", Key(7), "F"),
        ("VII", Key(9, Mode.MINOR), "G"),
        ("iiø7", Key(9, Mode.MINOR), "Bm7b5"),
        ("V", Key(9, Mode.MINOR), "E"),
        ("I/^3", Key(2), "D/F#"),
        ("vii°", Key(), "Bdim"),
    ],
)
def test_roman_numerals_in_their_keys(text: str, key: Key, symbol: str) -> None:
    assert format_symbol(parse_roman(text, key), key) == symbol


def test_the_notes_of_a_chord() -> None:
    assert chord_classes(parse_symbol("Am7")) == (9, 0, 4, 7)


@pytest.mark.parametrize("text", ["", "J7", "Cfoo", "C/", "C/X"])
def test_an_unknown_symbol_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(SongwrightError, match="is not a chord"):
        parse_symbol(text)


@pytest.mark.parametrize("text", ["VIII", "Ifoo", "V/", ""])
def test_an_unknown_numeral_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(SongwrightError, match=r"Roman numeral|quality"):
        parse_roman(text, Key())


@pytest.mark.parametrize(
    ("northern", "english"),
    [("Bes", "Bb"), ("Es", "Eb"), ("As", "Ab"), ("Fism7", "F#m7"), ("H7", "B7"), ("C/Es", "C/Eb"), ("Ges6", "Gb6")],
)
def test_german_and_dutch_names_of_chords_are_understood(northern: str, english: str) -> None:
    assert parse_symbol(northern) == parse_symbol(english)


@pytest.mark.parametrize("symbol", ["Asus4", "Esus2"])
def test_a_suspended_chord_is_no_flat_one(symbol: str) -> None:
    assert parse_symbol(symbol).root == parse_symbol(symbol[0]).root
