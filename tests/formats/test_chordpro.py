"""Chord sheets, parsed again and compared with the song."""

from __future__ import annotations

import re
from dataclasses import replace

from formats.songs import CHORUS, VERSE, lantern_song
from songwright.core.song import Chord, Line, Music, Section, SectionKind, Song
from songwright.core.words import with_lyric_text
from songwright.formats.chordpro import to_chordpro
from songwright.lyrics.lexicon import Lexicon
from songwright.music.request import ComposeRequest
from songwright.music.rule_composer import RuleComposer

CHORD = re.compile(r"\[([^\]]+)\]")


def lyric_rows(sheet: str) -> list[str]:
    return [row for row in sheet.splitlines() if row and row[0] not in "{|"]


def test_words_and_chords_stand_together_in_their_sections(lexicon: Lexicon) -> None:
    assert to_chordpro(lantern_song(), lexicon) == (
        "{title: The Lantern}\n{key: Dm}\n{tempo: 96}\n{time: 4/4}\n\n"
        '{start_of_verse: label="Verse 1"}\nThe [Dm]lantern keeps the harbour\n[G/B]and nobody is home\n'
        "{end_of_verse}\n\n"
        '{start_of_chorus: label="Chorus"}\n[Dm]Carry me, river\n[G/B]over the stone\n{end_of_chorus}\n\n'
        '{start_of_verse: label="Verse 1"}\nThe [Dm]lantern keeps the harbour\n[G/B]and nobody is home\n'
        "{end_of_verse}\n"
    )


def test_without_the_chords_the_words_are_the_songs(lexicon: Lexicon) -> None:
    text = "[Verse]\nThe lantern keeps the harbour,\nand nobody — “nobody!” — is home\n\n[Chorus]\nCarry me, river"
    for seed in range(5):
        song = RuleComposer(lexicon).compose(with_lyric_text(Song(), text), ComposeRequest(seed=seed))
        sheet = to_chordpro(song, lexicon)
        assert [CHORD.sub("", row) for row in lyric_rows(sheet)] == [r for r in text.split("\n") if r and r[0] != "["]
        chords = [chord for section in song.sections if (music := song.music(section)) for chord in music.chords]
        assert len(CHORD.findall(sheet)) == len(chords)


def test_a_chord_inside_a_word_stands_at_its_syllable_and_one_in_a_rest_before_the_next(lexicon: Lexicon) -> None:
    song = lantern_song()
    music = song.sections[0].music
    assert music is not None
    changed = replace(music, chords=(Chord(250, 5), Chord(1500, 0), Chord(3400, 7)))
    sheet = to_chordpro(replace(song, sections=(replace(song.sections[0], music=changed),)), lexicon)
    assert lyric_rows(sheet) == ["The lan[F]tern keeps the harbour", "[C]and nobody is [G]home"]


def test_sections_that_nobody_sings_show_their_bars(lexicon: Lexicon) -> None:
    intro = Section(
        "s9", SectionKind.INTRO, "Intro", music=Music(3, (Chord(0, 2, "m"), Chord(960, 7), Chord(3840, 9, "7")))
    )
    song = replace(lantern_song(), sections=(intro,))
    assert to_chordpro(song, lexicon).endswith("{comment: Intro}\n| [Dm] [G] | - | [A7] |\n")


def test_a_song_without_music_is_its_words(lexicon: Lexicon) -> None:
    song = lantern_song()
    bare = replace(song, sections=tuple(replace(section, music=None) for section in song.sections))
    assert lyric_rows(to_chordpro(bare, lexicon)) == [*VERSE, *CHORUS, *VERSE]


def test_signs_of_chordpro_in_the_words_are_only_words(lexicon: Lexicon) -> None:
    lines = (Line("l1", "# one [Am] {two}"), Line("l2", "{end_of_verse}"))
    sheet = to_chordpro(Song(title="{a}\nb", sections=(Section("s1", lines=lines),)), lexicon)
    assert "{title: (a) b}" in sheet
    assert sheet.splitlines()[-3:] == ["♯ one (Am) (two)", "(end_of_verse)", "{end_of_verse}"]
