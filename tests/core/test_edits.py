from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songwright.core import edits
from songwright.core.errors import SongwrightError
from songwright.core.song import Chord, Key, Line, Mix, Music, Note, Part, Section, Song, Track, TrackRole
from songwright.core.words import lyric_text, section_text, with_lyric_text

TEXT = "[Verse]\nSlow the river runs\n\n[Chorus]\nHome, home\n\n[Chorus]\n\n[Chorus]"


def song() -> Song:
    written = with_lyric_text(Song(), TEXT)
    chorus = written.sections[1]
    notes = (
        Note(0, 480, 60, line=chorus.lines[0].id, syllable=0),
        Note(480, 480, 64, line=chorus.lines[0].id, syllable=1),
    )
    drums = Part("kit", (Note(0, 240, 36),))
    music = Music(2, (Chord(0, 0, bass=4), Chord(1920, 7)), (Part("voice", notes), drums))
    tracks = (Track("voice", "Voice", TrackRole.VOCAL), Track("kit", "Drums", TrackRole.DRUMS))
    return edits.set_music(replace(written, tracks=tracks), chorus.id, music)


def chorus_music(document: Song, place: int = 1) -> Music:
    music = document.music(document.sections[place])
    assert music is not None
    return music


@given(st.integers(-24, 24))
def test_transposing_there_and_back_changes_nothing(semitones: int) -> None:
    assert edits.transpose(edits.transpose(song(), semitones), -semitones) == song()


def test_transposing_moves_key_chords_and_notes_but_not_drums() -> None:
    moved = edits.transpose(song(), 2)
    music = chorus_music(moved)
    assert moved.key == Key(2)
    assert [(chord.root, chord.bass) for chord in music.chords] == [(2, 6), (9, None)]
    assert [note.pitch for note in music.part("voice").notes] == [62, 66]
    assert [note.pitch for note in music.part("kit").notes] == [36]


def test_transposing_out_of_range_is_refused_in_words() -> None:
    with pytest.raises(SongwrightError, match="too far"):
        edits.transpose(song(), 70)


@pytest.mark.parametrize("tempo", [0, 19.9, 10_000, float("nan"), float("inf")])
def test_a_tempo_that_cannot_be_played_is_refused_in_words(tempo: float) -> None:
    with pytest.raises(SongwrightError, match="20 to 400"):
        edits.set_tempo(song(), tempo)


def test_a_removed_section_hands_its_words_and_music_to_its_first_repeat() -> None:
    document = song()
    left = edits.remove_section(document, document.sections[1].id)
    assert lyric_text(left) == "[Verse]\nSlow the river runs\n\n[Chorus]\nHome, home\n\n[Chorus]"
    assert [section_text(left, section) for section in left.sections[1:]] == ["Home, home", "Home, home"]
    assert [note.pitch for note in chorus_music(left, 2).part("voice").notes] == [60, 64]


def test_notes_never_name_a_line_that_went_with_a_removed_section() -> None:
    document = song()
    chorus = document.sections[1]
    split = with_lyric_text(document, TEXT.replace("[Chorus]\nHome", "[Chorus]\nNew words\n\n[Bridge]\nHome", 1))
    bridge = next(section for section in split.sections if section.title == "Bridge")
    assert {note.line for note in chorus_music(split).part("voice").notes} == {bridge.lines[0].id}
    left = edits.remove_section(split, bridge.id)
    assert left.section(chorus.id).music == chorus_music(left)
    assert {note.line for note in chorus_music(left).part("voice").notes} == {None}


def test_a_repeat_moved_before_its_source_takes_its_own_copy() -> None:
    document = song()
    moved = edits.move_section(document, document.sections[2].id, 0)
    assert section_text(moved, moved.sections[0]) == "Home, home"
    assert moved.sections[0].repeats is None


STANZAS = "Slow the river runs\n\nHome, home\nand home\n\n[Interlude]\n\n[Verse]\nGone"


@pytest.mark.parametrize("text", [TEXT, STANZAS])
@pytest.mark.parametrize("edit", ["first", "last", "repeat", "remove"])
def test_the_text_of_moved_repeated_and_removed_sections_keeps_them_apart(text: str, edit: str) -> None:
    document = with_lyric_text(Song(), text)
    for section in document.sections:
        changed = {
            "first": lambda name: edits.move_section(document, name, 0),
            "last": lambda name: edits.move_section(document, name, len(document.sections)),
            "repeat": lambda name: edits.repeat_section(document, name),
            "remove": lambda name: edits.remove_section(document, name),
        }[edit](section.id)
        again = with_lyric_text(changed, lyric_text(changed))
        assert again == changed
        assert len(changed.sections) == len(document.sections) + {"repeat": 1, "remove": -1}.get(edit, 0)


def test_a_section_sung_once_more_shares_words_and_music_and_an_untitled_one_gets_a_copy() -> None:
    document = song()
    chorus = document.sections[1]
    more = edits.repeat_section(document, chorus.id)
    assert [(section.title, section.repeats) for section in more.sections[1:3]] == [
        ("Chorus", None),
        ("Chorus", chorus.id),
    ]
    assert more.music(more.sections[2]) == chorus.music
    stanzas = with_lyric_text(Song(), STANZAS)
    copied = edits.repeat_section(stanzas, stanzas.sections[1].id)
    first, second = copied.sections[1:3]
    assert [line.text for line in second.sung_lines] == [line.text for line in first.sung_lines]
    assert {line.id for line in second.lines}.isdisjoint({line.id for line in first.lines})


def test_an_unlinked_repeat_sings_its_own_copy_of_the_words() -> None:
    document = song()
    freed = edits.unlink_section(document, document.sections[2].id)
    own = freed.sections[2]
    line_ids = {line.id for line in own.lines}
    assert line_ids.isdisjoint({line.id for line in freed.sections[1].lines})
    assert {note.line for note in chorus_music(freed, 2).part("voice").notes} <= line_ids
    assert edits.unlink_section(freed, own.id) is freed


def test_notes_are_replaced_in_order_and_in_one_track_only() -> None:
    document = song()
    chorus = document.sections[1].id
    changed = edits.replace_notes(document, chorus, "voice", [Note(960, 240, 65), Note(0, 240, 62)])
    music = chorus_music(changed)
    assert [note.pitch for note in music.part("voice").notes] == [62, 65]
    assert music.part("kit") == chorus_music(document).part("kit")
    added = edits.replace_notes(document, chorus, "bass", [Note(0, 480, 40)])
    assert [part.track for part in chorus_music(added).parts] == ["voice", "kit", "bass"]


def test_what_a_hand_changed_is_marked_and_nothing_else_is() -> None:
    chorus = song().sections[1]
    first, second = chorus_music(song()).part("voice").notes
    changed = edits.edit_notes(song(), chorus.id, "voice", (first, replace(second, pitch=67)))
    now = chorus_music(changed).part("voice").notes
    assert now == (first, replace(second, pitch=67, edited=True))
    assert edits.edit_notes(changed, chorus.id, "voice", now) == changed


def test_locking_notes_touches_only_the_chosen_ones() -> None:
    document = song()
    chorus = document.sections[1].id
    first, second = chorus_music(document).part("voice").notes
    locked = edits.set_note_locks(document, chorus, "voice", [first], locked=True)
    assert chorus_music(locked).part("voice").notes == (replace(first, locked=True), second)
    assert edits.set_note_locks(locked, chorus, "voice", [replace(first, locked=True)], locked=False) == document


def test_locking_a_line_leaves_other_sections_untouched() -> None:
    document = song()
    line = document.sections[0].lines[0]
    locked = edits.set_line_lock(document, line.id, locked=True)
    assert locked.sections[0].lines[0] == replace(line, locked=True)
    assert locked.sections[1] is document.sections[1]


def test_a_chord_is_set_replaced_and_removed_at_its_place() -> None:
    document = song()
    chorus = document.sections[1].id
    changed = edits.set_chord(document, chorus, Chord(1920, 5, "m"))
    changed = edits.set_chord(changed, chorus, Chord(960, 9))
    assert [(chord.start, chord.root) for chord in chorus_music(changed).chords] == [(0, 0), (960, 9), (1920, 5)]
    assert [chord.start for chord in chorus_music(edits.remove_chord(changed, chorus, 960)).chords] == [0, 1920]


def test_the_mix_of_an_unknown_track_is_an_error_and_of_a_known_one_an_edit() -> None:
    assert edits.set_mix(song(), "voice", Mix(mute=True)).tracks[0].mix.mute
    with pytest.raises(KeyError):
        edits.set_mix(song(), "nobody", Mix())


@pytest.mark.parametrize(
    "broken",
    [
        lambda: Key(0, "minor"),
        lambda: Section("s", kind="verse"),
        lambda: Track("t", "T", "bass"),
        lambda: Song(piece="song"),
    ],
)
def test_a_plain_text_is_refused_where_an_enumeration_belongs(broken: Callable[[], object]) -> None:
    with pytest.raises(TypeError, match="is not a"):
        broken()


@pytest.mark.parametrize(
    "broken",
    [
        lambda: Note(0, 0, 60),
        lambda: Note(0, 10, 128),
        lambda: Note(0, 10, 60, velocity=0),
        lambda: Chord(0, 12),
        lambda: Chord(0, 0, bass=-1),
        lambda: Mix(pan=128),
        lambda: Music(0),
        lambda: Key(12),
        lambda: Track("t", "T", TrackRole.BASS, 128),
        lambda: Section("s", lines=(Line("l", "words"),), repeats="other"),
        lambda: Song(tempo=5),
    ],
)
def test_the_document_refuses_values_that_mean_nothing(broken: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        broken()


def test_a_capo_changes_nothing_that_sounds() -> None:
    before = song()
    after = edits.set_capo(before, 3)
    assert after.capo == 3
    assert replace(after, capo=0) == before


@pytest.mark.parametrize("fret", [-1, 12])
def test_a_capo_off_the_neck_is_refused(fret: int) -> None:
    with pytest.raises(SongwrightError, match="Choose one from 1 to 11"):
        edits.set_capo(song(), fret)
