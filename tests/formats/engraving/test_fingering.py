from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from songwright.core.song import Chord
from songwright.formats.engraving.fingering import TUNINGS, FrettedInstrument, fingered, shape
from songwright.music.chords import chord_classes, parse_symbol

FRETTED = [FrettedInstrument.GUITAR, FrettedInstrument.UKULELE]
COMMON = ["", "m", "7", "m7", "maj7", "sus4", "sus2", "dim", "aug", "6", "add9", "m7b5", "9"]


def sounding(frets: tuple[int | None, ...], instrument: FrettedInstrument) -> list[int]:
    return [pitch + fret for pitch, fret in zip(TUNINGS[instrument], frets, strict=True) if fret is not None]


@pytest.mark.parametrize("instrument", FRETTED)
@pytest.mark.parametrize("quality", COMMON)
def test_a_shape_sounds_its_chord_and_nothing_else(instrument: FrettedInstrument, quality: str) -> None:
    for root in range(12):
        chord = Chord(0, root, quality)
        found = shape(chord, instrument)
        assert found is not None
        pitches = sounding(found.frets, instrument)
        wanted = set(chord_classes(chord))
        assert {pitch % 12 for pitch in pitches} <= wanted
        # Of a chord of four notes or more the fifth, and on four strings the root, may be missing.
        assert len(wanted - {pitch % 12 for pitch in pitches}) <= (0 if len(wanted) == 3 else 2)
        if instrument is FrettedInstrument.GUITAR:
            assert min(pitches) % 12 == root
        pressed = [fret for fret in found.frets if fret]
        assert not pressed or max(pressed) - min(pressed) <= 3


@pytest.mark.parametrize("instrument", FRETTED)
def test_every_shape_of_the_table_sounds_its_chord(instrument: FrettedInstrument) -> None:
    table = tomllib.loads((files("songwright_resources") / "chords" / "shapes.toml").read_text(encoding="utf-8"))
    for symbol, frets in table[instrument].items():
        chord = parse_symbol(symbol)
        pitches = sounding(tuple(None if fret == "x" else int(fret) for fret in frets), instrument)
        wanted = set(chord_classes(chord)) | ({chord.bass} if chord.bass is not None else set())
        assert {pitch % 12 for pitch in pitches} <= wanted, symbol
        assert len(wanted - {pitch % 12 for pitch in pitches}) <= (1 if len(wanted) > 3 else 0), symbol
        if instrument is FrettedInstrument.GUITAR:
            assert min(pitches) % 12 == (chord.root if chord.bass is None else chord.bass), symbol


def test_a_bass_note_is_the_lowest_string_of_a_guitar() -> None:
    for symbol in ("D/A", "C/B", "F/C", "Em/D", "A/C#"):
        chord = parse_symbol(symbol)
        found = shape(chord, FrettedInstrument.GUITAR)
        assert found is not None
        assert min(sounding(found.frets, FrettedInstrument.GUITAR)) % 12 == chord.bass


def test_common_chords_have_the_shapes_that_players_know() -> None:
    known = {"Am": "x02210", "G": "320003", "F": "133211", "Ab": "466544", "Cm7": "x35343", "F#m": "244222"}
    for symbol, frets in known.items():
        found = shape(parse_symbol(symbol), FrettedInstrument.GUITAR)
        assert found is not None
        assert "".join("x" if fret is None else str(fret) for fret in found.frets) == frets


def test_a_barre_is_seen_and_a_high_shape_says_where_it_begins() -> None:
    found = shape(parse_symbol("Ab"), FrettedInstrument.GUITAR)
    assert found is not None
    assert (found.barre, found.first) == (4, 4)
    open_chord = shape(parse_symbol("Am"), FrettedInstrument.GUITAR)
    assert open_chord is not None
    assert (open_chord.barre, open_chord.first) == (None, 1)


def test_above_a_capo_a_chord_is_fingered_so_many_semitones_lower() -> None:
    assert fingered(parse_symbol("Bb/D"), 3) == parse_symbol("G/B")
    assert fingered(parse_symbol("C"), 0) == parse_symbol("C")
