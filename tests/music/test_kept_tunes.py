"""A tune that comes with its words stays as it is, however its file divides them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from songwright.core.song import Line, Music, Note, Part, Section, Song, Track, TrackRole
from songwright.lyrics.lexicon import Lexicon
from songwright.music.composers import COMPOSERS, compose
from songwright.music.kit import Kit
from songwright.music.locks import silent_syllables
from songwright.music.recompose import reharmonise
from songwright.music.request import ComposeRequest, Selection

WORDS = "There is nothing, nothing left to say"
"""Nine syllables in the lexicon's division; the tune sings "nothing" on one note, twice."""
SUNG = (0, 1, 2, 4, 6, 7, 8)


@pytest.fixture(scope="module")
def kit(lexicon: Lexicon) -> Kit:
    return Kit(lexicon)


def kept_song(*, locked: bool = True, sung: tuple[int, ...] = SUNG, text: str = WORDS) -> Song:
    notes = tuple(
        Note(index * 480, 480, 60 + (0, 2, 4, 5, 7, 5, 4)[index % 7], 80, "l1", syllable, locked=locked)
        for index, syllable in enumerate(sung)
    )
    music = Music(2, (), (Part("t1", notes),))
    return Song(
        sections=(Section("s1", title="Verse", lines=(Line("l1", text),), music=music),),
        tracks=(Track("t1", "Voice", TrackRole.VOCAL),),
        serial=9,
    )


def tune(song: Song) -> list[tuple[int, int, int | None]]:
    section = song.section("s1")
    assert section.music is not None
    return [(note.start, note.pitch, note.syllable) for note in section.music.part("t1").notes if note.line == "l1"]


@pytest.mark.parametrize("composer", sorted(COMPOSERS))
@pytest.mark.parametrize("chorale", [False, True])
def test_a_locked_tune_that_joins_syllables_is_kept(kit: Kit, composer: str, chorale: bool) -> None:
    song = kept_song()
    done = compose(song, ComposeRequest("folk", key=song.key, composer=composer, chorale=chorale), kit)
    octave = {pitch - other for (_, pitch, _), (_, other, _) in zip(tune(done), tune(song), strict=True)}
    assert len(octave) == 1
    assert [(start, syllable) for start, _, syllable in tune(done)] == [(s, syllable) for s, _, syllable in tune(song)]


def test_such_a_tune_can_get_other_chords(kit: Kit) -> None:
    song = compose(kept_song(), ComposeRequest("folk"), kit)
    other = reharmonise(song, ComposeRequest(seed=5), Selection("s1"), kit)
    assert tune(other) == tune(kept_song())


def test_words_that_were_added_after_the_tune_are_new(kit: Kit) -> None:
    song = kept_song(text=WORDS + " again")
    section = song.sections[0]
    line = section.lines[0]
    assert silent_syllables(song, section, line, kit.divide(line.text)) == {3, 5}
    done = compose(song, ComposeRequest("folk"), kit)
    assert {9, 10} <= {syllable for _, _, syllable in tune(done)}


def test_what_is_not_locked_is_set_anew_with_every_syllable(kit: Kit) -> None:
    done = compose(kept_song(locked=False), ComposeRequest("folk"), kit)
    assert {syllable for _, _, syllable in tune(done)} == set(range(9))


def test_lines_that_share_a_bar_are_kept_too(kit: Kit) -> None:
    song = kept_song()
    section = song.sections[0]
    assert section.music is not None
    lines = (Line("l1", "Stay a while"), Line("l2", "stay a while"))
    notes = tuple(Note(index * 240, 240, 64, 80, f"l{1 + index // 3}", index % 3, locked=True) for index in range(6))
    music = replace(section.music, bars=1, parts=(Part("t1", notes),))
    song = replace(song, sections=(replace(section, lines=lines, music=music),))
    done = compose(song, ComposeRequest("folk"), kit).section("s1").music
    assert done is not None
    assert [(note.start, note.line) for note in done.part("t1").notes] == [(note.start, note.line) for note in notes]


def test_other_chords_are_found_under_a_tune_that_joins_syllables_and_is_not_locked(kit: Kit) -> None:
    song = kept_song(locked=False)
    other = reharmonise(song, ComposeRequest(seed=5), Selection("s1"), kit)
    assert tune(other) == tune(song)


def test_a_word_too_many_never_refuses_a_kept_tune(kit: Kit) -> None:
    song = kept_song(text=WORDS + " oh")
    crowded = replace(song.sections[0], lines=(*song.sections[0].lines, Line("l2", "no more")))
    assert crowded.music is not None
    more = tuple(Note(3360 + 240 * index, 240, 60, 80, "l2", index, locked=True) for index in range(2))
    music = replace(crowded.music, parts=(Part("t1", (*crowded.music.parts[0].notes, *more)),))
    done = compose(replace(song, sections=(replace(crowded, music=music),)), ComposeRequest("folk"), kit)
    assert set(tune(kept_song())) <= set(tune(done))


def test_in_a_finished_text_whatever_the_tune_does_not_sing_is_left_out(kit: Kit) -> None:
    song = kept_song(text=WORDS + " oh")
    section = song.sections[0]
    line = section.lines[0]
    assert silent_syllables(song, section, line, kit.divide(line.text), finished=True) == {3, 5, 9}
