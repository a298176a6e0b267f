"""Strange words, metres and locks: a playable song in which no word is dropped, or a clear sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from songwright.core.edits import edit_notes, set_chord, set_note_locks
from songwright.core.errors import SongwrightError
from songwright.core.song import Chord, Metre, Song, TrackRole
from songwright.core.timeline import timeline
from songwright.core.words import with_lyric_text
from songwright.lyrics.lexicon import load_lexicon
from songwright.music.check import check_song
from songwright.music.composers import compose
from songwright.music.fit_report import fit_report
from songwright.music.kit import Kit
from songwright.music.recompose import recompose, reharmonise
from songwright.music.refit import refit_line, sing_to
from songwright.music.request import ComposeRequest, Selection
from songwright.music.tunes import between, more_like_this, surprise

KIT = Kit(load_lexicon())
WORDS = {
    "one syllable a line": "[Verse]\nGo\nStay\nCome\nNo",
    "one syllable": "Go",
    "forty syllables": "[Verse]\n" + "over the silver water and " * 5 + "under the moon we wander homeward",
    "blank lines": "\n\n[Verse]\n\nThe bell was ringing\n\n\nslow and low\n\n",
    "another script": "[Verse]\nМне нравится утро\nΚαλημέρα κόσμε\n今日はいい天気\nمرحبا بالعالم",
    "marks and numbers": "[Verse]\n7 o'clock & 100% ready!\n— … —\nwell-known e-mail",
    "no heading": "one line\nanother line",
}
SETTINGS = {
    "rules": ComposeRequest(style="folk", seed=1),
    "nets": ComposeRequest(style="pop", seed=1, composer="learned"),
    "chorale": ComposeRequest(style="hymn", seed=1, chorale=True),
    "five": ComposeRequest(style="folk", seed=1, metre=Metre(5, 4), composer="learned"),
    "seven": ComposeRequest(style="waltz", seed=1, metre=Metre(7, 8), composer="learned"),
}


def playable(song: Song) -> None:
    """Every syllable once, one note at a time in each voice, nothing outside what can be played."""
    assert check_song(song, KIT.divide).coverage == 1.0
    laid = timeline(song)
    for track in song.tracks:
        notes = laid.notes(track.id)
        assert all(0 <= note.pitch <= 127 and note.length > 0 for note in notes)
        if track.role in (TrackRole.VOCAL, TrackRole.HARMONY):
            assert all(one.end <= other.start for one, other in pairwise(notes))


@pytest.mark.parametrize("setting", sorted(SETTINGS))
@pytest.mark.parametrize("words", sorted(WORDS))
def test_strange_words_are_sung_whole(words: str, setting: str) -> None:
    song = compose(with_lyric_text(Song(), WORDS[words]), SETTINGS[setting], KIT)
    playable(song)
    assert all(report.notes == report.syllables for report in fit_report(song, KIT))


@pytest.mark.parametrize("setting", sorted(SETTINGS))
def test_parts_of_strange_songs_are_composed_again_or_refused_in_words(setting: str) -> None:
    song = compose(with_lyric_text(Song(), WORDS["one syllable a line"]), SETTINGS[setting], KIT)
    section = next(section for section in song.sections if section.sung_lines)
    request = replace(SETTINGS[setting], seed=5)
    acts: list[Callable[[], Song]] = [
        lambda: recompose(song, request, Selection(section.id, 0, 1), KIT),
        lambda: reharmonise(song, request, Selection(section.id, 0, 1), KIT),
        lambda: surprise(song, request, Selection(section.id), KIT),
        lambda: more_like_this(song, request, Selection(section.id, 0, 1), KIT),
        lambda: refit_line(song, section.lines[0].id, KIT),
        lambda: sing_to(song, section.id, section.id, KIT),
    ]
    refused = []
    for act in acts:
        try:
            playable(act())
        except SongwrightError as error:
            refused.append(str(error))
    assert len(refused) < len(acts)
    assert all(sentence.endswith(".") for sentence in refused)


@pytest.mark.parametrize("name", ["rules", "learned"])
@pytest.mark.parametrize("style", ["folk", "waltz", "lullaby"])
def test_a_section_of_one_bar_is_set_and_set_again(name: str, style: str) -> None:
    request = ComposeRequest(style, seed=1, composer=name, tempo=60, intro=0, ending=False)
    song = compose(with_lyric_text(Song(), "[Verse]\nGo now"), request, KIT)
    (section,) = song.sections
    assert section.music
    assert section.music.bars == 1
    place, again = Selection(section.id, 0, 1), replace(request, seed=7)
    other = surprise(song, again, place, KIT)
    assert other.sections[0].music
    ends = [one.part(song.tracks[0].id).notes for one in (section.music, other.sections[0].music)]
    for made in (
        recompose(song, again, place, KIT),
        reharmonise(song, again, place, KIT),
        other,
        *between(song, place, *ends, 3, KIT),
    ):
        playable(made)
        assert made.sections[0].music
        assert made.sections[0].music.bars == 1


@pytest.mark.parametrize("name", ["rules", "learned"])
def test_a_locked_note_outside_the_voice_stays_and_the_rest_is_sung_inside(name: str) -> None:
    song = compose(with_lyric_text(Song(), WORDS["no heading"]), ComposeRequest(seed=2, style="folk"), KIT)
    section = next(section for section in song.sections if section.sung_lines)
    vocal = next(track.id for track in song.tracks if track.role is TrackRole.VOCAL)
    assert section.music
    notes = section.music.part(vocal).notes
    high = replace(notes[2], pitch=100, locked=True)
    song = edit_notes(song, section.id, vocal, [*notes[:2], high, *notes[3:]])
    again = compose(song, ComposeRequest(seed=3, composer=name), KIT)
    playable(again)
    music = again.section(section.id).music
    assert music
    found = music.part(vocal).notes
    assert [note.pitch for note in found].count(100) == 1
    assert all(note.pitch <= 79 for note in found if note.pitch != 100)


@pytest.mark.parametrize("name", ["rules", "learned"])
def test_chords_that_contradict_locked_notes_are_both_kept(name: str) -> None:
    song = compose(with_lyric_text(Song(), WORDS["no heading"]), ComposeRequest(seed=2, style="folk"), KIT)
    section = next(section for section in song.sections if section.sung_lines)
    vocal = next(track.id for track in song.tracks if track.role is TrackRole.VOCAL)
    assert section.music
    notes = section.music.part(vocal).notes
    song = set_note_locks(song, section.id, vocal, notes, locked=True)
    clash = Chord(0, (notes[0].pitch + 1) % 12, "maj7", locked=True)
    song = set_chord(song, section.id, clash)
    again = compose(song, ComposeRequest(seed=3, composer=name), KIT)
    playable(again)
    music = again.section(section.id).music
    assert music
    assert clash in music.chords
    assert {note.pitch for note in notes} == {note.pitch for note in music.part(vocal).notes}


def test_a_song_without_words_is_refused_in_words() -> None:
    for request in SETTINGS.values():
        with pytest.raises(SongwrightError, match="no words"):
            compose(with_lyric_text(Song(), "\n\n"), request, KIT)


def test_an_unknown_composer_and_dial_are_refused_in_words() -> None:
    words = with_lyric_text(Song(), "one line")
    with pytest.raises(SongwrightError, match="no composer"):
        compose(words, ComposeRequest(composer="muse"), KIT)
    with pytest.raises(SongwrightError, match="dial"):
        compose(words, ComposeRequest(prosody=-1), KIT)
