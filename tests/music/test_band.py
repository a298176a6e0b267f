"""What the band plays: voicings, figures, bass, drums, swing."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songwright.core.song import Chord, Key, Metre, Note
from songwright.music.band import swung, unswung
from songwright.music.chords import QUALITIES, chord_classes, leading_tone, parse_symbol
from songwright.music.drums import DRUMS, play_drums
from songwright.music.figures import Passage, play_bass, play_figure, voice_chord
from songwright.music.harmony import Chart
from songwright.music.styles import Groove

FOUR = Metre(4, 4)
chords = st.builds(Chord, st.just(0), st.integers(0, 11), st.sampled_from(sorted(QUALITIES)))


def passage(*symbols: str, hold: bool = False) -> Passage:
    """A bar for each chord symbol."""
    row = tuple(parse_symbol(symbol, index * FOUR.bar_ticks) for index, symbol in enumerate(symbols))
    return Passage(Chart(row), len(symbols), FOUR, FOUR, Key(), hold=hold)


@given(chords, chords, st.integers(50, 72))
def test_voicings_are_the_chord_near_the_middle(one: Chord, other: Chord, centre: int) -> None:
    voices = voice_chord(other, voice_chord(one, None, centre), centre)
    assert list(voices) == sorted(set(voices))
    assert {voice % 12 for voice in voices} <= set(chord_classes(other))
    assert abs(sum(voices) / len(voices) - centre) <= 9


@given(chords)
def test_the_leading_tone_is_never_doubled(chord: Chord) -> None:
    voices = [voice % 12 for voice in voice_chord(chord, None, 60)]
    assert voices.count(leading_tone(chord) if leading_tone(chord) is not None else -1) <= 1


def test_voices_move_little_between_neighbouring_chords() -> None:
    voices = None
    for symbol in ("C", "Am", "F", "G7", "C", "E7", "Am", "D7", "G"):
        moved = voice_chord(parse_symbol(symbol), voices, 60)
        if voices is not None:
            assert max(abs(one - other) for one, other in zip(voices, moved, strict=True)) <= 5
        voices = moved


def test_a_held_chord_is_struck_anew_when_the_harmony_changes() -> None:
    row = (parse_symbol("C"), parse_symbol("F", 960))
    notes = play_figure("c---------------", Passage(Chart(row), 1, FOUR, FOUR, Key()), 60, 70)
    assert {note.start for note in notes} == {0, 960}
    assert all(note.length == 960 for note in notes)


def test_downbeats_are_played_louder() -> None:
    notes = play_figure("c-c-c-c-", passage("C"), 60, 70)
    loudness = {note.start: note.velocity for note in notes}
    assert loudness[0] > loudness[960] > loudness[480]


def test_the_bass_plays_the_roots_or_the_chords_own_bass() -> None:
    notes = play_bass("R-------5-------", passage("C", "G/B", "Am"), 80)
    assert [note.pitch % 12 for note in notes] == [0, 7, 11, 2, 9, 4]
    assert all(28 <= note.pitch <= 50 for note in notes)


def test_the_sixth_of_the_bass_is_the_seventh_where_the_chord_has_a_small_one() -> None:
    notes = play_bass("R-------6-------", passage("C", "C7", "Am", "Gm7", "C"), 80)
    assert [note.pitch % 12 for note in notes[1::2]] == [9, 10, 6, 5, 9]


def test_the_bass_walks_into_the_next_chord() -> None:
    notes = play_bass("R-----------a---", passage("C", "F"), 80)
    assert abs(notes[1].pitch - notes[2].pitch) <= 2


def test_the_last_bar_of_a_piece_is_held() -> None:
    notes = play_figure("c-c-c-c-", passage("C", "C", hold=True), 60, 70)
    assert {(note.start, note.length) for note in notes if note.start >= 1920} == {(1920, 1920)}


def test_a_section_ends_with_a_fill_and_a_chorus_begins_with_a_crash() -> None:
    groove, fill = Groove({"kick": "x...x..."}), Groove({"snare": "xxxxxxxx"})
    notes = play_drums(groove, fill, 4, (FOUR, FOUR), 1.0, crash=True)
    assert [note.pitch for note in notes if note.start >= 3 * 1920] == [DRUMS["snare"]] * 8
    assert (0, DRUMS["crash"]) in {(note.start, note.pitch) for note in notes}


def test_every_fourth_bar_ends_as_the_fill_does() -> None:
    groove, fill = Groove({"kick": "x...x..."}), Groove({"snare": "xxxxxxxx"})
    notes = play_drums(groove, fill, 8, (FOUR, FOUR), 1.0)
    bars = [{(note.start % 1920, note.pitch) for note in notes if note.start // 1920 == bar} for bar in range(8)]
    plain = {(0, DRUMS["kick"]), (960, DRUMS["kick"])}
    assert [bar == plain for bar in bars] == [True, True, True, False, True, True, True, False]
    assert bars[3] == plain | {(1440, DRUMS["snare"]), (1680, DRUMS["snare"])}


def test_a_bass_that_holds_its_notes_leads_into_the_chord_after_four_bars() -> None:
    chords = ("C", "C", "C", "C", "F")
    plain, leading = (play_bass("R-------", passage(*chords), 80, leading=on) for on in (False, True))
    assert len(plain) == 5
    assert [note.start for note in leading] == [0, 1920, 3840, 5760, 5760 + 1440, 7680]
    assert abs(leading[4].pitch - leading[5].pitch) <= 2


def test_an_overdriven_guitar_leaves_out_thirds_but_keeps_a_chord_without_a_fifth() -> None:
    third = {note.pitch % 12 for note in play_figure("c-------", passage("C"), 52, 70, bare=True)}
    assert third == {0, 7}
    diminished = {note.pitch % 12 for note in play_figure("c-------", passage("Bdim"), 52, 70, bare=True)}
    assert diminished == {11, 2, 5}


@pytest.mark.parametrize("swing", [0.5, 0.56, 0.66])
@given(starts=st.lists(st.integers(-960, 8000), min_size=1, max_size=30, unique=True))
def test_swing_keeps_beats_and_order_and_can_be_undone(swing: float, starts: list[int]) -> None:
    notes = tuple(Note(start, 60, 60) for start in sorted(starts))
    bent = swung(notes, swing, FOUR)
    assert all(one.start <= other.start for one, other in pairwise(bent))
    assert all(one.start == other.start for one, other in zip(notes, bent, strict=True) if one.start % 480 == 0)
    back = unswung(bent, swing, FOUR)
    assert all(abs(one.start - other.start) <= 1 for one, other in zip(notes, back, strict=True))


def test_swing_moves_the_second_half_of_a_beat() -> None:
    assert swung((Note(240, 240, 60),), 2 / 3, FOUR)[0].start == 320
    assert swung((Note(240, 240, 60),), 2 / 3, Metre(6, 8))[0].start == 240
