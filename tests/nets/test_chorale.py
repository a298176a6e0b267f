"""Chorale mode on sung notes."""

from __future__ import annotations

from itertools import pairwise

import pytest

from songwright.core.song import TICKS_PER_QUARTER, Note
from songwright.lyrics.lexicon import load_lexicon
from songwright.music.kit import Kit
from songwright.music.nets.chorale import chorale
from songwright.music.nets.runtime import Cancelled

KIT = Kit(load_lexicon())
Q = TICKS_PER_QUARTER
# A tune of our own with an upbeat, a rest before the second line and a last note held.
PITCHES = [67, 72, 71, 72, 74, 72, 69, 71, 67, 69, 71, 72, 71, 69, 67]
TUNE = tuple(
    Note((i - 1) * Q + (Q if i > 7 else 0), Q, pitch, line="l1" if i < 8 else "l2", syllable=i % 8)
    for i, pitch in enumerate(PITCHES)
)


def test_every_voice_sings_every_syllable_with_the_tune() -> None:
    parts = chorale(KIT, TUNE, seed=3)
    assert parts[0] == TUNE
    for part in parts[1:]:
        assert {(note.line, note.syllable) for note in part} == {(note.line, note.syllable) for note in TUNE}
        starts = {note.start: (note.line, note.syllable) for note in part}
        assert all(starts[note.start] == (note.line, note.syllable) for note in TUNE)


def test_parts_are_single_lines_that_rest_where_the_tune_rests() -> None:
    for part in chorale(KIT, TUNE, seed=4)[1:]:
        assert all(a.end <= b.start for a, b in pairwise(part))
        assert not any(note.start < 8 * Q and note.end > 7 * Q for note in part)
        assert sum(note.length for note in part) == sum(note.length for note in TUNE)


def test_all_hold_on_the_last_note_of_a_line() -> None:
    for seed in range(4):
        for part in chorale(KIT, TUNE, seed=seed):
            assert sum(note.line == "l1" and note.syllable == 7 for note in part) == 1
            assert sum((note.line, note.syllable) == ("l2", 6) for note in part) == 1


def test_held_notes_of_a_lower_voice_stay_and_the_others_go_with_them() -> None:
    parts = chorale(KIT, TUNE, seed=3)
    held = tuple(note for note in parts[1] if 0 <= note.start < 4 * Q)
    again = chorale(KIT, TUNE, seed=9, held=(held, (), ()))
    assert set(held) <= set(again[1])
    assert again[2] != parts[2]


def test_a_tune_for_low_voices_is_moved_up_by_octaves() -> None:
    low = tuple(Note(note.start, note.length, note.pitch - 12, line=note.line, syllable=note.syllable) for note in TUNE)
    parts = chorale(KIT, low, seed=3)
    assert [note.pitch for note in parts[0]] == PITCHES


def test_swung_notes_keep_their_ticks() -> None:
    swung = (Note(0, 320, 67), Note(320, 160, 69), Note(480, 480, 71))
    for part in chorale(KIT, swung, seed=1):
        assert {0, 320, 480} <= {note.start for note in part}
        assert part[-1].end == 960


def test_no_tune_gives_no_parts_and_stopping_is_noticed() -> None:
    assert chorale(KIT, (), seed=0) == ((), (), (), ())
    with pytest.raises(Cancelled):
        chorale(KIT, TUNE, seed=0, cancelled=lambda: True)
