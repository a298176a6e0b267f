from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from songwright.core.song import Chord, Key, Mode
from songwright.music.chords import chord_classes, parse_symbol
from songwright.music.melody import Cadence, Sung, TuneSearch

LEVELS = (5, 2, 3, 2, 4, 2, 3, 2)
keys = st.builds(Key, st.integers(0, 11), st.sampled_from(Mode))


def line(chord: Chord, count: int = 8, target: float = 66.0, cadence: Cadence = Cadence.CLOSE) -> list[Sung]:
    """A bar of eighths over one chord."""
    notes = [Sung(LEVELS[index % 8], 0, long=False, chord=chord, target=target) for index in range(count)]
    notes[-1] = replace(notes[-1], cadence=cadence)
    return notes


def noise(seed: int, count: int = 8) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(count, 40))


@given(keys, st.integers(0, 500), st.integers(48, 62))
def test_tunes_keep_their_range_and_can_be_sung(key: Key, seed: int, low: int) -> None:
    search = TuneSearch(key, low, low + 16)
    chord = Chord(0, (key.tonic + 7) % 12, "7")
    pitches = search.fit(line(chord, target=low + 8, cadence=Cadence.OPEN), None, noise(seed))
    assert all(low <= pitch <= low + 16 for pitch in pitches)
    for one, other in pairwise(pitches):
        assert abs(other - one) not in (6, 10, 11)
        assert abs(other - one) <= 12
        if key.mode is Mode.MINOR and abs(other - one) == 3:
            assert {(one - key.tonic) % 12, (other - key.tonic) % 12} != {8, 11}


@given(st.integers(0, 300))
def test_strong_places_mostly_take_notes_of_the_chord(seed: int) -> None:
    chord = parse_symbol("F")
    pitches = TuneSearch(Key(), 57, 73).fit(line(chord), None, noise(seed))
    strong = [pitch for pitch, level in zip(pitches, LEVELS, strict=True) if level >= 4]
    assert sum(pitch % 12 in chord_classes(chord) for pitch in strong) >= len(strong) - 1


@given(st.integers(0, 300))
def test_a_closing_phrase_ends_at_home(seed: int) -> None:
    pitches = TuneSearch(Key(2), 57, 73).fit(line(parse_symbol("D")), None, noise(seed))
    assert pitches[-1] % 12 in (2, 6, 9)


def test_a_fixed_pitch_is_kept_even_outside_the_range() -> None:
    notes = line(parse_symbol("C"))
    notes[3] = replace(notes[3], fixed=84)
    pitches = TuneSearch(Key(), 57, 73, stretch=[84]).fit(notes, None, noise(1))
    assert pitches[3] == 84
    assert all(57 <= pitch <= 73 for index, pitch in enumerate(pitches) if index != 3)


def test_a_remembered_tune_comes_back() -> None:
    search = TuneSearch(Key(), 57, 73)
    first = search.fit(line(parse_symbol("C")), None, noise(1))
    notes = [
        replace(note, memory=pitch, weight=2.5) for note, pitch in zip(line(parse_symbol("C")), first, strict=True)
    ]
    again = search.fit(notes, None, noise(2))
    assert sum(one == other for one, other in zip(first, again, strict=True)) >= 7


def test_over_the_dominant_of_a_minor_key_the_raised_seventh_stands_alone() -> None:
    key = Key(9, Mode.MINOR)
    for seed in range(40):
        pitches = TuneSearch(key, 57, 73).fit(line(parse_symbol("E7"), cadence=Cadence.OPEN), None, noise(seed))
        assert all(pitch % 12 != 7 for pitch in pitches)


def test_one_note_is_a_tune_too() -> None:
    assert len(TuneSearch(Key(), 57, 73).fit(line(parse_symbol("C"), 1), 60, noise(1))) == 1


def test_intervals_are_counted_in_degrees() -> None:
    assert TuneSearch(Key(), 57, 73).steps((60, 62, 64, 72, 67)) == (1, 1, 5, -3)
