"""Verses of a hymn are sung to one tune; words that do not go to it keep a rhythm of their own."""

from __future__ import annotations

import pytest

from songwright.core.song import Chord, Line, Music, Note, Part, Section, Song, Track, TrackRole
from songwright.core.words import with_lyric_text
from songwright.formats.strophes import strophes
from songwright.lyrics.lexicon import load_lexicon
from songwright.music.choir import with_choir
from songwright.music.composers import compose
from songwright.music.kit import Kit
from songwright.music.request import ComposeRequest

HYMN = """[Verse 1]
The morning climbs the eastern hill,
The lamps go out below;
The river runs, and running still
It takes the winter snow.

[Verse 2]
The sower walks the open field
And scatters what he has;
The furrow shall in summer yield
The golden grain and grass.
"""
OTHER = """
[Verse 3]
The evening comes, the gates are barred,
Whatever I remember of it, cattle;
The moon looks over house and yard,
The swallow over nest.
"""


@pytest.fixture(scope="module")
def kit() -> Kit:
    return Kit(load_lexicon())


def composed(kit: Kit, words: str, style: str = "hymn", *, chorale: bool = False, composer: str = "rules") -> Song:
    request = ComposeRequest(style, seed=3, composer=composer, chorale=chorale)
    return compose(with_lyric_text(Song(title="Morning"), words), request, kit)


def verses(song: Song) -> list[tuple[Section, Music]]:
    return [(section, section.music) for section in song.sections if section.sung_lines and section.music is not None]


def tunes(song: Song, track: int = 0) -> list[list[tuple[int, int, int]]]:
    name = song.tracks[track].id
    return [[(n.start, n.length, n.pitch) for n in music.part(name).notes] for _, music in verses(song)]


@pytest.mark.parametrize("composer", ["rules", "learned"])
def test_every_verse_of_a_hymn_has_the_first_ones_tune(kit: Kit, composer: str) -> None:
    song = composed(kit, HYMN, composer=composer)
    first, second = tunes(song)
    assert first == second
    assert strophes(song, [song.tracks[0].id]) is not None


def test_a_choir_sings_every_verse_in_one_setting(kit: Kit) -> None:
    song = composed(kit, HYMN, chorale=True)
    for place in range(4):
        first, second = tunes(song, place)
        assert first == second
    lines = [{note.line for part in music.parts for note in part.notes} for _, music in verses(song)]
    assert not lines[0] & lines[1]


def test_a_line_with_more_syllables_keeps_a_rhythm_of_its_own(kit: Kit) -> None:
    song = composed(kit, HYMN + OTHER)
    first, second, third = tunes(song)
    assert first == second
    assert third != first
    line = verses(song)[2][0].sung_lines[1]
    sung = {note.syllable for note in verses(song)[2][1].part(song.tracks[0].id).notes if note.line == line.id}
    assert sung == set(range(11))


def test_other_styles_let_the_words_of_each_verse_shape_its_tune(kit: Kit) -> None:
    first, second = tunes(composed(kit, HYMN, "pop", composer="learned"))
    assert first != second


def test_a_choir_keeps_the_words_of_a_verse_that_is_slurred_otherwise(kit: Kit) -> None:
    """Two verses of equal notes, of which the first draws out a syllable where the second has one more."""
    sung = ((0, 0, 1, 2), (0, 1, 2, 3))
    sections = tuple(
        Section(
            f"s{number}",
            title=f"Verse {number}",
            lines=(Line(f"l{number}", text),),
            music=Music(
                1,
                (Chord(0, 0),),
                (
                    Part(
                        "t1",
                        tuple(
                            Note(480 * beat, 480, pitch, 80, f"l{number}", syllable, locked=True)
                            for beat, (pitch, syllable) in enumerate(zip((67, 69, 71, 72), syllables, strict=True))
                        ),
                    ),
                ),
            ),
        )
        for number, (text, syllables) in enumerate(zip(("Stars are out", "Night is coming"), sung, strict=True), 1)
    )
    song = Song(tracks=(Track("t1", "Voice", TrackRole.VOCAL),), sections=sections, serial=20)
    choir = with_choir(song, kit, seed=1)
    for before, after in zip(song.sections, choir.sections, strict=True):
        assert before.music is not None
        assert after.music is not None
        assert after.music.part("t1").notes == before.music.part("t1").notes
