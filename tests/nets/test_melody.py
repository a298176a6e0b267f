"""Pitches for a line: what is given stays, what is found can be sung."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songwright.music.nets.melody import (
    QUALITIES,
    MelodyStyle,
    RangeError,
    SungNote,
    TuneFrame,
    fill_pitches,
    load_melody_model,
)
from songwright.music.nets.runtime import Cancelled

MODEL = load_melody_model()
CHORDS = ((0, ""), (9, "m"), (5, ""), (7, "7"), (0, ""), (5, ""), (7, ""), (0, ""))
NOTES = tuple(
    SungNote(bar * 16 + step, 4, *CHORDS[bar], line_end=(bar % 4 == 3 and step == 12))
    for bar in range(8)
    for step in (0, 4, 8, 12)
)


def fill(notes: tuple[SungNote, ...], seed: int = 0, low: int = 57, high: int = 76, tonic: int = 0) -> tuple[int, ...]:
    frame = TuneFrame(tonic=tonic, minor=False, metre=(4, 4), low=low, high=high)
    return fill_pitches(MODEL, notes, frame, seed=seed, passes=8)


@given(kept=st.dictionaries(st.integers(0, len(NOTES) - 1), st.integers(60, 72)), seed=st.integers(0, 99))
def test_given_notes_stay_and_the_rest_lie_in_the_range(kept: dict[int, int], seed: int) -> None:
    notes = tuple(replace(note, pitch=kept.get(i)) for i, note in enumerate(NOTES))
    found = fill(notes, seed)
    assert all(found[i] == pitch for i, pitch in kept.items())
    assert all(57 <= pitch <= 76 for pitch in found)


def test_no_leap_is_one_that_singers_miss() -> None:
    for seed in range(8):
        leaps = {abs(a - b) for a, b in pairwise(fill(NOTES, seed))}
        assert not leaps & {6, 10, 11}
        assert max(leaps) <= 12


def test_lines_end_on_a_note_of_their_chord() -> None:
    for seed in range(8):
        for note, pitch in zip(NOTES, fill(NOTES, seed), strict=True):
            if note.line_end:
                assert (pitch - (note.root or 0)) % 12 in QUALITIES[note.quality]


def test_long_notes_on_beats_belong_to_the_chord_more_often_than_chance() -> None:
    found = [(note, pitch) for seed in range(6) for note, pitch in zip(NOTES, fill(NOTES, seed), strict=True)]
    inside = sum((pitch - (note.root or 0)) % 12 in QUALITIES[note.quality] for note, pitch in found)
    assert inside / len(found) > 0.6


def test_the_same_seed_gives_the_same_tune() -> None:
    assert fill(NOTES, 3) == fill(NOTES, 3)
    assert len({fill(NOTES, seed) for seed in range(5)}) == 5


def test_a_fixed_note_below_the_range_stays() -> None:
    notes = (replace(NOTES[0], pitch=40), *NOTES[1:])
    assert fill(notes)[0] == 40


def test_odd_metres_styles_and_unknown_chords_are_sung_too() -> None:
    notes = tuple(SungNote(step, 2) for step in range(0, 42, 2))
    frame = TuneFrame(tonic=7, minor=True, metre=(7, 8), low=50, high=69, style=MelodyStyle.FOLK)
    found = fill_pitches(MODEL, notes, frame, seed=1, passes=4)
    assert len(found) == len(notes)
    assert all(50 <= pitch <= 69 for pitch in found)


def test_no_notes_give_no_pitches_and_a_narrow_range_is_refused() -> None:
    assert fill(()) == ()
    with pytest.raises(RangeError, match="narrower than a fifth"):
        fill(NOTES, low=60, high=64)


def test_stopping_is_noticed() -> None:
    frame = TuneFrame(tonic=0, minor=False, metre=(4, 4), low=57, high=76)
    with pytest.raises(Cancelled):
        fill_pitches(MODEL, NOTES, frame, seed=0, cancelled=lambda: True)
