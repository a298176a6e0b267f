"""From a band to a choir and back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from songwright.core.edits import edit_notes, set_note_locks
from songwright.core.song import Song, TrackRole
from songwright.core.timeline import timeline
from songwright.core.words import lyric_text, with_lyric_text
from songwright.lyrics.lexicon import load_lexicon
from songwright.music.choir import is_choir, without_choir
from songwright.music.composers import compose
from songwright.music.fit_report import fit_report
from songwright.music.kit import Kit
from songwright.music.refit import refit_line, sing_to, unfit_lines
from songwright.music.request import ComposeRequest

WORDS = "[Verse 1]\nThe harbour light is burning low\nAnd all the boats are home"
ASKED = ComposeRequest(style="hymn", seed=2)


@pytest.fixture(scope="module")
def kit() -> Kit:
    return Kit(load_lexicon())


@pytest.fixture(scope="module")
def choir(kit: Kit) -> Song:
    return compose(with_lyric_text(Song(), WORDS), replace(ASKED, chorale=True), kit)


def test_a_band_takes_the_place_of_the_choir_again(choir: Song, kit: Kit) -> None:
    assert is_choir(choir)
    band = compose(choir, ASKED, kit)
    plain = compose(with_lyric_text(Song(), WORDS), ASKED, kit)
    assert not is_choir(band)
    assert [(t.name, t.role) for t in band.tracks] == [(t.name, t.role) for t in plain.tracks]
    known = {track.id for track in band.tracks}
    assert all(part.track in known for s in band.sections if s.music is not None for part in s.music.parts)


def test_a_choir_does_not_wait_for_a_band_that_is_not_there(kit: Kit) -> None:
    band = compose(with_lyric_text(Song(), WORDS), replace(ASKED, intro=4), kit)
    sung_first = next(section.id for section in band.sections if section.sung_lines)
    choir = compose(band, replace(ASKED, chorale=True), kit)
    assert [span.section_id for span in timeline(choir).spans] == [sung_first]
    again = compose(choir, ASKED, kit)
    assert [span.section_id for span in timeline(again).spans] == [span.section_id for span in timeline(band).spans]


def test_a_voice_with_a_locked_note_stays(choir: Song) -> None:
    alto = next(track for track in choir.tracks if track.name == "Alto")
    section = next(s for s in choir.sections if s.music is not None and s.music.part(alto.id).notes)
    assert section.music is not None
    note = section.music.part(alto.id).notes[0]
    left = without_choir(set_note_locks(choir, section.id, alto.id, [note], locked=True))
    assert [track.name for track in left.tracks if track.role is TrackRole.HARMONY] == ["Alto"]


def test_a_song_for_a_band_is_left_alone(kit: Kit) -> None:
    band = compose(with_lyric_text(Song(), WORDS), ASKED, kit)
    assert without_choir(band) is band


LINE = "The harbour light is burning low"


def with_words(song: Song, new: str) -> Song:
    return with_lyric_text(song, lyric_text(song).replace(LINE, new))


def sung(song: Song, *, other: bool = False) -> list[set[tuple[str | None, int | None]]]:
    """The syllables of the first line, or of the others, that each voice sings."""
    first = song.sections[0].lines[0].id
    return [
        {
            (note.line, note.syllable)
            for section in song.sections
            if section.music is not None
            for note in section.music.part(track.id).notes
            if (note.line == first) != other
        }
        for track in song.tracks
    ]


@pytest.mark.parametrize("new", ["The old harbour light is burning very low", "The light is low"])
def test_every_voice_sings_a_line_that_is_fitted_again(choir: Song, kit: Kit, new: str) -> None:
    changed = with_words(choir, new)
    line = changed.sections[0].lines[0].id
    assert unfit_lines(changed, kit) == (line,)
    fitted = refit_line(changed, line, kit)
    assert unfit_lines(fitted, kit) == ()
    assert sung(fitted) == [{(line, index) for index in range(len(kit.divide(new)))}] * 4
    assert sung(fitted, other=True) == sung(choir, other=True)


def test_a_voice_without_a_syllable_is_named_and_given_it(choir: Song, kit: Kit) -> None:
    alto = next(track for track in choir.tracks if track.name == "Alto")
    section = choir.sections[0]
    line = section.lines[0].id
    assert section.music is not None
    notes = tuple(n for n in section.music.part(alto.id).notes if (n.line, n.syllable) != (line, 1))
    lacking = edit_notes(choir, section.id, alto.id, notes)
    report = next(one for one in fit_report(lacking, kit) if one.line == line)
    assert any(sentence.startswith("Alto has no note for “har") for sentence in report.sentences)
    assert unfit_lines(lacking, kit) == (line,)
    assert unfit_lines(refit_line(lacking, line, kit), kit) == ()


def test_every_voice_sings_to_the_tune_of_another_section(kit: Kit) -> None:
    words = WORDS + "\n\n[Verse 2]\nThe morning comes across the silver bay\nAnd all the bells are rung"
    song = compose(with_lyric_text(Song(), words), replace(ASKED, chorale=True), kit)
    verses = [section.id for section in song.sections if section.lines]
    assert unfit_lines(sing_to(song, verses[1], verses[0], kit), kit) == ()
