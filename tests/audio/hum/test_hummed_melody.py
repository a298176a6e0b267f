"""Heard notes become a melody: on the grid, in the key, with syllables, in the place of the line's old notes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songwright.audio.hum.hummed_melody import Fit, LineSpan, Melody, MelodyWishes, melody, place_of
from songwright.audio.hum.listen import HeardNote
from songwright.audio.hum.quantise import best_transposition, fitted, pitches
from songwright.core.edits import set_note_locks
from songwright.core.errors import SongwrightError
from songwright.core.song import Key, Line, Metre, Mode, Music, Note, Part, Section, Song, Track, TrackRole

BEAT = 480
C_MAJOR = Key(0, Mode.MAJOR)


def song_with(*lines: tuple[str, str], bars: int = 4) -> Song:
    """A beat a syllable and a line a bar, each line one pitch: C4 for the first, D4 for the second ..."""
    notes = [
        Note((index * 4 + place) * BEAT, BEAT, 60 + 2 * index, line=line, syllable=place)
        for index, (line, text) in enumerate(lines)
        for place in range(len(text.split()))
    ]
    section = Section(
        "s1",
        title="Verse",
        lines=tuple(Line(*line) for line in lines),
        music=Music(bars, (), (Part("t1", tuple(notes)),)),
    )
    return Song(tempo=120.0, sections=(section,), tracks=(Track("t1", "Voice", TrackRole.VOCAL),))


SONG = song_with(("l1", "one two three four"), ("l2", "five six seven eight"))


def sung(*notes: tuple[float, float, float], late: float = 0.7) -> list[HeardNote]:
    """Notes of (beat, beats, pitch) at 120, beginning `late` seconds into the take."""
    return [HeardNote(late + start / 2, late + (start + length) / 2, pitch) for start, length, pitch in notes]


def placed(heard: list[HeardNote], syllables: int = 4, line: str = "l2", **wishes: object) -> Melody:
    return melody(SONG, place_of(SONG, line), heard, syllables, MelodyWishes(**wishes))  # type: ignore[arg-type]


def test_a_phrase_takes_the_place_of_its_line_and_of_nothing_else() -> None:
    made = placed(sung((0, 1, 64), (1, 0.5, 65), (1.5, 0.5, 67), (2, 2, 64)))
    part = made.song.section("s1").music.part("t1").notes  # type: ignore[union-attr]
    assert [note for note in part if note.line == "l1"] == list(SONG.sections[0].music.parts[0].notes[:4])  # type: ignore[union-attr]
    assert [(note.start, note.length, note.pitch, note.syllable) for note in made.notes] == [
        (4 * BEAT, BEAT, 64, 0),
        (5 * BEAT, BEAT // 2, 65, 1),
        (5 * BEAT + BEAT // 2, BEAT // 2, 67, 2),
        (6 * BEAT, 2 * BEAT, 64, 3),
    ]
    assert all(note.edited and note.line == "l2" for note in made.notes)
    assert list(part) == sorted(part, key=lambda note: (note.start, note.pitch))


@pytest.mark.parametrize("pace", [0.85, 1.0, 1.15])
def test_a_phrase_sung_slower_or_faster_than_the_song_keeps_its_rhythm(pace: float) -> None:
    rhythm = [(0, 1), (1, 0.5), (1.5, 0.5), (2, 1), (3, 1)]
    unsteady = [0.0, 0.03, -0.03, 0.02, -0.02]
    heard = [
        HeardNote((start / 2 + wobble) * pace, ((start + length) / 2) * pace, 60)
        for (start, length), wobble in zip(rhythm, unsteady, strict=True)
    ]
    found = fitted(heard, [60] * 5, metre=Metre(4, 4), tempo=120, step=120, begin=0)
    assert [note.start / BEAT for note in found] == [start for start, _ in rhythm]


def test_a_singer_out_of_tune_is_heard_as_meant() -> None:
    heard = sung((0, 1, 60.4), (1, 1, 62.35), (2, 1, 64.45), (3, 1, 60.4))
    assert pitches(heard, C_MAJOR) == (60, 62, 64, 60)


def test_a_doubtful_note_goes_to_the_scale_and_a_clear_one_stays_outside_it() -> None:
    heard = sung((0, 2, 60), (2, 2, 64), (4, 0.5, 65.45), (4.5, 2, 66.0), (6.5, 2, 67))
    assert pitches(heard, C_MAJOR) == (60, 64, 65, 66, 67)


def test_a_low_voice_is_taken_to_where_the_tune_lies() -> None:
    made = placed(sung((0, 1, 40), (1, 1, 43), (2, 1, 40), (3, 1, 38)))
    assert [note.pitch for note in made.notes] == [64, 67, 64, 62]


def test_a_phrase_in_another_key_is_brought_into_the_songs() -> None:
    in_d_flat = sung(*[(beat, 1, pitch + 1) for beat, pitch in enumerate((60, 64, 67, 65, 62, 59, 60))])
    assert best_transposition(in_d_flat, C_MAJOR) == -1
    assert best_transposition(sung((0, 1, 60), (1, 1, 64), (2, 1, 67)), C_MAJOR) == 0


def test_too_few_notes_are_parted_or_left_as_they_were_hummed() -> None:
    two = sung((0, 1, 64), (1, 3, 65))
    each = placed(two)
    assert [note.syllable for note in each.notes] == [0, 1, 2, 3]
    assert sum(note.length for note in each.notes) == 4 * BEAT
    assert [note.syllable for note in placed(two, fit=Fit.AS_HUMMED).notes] == [0, 1]


def test_too_many_notes_are_slurred_where_they_are_short() -> None:
    five = sung((0, 1, 64), (1, 0.75, 65), (1.75, 0.25, 67), (2, 1, 65), (3, 1, 64))
    assert [note.syllable for note in placed(five).notes] == [0, 1, 1, 2, 3]


def test_a_phrase_too_long_for_its_line_is_sung_faster_and_that_is_told() -> None:
    eight = sung(*[(beat, 1, 60) for beat in range(8)])
    made = placed(eight, syllables=8, line="l1")
    assert made.squeezed
    assert len(made.notes) == 8
    assert made.notes[-1].end <= 4 * BEAT


@pytest.mark.parametrize(("slower", "pace"), [(1, 1.0), (1.2, 1.0), (0.85, 1.0), (2, 2.0), (2.2, 2.0), (0.5, 0.5)])
def test_a_tune_hummed_at_half_or_double_tempo_keeps_the_songs_beat(slower: float, pace: float) -> None:
    rhythm = ((0, 1), (1, 0.5), (1.5, 0.5), (2, 2))
    made = placed(sung(*((start * slower, length * slower, 64) for start, length in rhythm)))
    assert made.pace == pace
    assert [(note.start - 4 * BEAT) / BEAT for note in made.notes] == [0, 1, 1.5, 2]
    assert not made.squeezed


def test_the_speed_of_a_phrase_can_be_chosen() -> None:
    slow = sung((0, 2, 64), (2, 2, 65), (4, 2, 67), (6, 2, 64))
    assert [note.length for note in placed(slow, pace=2.0).notes] == [BEAT] * 4
    assert placed(slow, pace=1.0).pace == 1.0
    short = sung((0, 1, 64), (1, 1, 65))
    assert [note.length for note in placed(short, 2, pace=0.5).notes] == [2 * BEAT] * 2


def test_a_line_can_begin_later_or_earlier() -> None:
    one = sung((0, 1, 64), (1, 1, 65))
    assert placed(one, 2, later=240).notes[0].start == 4 * BEAT + 240
    earlier = placed(one, 2, later=-240)
    assert earlier.notes[0].start == 4 * BEAT - 240
    before = [note for note in earlier.song.sections[0].music.parts[0].notes if note.line == "l1"]  # type: ignore[union-attr]
    assert before[-1].end <= earlier.notes[0].start


def test_no_notes_and_no_music_are_told() -> None:
    with pytest.raises(SongwrightError, match="No note"):
        placed([])
    silent = replace(SONG, sections=(replace(SONG.sections[0], music=None),))
    with pytest.raises(SongwrightError, match="Compose"):
        place_of(silent, "l1")
    with pytest.raises(SongwrightError, match="not in the song"):
        place_of(SONG, "l9")


def test_a_line_with_locked_notes_is_not_hummed_over() -> None:
    music = SONG.sections[0].music
    assert music is not None
    own = [note for note in music.part("t1").notes if note.line == "l2"]
    with pytest.raises(SongwrightError, match="locked"):
        place_of(set_note_locks(SONG, "s1", "t1", own[1:2], locked=True), "l2")
    place_of(set_note_locks(SONG, "s1", "t1", own[1:2], locked=True), "l1")


def test_a_locked_note_before_the_line_is_not_cut() -> None:
    music = SONG.sections[0].music
    assert music is not None
    song = set_note_locks(SONG, "s1", "t1", music.part("t1").notes[3:4], locked=True)
    made = melody(song, place_of(song, "l2"), sung((0, 1, 64), (1, 1, 65)), 2, MelodyWishes(later=-240))
    part = made.song.section("s1").music.part("t1").notes  # type: ignore[union-attr]
    assert [note for note in part if note.locked] == [replace(music.part("t1").notes[3], locked=True)]
    assert made.notes[0].start == 4 * BEAT


@given(
    st.lists(st.tuples(st.floats(0.0, 0.6), st.floats(0.09, 2.0), st.floats(30, 90)), min_size=1, max_size=30),
    st.integers(0, 14),
    st.integers(-960, 960),
    st.sampled_from([Metre(4, 4), Metre(6, 8), Metre(7, 8), Metre(3, 2)]),
    st.sampled_from(Fit),
)
def test_any_phrase_gives_notes_in_order_inside_its_place(
    rests_and_notes: list[tuple[float, float, float]], syllables: int, later: int, metre: Metre, fit: Fit
) -> None:
    heard, now = [], 0.2
    for rest, length, pitch in rests_and_notes:
        heard.append(HeardNote(now + rest, now + rest + length, pitch))
        now += rest + length
    song = replace(SONG, metre=metre)
    place: LineSpan = place_of(song, "l1")
    made = melody(song, place, heard, syllables, MelodyWishes(later, None, fit))
    assert all(one.end <= two.start for one, two in zip(made.notes, made.notes[1:], strict=False))
    assert made.notes[-1].start < place.limit
    sung_ones = [note.syllable for note in made.notes if note.syllable is not None]
    assert sung_ones == sorted(sung_ones)
    if fit is Fit.EVERY_SYLLABLE and syllables:
        assert sorted(set(sung_ones)) == list(range(syllables)) or len(made.notes) < syllables


def test_played_notes_keep_their_pitches_and_are_moved_only_when_asked() -> None:
    outside = sung((0, 1, 40), (1, 1, 42), (2, 1, 44), (3, 1, 46))
    assert [note.pitch for note in placed(outside, exact=True).notes] == [40, 42, 44, 46]
    assert [note.pitch for note in placed(outside, exact=True, transpose=12).notes] == [52, 54, 56, 58]
