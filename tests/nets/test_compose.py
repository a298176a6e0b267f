"""The composer that lets the net sing keeps all that a composer promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from songwright.core.song import Note, Section, Song, TrackRole
from songwright.core.words import with_lyric_text
from songwright.lyrics.lexicon import load_lexicon
from songwright.lyrics.syllables import syllabify
from songwright.music.check import check_song
from songwright.music.compose import RuleComposer
from songwright.music.kit import Kit
from songwright.music.nets.compose import LearnedComposer
from songwright.music.request import Cancelled, ComposeRequest, Watch

LEXICON = load_lexicon()
RULES = RuleComposer(LEXICON)
LEARNED = LearnedComposer(Kit(LEXICON))
WORDS = """[Verse 1]
The winter sun was sinking low behind the silver hill
And every window held a star and all the world was still

[Chorus]
Carry me over the water tonight
Carry me into the morning light

[Verse 2]
The harbour bell was ringing slow above the frozen bay
And every lantern found a hand to lead us on our way
"""
REQUEST = ComposeRequest(style="folk", seed=5)


def sung(song: Song, section: Section) -> list[Note]:
    track = next(track.id for track in song.tracks if track.role is TrackRole.VOCAL)
    notes = section.music.part(track).notes if section.music else ()
    return [note for note in notes if note.line is not None]


def song() -> Song:
    return with_lyric_text(Song(seed=4), WORDS)


def test_every_syllable_is_sung_on_the_rules_rhythm_and_chords_to_another_tune() -> None:
    ruled, learned = RULES.compose(song(), REQUEST), LEARNED.compose(song(), REQUEST)
    assert check_song(learned, lambda text: syllabify(text, LEXICON)).coverage == 1.0
    changed = 0
    for before, after in zip(ruled.sections, learned.sections, strict=True):
        old, new = sung(ruled, before), sung(learned, after)
        assert [(n.start, n.length, n.line, n.syllable) for n in old] == [
            (n.start, n.length, n.line, n.syllable) for n in new
        ]
        changed += sum(a.pitch != b.pitch for a, b in zip(old, new, strict=True))
        if before.music and after.music:
            assert before.music.chords == after.music.chords
    assert changed > 20


def test_nothing_is_left_locked_that_was_not() -> None:
    learned = LEARNED.compose(song(), REQUEST)
    music = [section.music for section in learned.sections if section.music]
    assert not any(note.locked for one in music for part in one.parts for note in part.notes)
    assert not any(chord.locked for one in music for chord in one.chords)


def test_the_second_verse_begins_like_the_first() -> None:
    learned = LEARNED.compose(song(), REQUEST)
    first, second = (sung(learned, section) for section in learned.sections if section.title.startswith("Verse"))
    assert [note.pitch for note in first[:6]] == [note.pitch for note in second[:6]]


def test_locked_notes_and_chords_stay() -> None:
    ruled = RULES.compose(song(), REQUEST)
    place = next(i for i, section in enumerate(ruled.sections) if sung(ruled, section))
    section = ruled.sections[place]
    assert section.music
    track = next(track.id for track in ruled.tracks if track.role is TrackRole.VOCAL)
    part = section.music.part(track)
    kept = tuple(replace(note, locked=i in {3, 9, 10}) for i, note in enumerate(part.notes))
    chords = tuple(replace(chord, locked=i == 1) for i, chord in enumerate(section.music.chords))
    parts = tuple(replace(one, notes=kept) if one.track == track else one for one in section.music.parts)
    locked = replace(section, music=replace(section.music, parts=parts, chords=chords))
    start = replace(ruled, sections=tuple(locked if i == place else one for i, one in enumerate(ruled.sections)))
    after = LEARNED.compose(start, replace(REQUEST, seed=77)).sections[place]
    assert after.music
    assert {note for note in kept if note.locked} <= set(after.music.part(track).notes)
    assert chords[1] in after.music.chords


def test_the_same_request_gives_the_same_song_and_another_seed_another_tune() -> None:
    assert LEARNED.compose(song(), REQUEST) == LEARNED.compose(song(), REQUEST)
    other = LEARNED.compose(song(), replace(REQUEST, seed=6))
    assert other != LEARNED.compose(song(), REQUEST)


def test_stopping_is_noticed() -> None:
    with pytest.raises(Cancelled):
        LEARNED.compose(song(), REQUEST, Watch(lambda: True))
