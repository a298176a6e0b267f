"""Which chord stands over which syllable."""

from __future__ import annotations

from dataclasses import replace

from songwright.core.song import Chord, Line, Music, Note, Part, Section, SectionKind, Song, Track, TrackRole
from songwright.lyrics.lexicon import Lexicon
from songwright.music.chord_places import chords_of_page

BEAT = 480
WORDS = "The tide is late"


def song(*chords: Chord, words: str = WORDS) -> Song:
    """One line of four syllables on four beats, from the second bar on."""
    notes = tuple(Note(4 * BEAT + beat * BEAT, BEAT, 60, line="l1", syllable=beat) for beat in range(4))
    music = Music(3, chords, (Part("v", notes),))
    section = Section("s1", SectionKind.VERSE, "Verse 1", (Line("l1", words),), music=music)
    return Song(sections=(section,), tracks=(Track("v", "Voice", TrackRole.VOCAL),))


def over(one: Song, lexicon: Lexicon) -> list[tuple[int, int]]:
    found = chords_of_page(one, lexicon)
    return [(place.column, place.chord.root) for place in found["l1"].places]


def test_a_chord_stands_over_the_first_syllable_sung_from_it_on(lexicon: Lexicon) -> None:
    assert over(song(Chord(4 * BEAT, 0), Chord(6 * BEAT, 7)), lexicon) == [(0, 0), (9, 7)]


def test_a_chord_before_the_line_is_over_its_first_syllable_and_one_that_nobody_sings_over_none(
    lexicon: Lexicon,
) -> None:
    assert over(song(Chord(0, 0), Chord(3 * BEAT, 5), Chord(9 * BEAT, 7)), lexicon) == [(0, 5)]


def test_a_chord_under_a_held_syllable_stands_over_it(lexicon: Lexicon) -> None:
    held = song(Chord(4 * BEAT, 0), Chord(8 * BEAT, 7))
    music = held.sections[0].music
    assert music is not None
    notes = music.parts[0].notes
    longer = (*notes[:-1], replace(notes[-1], length=3 * BEAT))
    section = replace(held.sections[0], music=replace(music, parts=(Part("v", longer),)))
    assert over(replace(held, sections=(section,)), lexicon) == [(0, 0), (12, 7)]
