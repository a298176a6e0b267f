from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from music.conftest import LIGHTHOUSE, SONNET
from songwright.core.errors import SongwrightError
from songwright.core.song import Chord, Metre, Music, Note, Section, Song
from songwright.core.words import with_lyric_text
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.syllables import Syllable
from songwright.music.check import check_song
from songwright.music.phrases import Phrase
from songwright.music.prosody import RhythmSearch, Window
from songwright.music.rule_composer import ComposeRequest, RuleComposer

Divide = Callable[[str], Sequence[Syllable]]


@pytest.fixture(scope="module")
def composed(lexicon: Lexicon) -> dict[str, Song]:
    composer = RuleComposer(lexicon)
    return {
        style: composer.compose(with_lyric_text(Song(), text), ComposeRequest(style=style, seed=4))
        for style, text in (("folk", LIGHTHOUSE), ("blues", SONNET), ("waltz", LIGHTHOUSE), ("shanty", SONNET))
    }


def with_random_locks(song: Song, rng: random.Random, share: float) -> Song:
    """The same song with some notes, chords and lines locked."""

    def locked_music(music: Music) -> Music:
        chords = tuple(replace(chord, locked=rng.random() < share) for chord in music.chords)
        parts = tuple(
            replace(part, notes=tuple(replace(note, locked=rng.random() < share) for note in part.notes))
            for part in music.parts
        )
        return replace(music, chords=chords, parts=parts)

    def locked_section(section: Section) -> Section:
        lines = tuple(replace(line, locked=rng.random() < share / 2) for line in section.lines)
        music = section.music
        return replace(section, lines=lines, music=None if music is None else locked_music(music))

    return replace(song, sections=tuple(locked_section(section) for section in song.sections))


def kept(song: Song) -> tuple[set[tuple[str, str, Note]], set[tuple[str, Chord]]]:
    """Everything that must not change: notes by section and track, chords by section."""
    notes: set[tuple[str, str, Note]] = set()
    chords: set[tuple[str, Chord]] = set()
    for section in song.sections:
        if section.music is None:
            continue
        held = {line.id for line in section.lines if line.locked}
        chords |= {(section.id, chord) for chord in section.music.chords if chord.locked}
        notes |= {
            (section.id, part.track, note)
            for part in section.music.parts
            for note in part.notes
            if note.locked or note.line in held
        }
    return notes, chords


def everything(song: Song) -> tuple[set[tuple[str, str, Note]], set[tuple[str, Chord]]]:
    musics = [(section.id, section.music) for section in song.sections if section.music is not None]
    notes = {(name, part.track, note) for name, music in musics for part in music.parts for note in part.notes}
    return notes, {(name, chord) for name, music in musics for chord in music.chords}


@settings(max_examples=25)
@given(
    style=st.sampled_from(["folk", "blues", "waltz", "shanty"]),
    other=st.sampled_from([None, None, "pop", "blues"]),
    share=st.sampled_from([0.02, 0.2, 0.6, 1.0]),
    tempo=st.sampled_from([None, None, 60.0, 180.0]),
    seed=st.integers(0, 10_000),
)
def test_locked_notes_chords_and_lines_never_change_and_no_syllable_is_lost(
    composer: RuleComposer,
    divide: Divide,
    composed: dict[str, Song],
    style: str,
    other: str | None,
    share: float,
    tempo: float | None,
    seed: int,
) -> None:
    song = with_random_locks(composed[style], random.Random(seed), share)
    again = composer.compose(song, ComposeRequest(style=other, tempo=tempo, seed=seed + 1))
    assert check_song(again, divide).coverage == 1.0
    wanted_notes, wanted_chords = kept(song)
    notes, chords = everything(again)
    assert wanted_notes <= notes
    assert wanted_chords <= chords
    for section in again.sections:
        for line in section.lines:
            # A slur's notes follow each other; apart from them no syllable is begun twice.
            own = sorted({note for _, _, note in notes if note.line == line.id}, key=lambda note: note.start)
            runs = [syllable for syllable, _ in groupby(own, key=lambda note: note.syllable)]
            assert len(runs) == len(set(runs))


def test_what_is_not_locked_does_change(composer: RuleComposer, composed: dict[str, Song]) -> None:
    song = composed["folk"]
    before = {note for note in everything(song)[0] if note[1] == song.tracks[0].id}
    for seed in (11, 12, 13):
        after = everything(composer.compose(song, ComposeRequest(seed=seed)))[0]
        assert len(before & after) < 0.7 * len(before)


def test_a_locked_line_keeps_its_tune_when_another_grows(composer: RuleComposer, composed: dict[str, Song]) -> None:
    song = composed["folk"]
    verse = song.sections[1]
    lines = (verse.lines[0], replace(verse.lines[1], locked=True), *verse.lines[2:])
    grown = (replace(lines[0], text="The tired old lighthouse keeper climbs"), *lines[1:])
    song = replace(song, sections=tuple(replace(one, lines=grown) if one is verse else one for one in song.sections))
    again = composer.compose(song, ComposeRequest(seed=9))
    assert kept(song)[0] <= everything(again)[0]


def test_words_that_no_longer_fit_before_a_locked_line_are_refused(
    composer: RuleComposer, composed: dict[str, Song]
) -> None:
    song = composed["folk"]
    verse = song.sections[1]
    endless = " ".join(["and the wind and the rain and the sea and the stone"] * 12)
    lines = (replace(verse.lines[0], text=endless), replace(verse.lines[1], locked=True), *verse.lines[2:])
    song = replace(song, sections=tuple(replace(one, lines=lines) if one is verse else one for one in song.sections))
    with pytest.raises(SongwrightError, match="locked"):
        composer.compose(song, ComposeRequest())


def test_a_melisma_that_is_locked_stays_whole(composer: RuleComposer, composed: dict[str, Song]) -> None:
    song = composed["folk"]
    verse = song.sections[1]
    assert verse.music is not None
    voice = verse.music.parts[0]
    last = voice.notes[-1]
    half = last.length // 2
    slur = (
        replace(last, length=half, locked=True),
        replace(last, start=last.start + half, length=half, pitch=last.pitch + 2, locked=True),
    )
    part = replace(voice, notes=(*voice.notes[:-1], *slur))
    music = replace(verse.music, parts=(part, *verse.music.parts[1:]))
    song = replace(song, sections=tuple(replace(one, music=music) if one is verse else one for one in song.sections))
    again = composer.compose(song, ComposeRequest(seed=3))
    own = again.section(verse.id).music
    assert own is not None
    assert set(slur) <= set(own.parts[0].notes)


def test_a_locked_chord_holds_as_long_as_it_did(composer: RuleComposer, composed: dict[str, Song]) -> None:
    song = composed["folk"]
    verse = song.sections[1]
    assert verse.music is not None
    strange = Chord(1920, 1, "maj7", locked=True)
    ordered = sorted((chord for chord in verse.music.chords if chord.start != 1920), key=lambda chord: chord.start)
    before = [chord for chord in ordered if chord.start < 1920]
    music = replace(verse.music, chords=(*before, strange, Chord(3840, 2)))
    song = replace(song, sections=tuple(replace(one, music=music) if one is verse else one for one in song.sections))
    again = composer.compose(song, ComposeRequest(seed=8)).section(verse.id).music
    assert again is not None
    place = again.chords.index(strange)
    assert again.chords[place + 1].start == 3840


def test_a_long_locked_note_pushes_the_next_syllable_on(
    composer: RuleComposer, divide: Divide, composed: dict[str, Song]
) -> None:
    song = composed["folk"]
    verse = song.sections[1]
    assert verse.music is not None
    voice = verse.music.part(song.tracks[0].id)
    held = replace(voice.notes[1], length=voice.notes[1].length + 700, locked=True)
    part = replace(voice, notes=(voice.notes[0], held, *voice.notes[2:]))
    others = tuple(part if one.track == part.track else one for one in verse.music.parts)
    music = replace(verse.music, parts=others)
    song = replace(song, sections=tuple(replace(one, music=music) if one is verse else one for one in song.sections))
    again = composer.compose(song, ComposeRequest(seed=3))
    assert check_song(again, divide).coverage == 1.0
    kept_music = again.section(verse.id).music
    assert kept_music is not None
    notes = kept_music.part(song.tracks[0].id).notes
    assert held in notes
    assert all(one.end <= other.start for one, other in pairwise(notes))


def test_a_rhythm_that_is_liked_never_breaks_a_lock() -> None:
    phrase = Phrase("l1", 0, (0, 2, 0, 2, 1, 0, 0, 2), tuple(range(8)), (False,) * 8)
    liked = (frozenset(range(0, 1920, 240)),) * 2
    fixed, blocked = {2: 797, 5: 2400}, ((797, 960), (2400, 2717))
    search = RhythmSearch(Metre(), 110.0, liked)
    found = search.fit(phrase, Window(-480, 3120), fixed=fixed, blocked=blocked)
    assert found is not None
    assert {index: found.onsets[index] for index in fixed} == fixed
    assert not any(start < onset < end for onset in found.onsets for start, end in blocked)
