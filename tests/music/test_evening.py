"""Composing where tempo, metre and key change inside the song: words find other beats, and what changes stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from songwright.core.markings import change_bar, change_metre, set_marking
from songwright.core.song import Key, Marking, Metre, Note, SectionKind, Song
from songwright.core.timeline import timeline
from songwright.core.words import with_lyric_text
from songwright.music.composers import compose
from songwright.music.evening import with_even_bars
from songwright.music.kit import Kit
from songwright.music.modulation import from_last_chorus, in_another_key
from songwright.music.recompose import recompose, reharmonise
from songwright.music.request import ComposeRequest, Selection

WORDS = """[Verse 1]
The harbour light is burning low
And all the boats are home
I count the waves, I let them go
And wait for you alone

[Chorus]
Oh carry me over the water
Sing me a morning of gold

[Verse 2]
The harbour bell is ringing slow
And all the birds have flown
I fold the sails, I let them go
And walk the shore alone

[Chorus]
"""
BAR = 1920
REQUEST = ComposeRequest(style="folk", metre=Metre(4, 4), seed=5, composer="rules", intro=0, ending=False)


@pytest.fixture(scope="module")
def kit() -> Kit:
    from songwright.lyrics.lexicon import load_lexicon

    return Kit(load_lexicon())


@pytest.fixture(scope="module")
def song(kit: Kit) -> Song:
    return compose(with_lyric_text(Song(title="Harbour"), WORDS), REQUEST, kit)


def vocal(song: Song, section: str) -> tuple[Note, ...]:
    music = song.music(song.section(section))
    return music.parts[0].notes if music is not None else ()


def free_bar(song: Song, section: str) -> int:
    """A bar of a section in whose second half nobody sings, else its last, by its tick."""
    music = song.section(section).music
    assert music is not None
    return next(
        bar * BAR
        for bar in range(music.bars - 1, -1, -1)
        if not any(bar * BAR + 960 <= note.start < (bar + 1) * BAR for note in vocal(song, section))
    )


def test_an_even_song_leads_back_to_itself(song: Song) -> None:
    first = song.sections[0].id
    odd = change_bar(song, first, free_bar(song, first), Metre(2, 4))
    odd = change_metre(in_another_key(odd, from_last_chorus(odd), 2), song.sections[2].id, 2 * BAR, Metre(5, 4))
    even, way = with_even_bars(odd)
    assert way.back(even) == odd
    touched = replace(even, title="Other")
    assert way.back(touched).sections == odd.sections


def test_words_are_sung_around_the_beats_that_are_not_there(song: Song, kit: Kit) -> None:
    first = song.sections[0].id
    odd = change_bar(song, first, free_bar(song, first), Metre(2, 4))
    again = recompose(odd, replace(REQUEST, seed=11), Selection(first), kit)
    music = again.section(first).music
    assert music is not None
    assert music.markings == (odd.section(first).music or music).markings
    lines = {line.id for line in again.section(first).sung_lines}
    assert {note.line for note in vocal(again, first)} >= lines
    assert vocal(again, first) != vocal(odd, first)
    sung = {(note.line, note.syllable) for note in vocal(again, first)}
    assert sung == {(note.line, note.syllable) for note in vocal(odd, first)}
    assert max(note.end for note in vocal(again, first)) <= timeline(again).spans[0].end


def test_composing_all_again_keeps_what_changes(song: Song, kit: Kit) -> None:
    last = song.sections[-1]
    assert last.kind is SectionKind.CHORUS
    turned = in_another_key(song, (last.id,), 2)
    turned = set_marking(turned, song.sections[2].id, Marking(0, tempo=80.0))
    again = compose(turned, replace(REQUEST, seed=12, tempo=turned.tempo * 1.5), kit)
    laid = timeline(again)
    assert laid.key_at(laid.end - 1) == Key((again.key.tonic + 2) % 12, again.key.mode)
    here, there = (vocal(again, section) for section in (song.sections[1].id, last.id))
    assert [note.pitch + 2 for note in here] == [note.pitch for note in there]
    assert laid.tempi.tempo_at(laid.spans[2].start) == pytest.approx(120.0)


def test_what_is_locked_in_another_key_stays_to_the_note(song: Song, kit: Kit) -> None:
    chorus = song.sections[1].id
    raised = in_another_key(song, (chorus, song.sections[-1].id), 3)
    music = raised.section(chorus).music
    assert music is not None
    locked = replace(music.parts[0].notes[0], locked=True)
    part = replace(music.parts[0], notes=(locked, *music.parts[0].notes[1:]))
    held = replace(music, parts=(part, *music.parts[1:]))
    sections = tuple(replace(one, music=held) if one.id == chorus else one for one in raised.sections)
    again = recompose(replace(raised, sections=sections), replace(REQUEST, seed=21), Selection(chorus), kit)
    assert locked in vocal(again, chorus)


def test_other_chords_under_a_tune_in_another_key_belong_to_it(song: Song, kit: Kit) -> None:
    chorus = song.sections[1].id
    raised = in_another_key(song, (chorus, song.sections[-1].id), 1)
    again = reharmonise(raised, replace(REQUEST, seed=4), Selection(chorus), kit)
    music = again.section(chorus).music
    assert music is not None
    assert vocal(again, chorus) == vocal(raised, chorus)
    assert any(chord.root == (song.key.tonic + 1) % 12 for chord in music.chords)
