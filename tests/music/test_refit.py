"""Words and tune fitted to each other again change as few notes as can be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from music.conftest import LIGHTHOUSE
from songwright.core.edits import replace_notes, set_note_locks
from songwright.core.errors import SongwrightError
from songwright.core.song import Metre, Note, SectionKind, Song, TrackRole
from songwright.core.words import lyric_text, with_lyric_text
from songwright.lyrics.lexicon import load_lexicon
from songwright.music.alignment import aligned
from songwright.music.check import check_song
from songwright.music.composers import compose
from songwright.music.fit_report import fit_report
from songwright.music.kit import Kit
from songwright.music.refit import refit_line, sing_to, unfit_lines
from songwright.music.request import ComposeRequest

KIT = Kit(load_lexicon())
SONG = compose(with_lyric_text(Song(), LIGHTHOUSE), ComposeRequest(style="folk", seed=3), KIT)
VERSES = [section for section in SONG.sections if section.kind is SectionKind.VERSE]
LINE = VERSES[0].lines[0]
VOCAL = next(track.id for track in SONG.tracks if track.role is TrackRole.VOCAL)


def sung(song: Song, section: str, line: str | None = None) -> list[Note]:
    music = song.section(section).music
    assert music is not None
    return [note for note in music.part(VOCAL).notes if line is None or note.line == line]


def with_words(song: Song, old: str, new: str) -> Song:
    return with_lyric_text(song, lyric_text(song).replace(old, new))


@pytest.mark.parametrize(
    ("words", "most"),
    [
        ("The lighthouse keeper climbs the hill", 0),
        ("The lighthouse keeper climbs stairs", 2),
        ("The old lighthouse keeper climbs the stair", 2),
        ("The lighthouse keeper is climbing up the stair", 5),
        ("Keeper climbs the stair", 4),
        ("Stair", 8),
        ("The incorruptible lighthouse keeper is forever climbing the stair", 10),
    ],
)
def test_a_changed_line_is_sung_whole_with_few_changes(words: str, most: int) -> None:
    changed = with_words(SONG, LINE.text, words)
    fitted = refit_line(changed, LINE.id, KIT)
    assert check_song(fitted, KIT.divide).coverage == 1.0
    before = {(note.start, note.length, note.pitch) for note in sung(SONG, VERSES[0].id, LINE.id)}
    after = {(note.start, note.length, note.pitch) for note in sung(fitted, VERSES[0].id, LINE.id)}
    assert len(before ^ after) <= 2 * most
    others = [note for note in sung(SONG, VERSES[0].id) if note.line != LINE.id]
    assert [note for note in sung(fitted, VERSES[0].id) if note.line != LINE.id] == others


def test_lines_that_do_not_fit_are_named_and_fitting_ones_left_alone() -> None:
    assert unfit_lines(SONG, KIT) == ()
    assert refit_line(SONG, LINE.id, KIT) is SONG
    changed = with_words(SONG, LINE.text, "The old lighthouse keeper climbs the stair")
    assert unfit_lines(changed, KIT) == (LINE.id,)
    assert unfit_lines(refit_line(changed, LINE.id, KIT), KIT) == ()


def test_locked_notes_stay_when_words_change_and_are_said_to_be_in_the_way() -> None:
    notes = sung(SONG, VERSES[0].id, LINE.id)
    locked = set_note_locks(SONG, VERSES[0].id, VOCAL, notes[:2], locked=True)
    kept = {note for note in sung(locked, VERSES[0].id) if note.locked}
    fitted = refit_line(with_words(locked, LINE.text, "The lighthouse man climbs the stair"), LINE.id, KIT)
    assert kept <= set(sung(fitted, VERSES[0].id))
    every = set_note_locks(SONG, VERSES[0].id, VOCAL, notes, locked=True)
    with pytest.raises(SongwrightError, match="cannot be laid under"):
        refit_line(with_words(every, LINE.text, "Stair"), LINE.id, KIT)


def test_the_second_verse_is_sung_to_the_tune_of_the_first() -> None:
    after = sing_to(SONG, VERSES[1].id, VERSES[0].id, KIT)
    one, two = sung(after, VERSES[0].id), sung(after, VERSES[1].id)
    assert check_song(after, KIT.divide).coverage == 1.0
    there = {(note.start, note.pitch) for note in one}
    assert sum((note.start, note.pitch) in there for note in two) >= 0.9 * len(two)
    first, second = after.section(VERSES[0].id).music, after.section(VERSES[1].id).music
    assert first is not None
    assert second is not None
    assert (first.chords, first.bars) == (second.chords, second.bars)


def test_more_lines_than_the_tune_has_begin_it_again() -> None:
    bridge = next(section for section in SONG.sections if section.kind is SectionKind.BRIDGE)
    after = sing_to(SONG, VERSES[1].id, bridge.id, KIT)
    assert check_song(after, KIT.divide).coverage == 1.0
    music, model = after.section(VERSES[1].id).music, after.section(bridge.id).music
    assert music is not None
    assert model is not None
    assert music.bars == 2 * model.bars


def test_locked_notes_of_the_section_stay_under_another_tune() -> None:
    locked = set_note_locks(SONG, VERSES[1].id, VOCAL, sung(SONG, VERSES[1].id)[3:5], locked=True)
    kept = {note for note in sung(locked, VERSES[1].id) if note.locked}
    after = sing_to(locked, VERSES[1].id, VERSES[0].id, KIT)
    assert kept <= set(sung(after, VERSES[1].id))
    assert check_song(after, KIT.divide).coverage == 1.0


def test_a_section_without_a_tune_is_refused_in_words() -> None:
    with pytest.raises(SongwrightError, match="no tune yet"):
        sing_to(
            replace(SONG, sections=tuple(replace(s, music=None) for s in SONG.sections)), *(v.id for v in VERSES), KIT
        )


@pytest.mark.parametrize("strengths", [(2, 0, 2, 0, 2), (2, 0, 2, 2, 2), (2, 2, 0, 0, 2)])
@pytest.mark.parametrize("second", [1440, 1920])
def test_a_syllable_more_takes_the_second_note_of_a_slur_before_another_note_is_parted(
    strengths: tuple[int, ...], second: int
) -> None:
    starts, owners = (0, 480, 960, second, 2400), (0, 1, 2, 2, 3)
    tune = [
        Note(start, 480, 60 + 2 * place, line="a", syllable=owner)
        for place, (start, owner) in enumerate(zip(starts, owners, strict=True))
    ]
    found = aligned(tune, strengths, "a", Metre(), 100.0, room=480)
    assert found is not None
    assert [(note.start, note.length, note.syllable) for note in found] == [
        (note.start, note.length, place) for place, note in enumerate(tune)
    ]


def test_equal_notes_are_tied_rather_than_slurred() -> None:
    tune = [Note(480 * place, 480, 60, line="a", syllable=place) for place in range(4)]
    found = aligned(tune, (2, 0, 2), "b", Metre(), 100.0, room=0)
    assert found is not None
    assert [(note.start, note.length, note.syllable) for note in found] == [(0, 480, 0), (480, 480, 1), (960, 960, 2)]


def test_the_report_says_what_is_wrong_in_sentences() -> None:
    assert all(report.fits for report in fit_report(SONG, KIT) if report.line == LINE.id)
    changed = with_words(SONG, LINE.text, "The lighthouse keeper climbs the stair again and")
    report = next(one for one in fit_report(changed, KIT) if one.line == LINE.id)
    assert report.unsung == (8, 9, 10)
    assert any("No note for" in sentence and "and" in sentence for sentence in report.sentences)
    assert report.notes == len(report.wanted) == 8
    shorter = next(one for one in fit_report(with_words(SONG, LINE.text, "Stair"), KIT) if one.line == LINE.id)
    assert any("7 notes have no syllable" in sentence for sentence in shorter.sentences)


def test_a_line_without_any_note_says_what_gives_it_notes() -> None:
    kept = [note for note in sung(SONG, VERSES[0].id) if note.line != LINE.id]
    silent = replace_notes(SONG, VERSES[0].id, VOCAL, kept)
    report = next(one for one in fit_report(silent, KIT) if one.line == LINE.id)
    assert report.sentences == ("None of its words has a note yet. Compose, or Bars Again, gives it notes.",)
    assert unfit_lines(silent, KIT) == (), "refitting cannot help where there is nothing to fit"


def test_a_stress_on_a_weak_beat_is_reported() -> None:
    changed = with_words(SONG, LINE.text, "Silver morning over water")
    report = next(one for one in fit_report(changed, KIT) if one.line == LINE.id)
    assert 0 in report.off_beat
    assert any("“Sil”" in sentence and "weak beat" in sentence for sentence in report.sentences)
