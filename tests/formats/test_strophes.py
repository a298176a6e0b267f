"""Verses to one tune: written once with all their words, and as before when they are read again."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace

import pytest

from songwright.core.song import Chord, Line, Music, Note, Part, Section, SectionKind, Song, Track, TrackRole
from songwright.core.timeline import timeline
from songwright.formats.full_score import to_full_score
from songwright.formats.imports import imported
from songwright.formats.musicxml import to_musicxml
from songwright.formats.strophes import strophes
from songwright.formats.sung import sung_syllables
from songwright.lyrics.lexicon import Lexicon

WORDS = (
    ("The sun goes down", "the night comes on"),
    ("The moon comes up", "the stars are out"),
    ("The dark is deep", "the lights are gone"),
)
FIRST, SECOND = (60, 64, 65, 67), (67, 65, 62, 60)


def verse(number: int, last: tuple[int, ...] = SECOND, voices: tuple[str, ...] = ("t1",)) -> Section:
    """Two lines of four syllables; each begins on the beat before a bar."""
    names = (f"a{number}", f"b{number}")
    parts = []
    for place, voice in enumerate(voices):
        notes = [
            Note(start + 480 * index, 480, pitch - 5 * place, 80, name, index)
            for name, start, pitches in zip(names, (-480, 1440), (FIRST, last), strict=True)
            for index, pitch in enumerate(pitches)
        ]
        parts.append(Part(voice, tuple(notes)))
    lines = tuple(Line(name, text) for name, text in zip(names, WORDS[number - 1], strict=True))
    chords = (Chord(0, 0), Chord(1920, 7))
    return Section(f"s{number}", SectionKind.VERSE, f"Verse {number}", lines, Music(2, chords, tuple(parts)))


def refrain(number: int) -> Section:
    """The same refrain each time; only the first has the words."""
    if number > 1:
        return Section(f"r{number}", SectionKind.CHORUS, "Chorus", repeats="r1")
    notes = tuple(Note(480 * index, 480, 69 - index, 80, "c1", index) for index in range(5))
    lines = (Line("c1", "Sing aloud to me"),)
    return Section("r1", SectionKind.CHORUS, "Chorus", lines, Music(2, (Chord(0, 5),), (Part("t1", notes),)))


def song(*sections: Section, voices: tuple[str, ...] = ("t1",)) -> Song:
    roles = (TrackRole.VOCAL, TrackRole.HARMONY)
    tracks = tuple(Track(voice, f"Voice {voice}", role) for voice, role in zip(voices, roles, strict=False))
    return Song(title="Three Verses", tracks=tracks, sections=sections, serial=90)


HYMN = song(*map(verse, (1, 2, 3)))
ENDINGS = song(verse(1), verse(2), verse(3, (67, 65, 67, 72)))
REFRAINS = song(*(section for number in (1, 2, 3) for section in (verse(number), refrain(number))))


def sung(found: Song, lexicon: Lexicon) -> list[tuple[int, int, str, bool]]:
    return [(s.start, s.end, s.text, s.ends_line) for s in sung_syllables(found, timeline(found), lexicon)]


def measures(data: bytes) -> list[ET.Element]:
    return list(ET.fromstring(data).iter("measure"))  # noqa: S314 - our own file


def rows(measure: ET.Element) -> set[str]:
    return {lyric.get("number", "") for lyric in measure.iter("lyric")}


@pytest.mark.parametrize("given", [HYMN, ENDINGS, REFRAINS], ids=["hymn", "endings", "refrain"])
def test_verses_written_below_one_tune_are_sung_one_after_another_when_read_again(
    given: Song, lexicon: Lexicon
) -> None:
    data = to_musicxml(given, lexicon)
    found = imported("x.musicxml", data, lambda: lexicon).song
    assert sung(found, lexicon) == sung(given, lexicon)
    assert [section.title for section in found.sections] == [section.title for section in given.sections]
    assert to_musicxml(found, lexicon) == data


def test_a_hymn_of_three_verses_has_its_tune_once_with_three_rows_of_words(lexicon: Lexicon) -> None:
    found = measures(to_musicxml(HYMN, lexicon))
    assert len(found) == 3  # the pick-up, a bar, and the rest of a bar
    assert all(rows(measure) == {"1", "2", "3"} for measure in found)
    backward = [line for measure in found for line in measure.iter("repeat") if line.get("direction") == "backward"]
    assert [line.get("times") for line in backward] == ["3"]


def test_verses_that_end_differently_have_endings(lexicon: Lexicon) -> None:
    found = measures(to_musicxml(ENDINGS, lexicon))
    begun = [line for measure in found for line in measure.iter("ending") if line.get("type") == "start"]
    assert [line.get("number") for line in begun] == ["1, 2", "3"]
    assert [rows(measure) for measure in found[-2:]] == [{"1", "2"}, {"3"}]


def test_a_refrain_under_several_verses_has_its_words_once(lexicon: Lexicon) -> None:
    found = measures(to_musicxml(REFRAINS, lexicon))
    assert [rows(measure) for measure in found[-2:]] == [{"1"}, {"1"}]


def test_a_syllable_more_in_one_verse_is_a_tie_in_the_others(lexicon: Lexicon) -> None:
    # "The" and "stars" of the second verse's last line share the time of one note of the first.
    longer = verse(2)
    assert longer.music is not None
    notes = longer.music.parts[0].notes
    lines = (longer.lines[0], Line("b2", "the stars all are out"))
    last = tuple(note for note in notes if note.line == "b2")
    split = (
        replace(last[0], length=240),
        replace(last[0], start=last[0].start + 240, length=240, syllable=1),
        *(replace(note, syllable=index) for index, note in enumerate(last[1:], 2)),
    )
    part = Part("t1", (*(note for note in notes if note.line != "b2"), *split))
    given = song(verse(1), replace(longer, lines=lines, music=replace(longer.music, parts=(part,))))
    data = to_musicxml(given, lexicon)
    assert len(measures(data)) == 3
    assert sung(imported("x.musicxml", data, lambda: lexicon).song, lexicon) == sung(given, lexicon)


@pytest.mark.parametrize(
    "change",
    [
        lambda notes: (replace(notes[1], pitch=61), *notes[2:]),
        lambda notes: notes[2:],
    ],
    ids=["another pitch", "a rest"],
)
def test_verses_with_tunes_of_their_own_stand_one_after_another(
    change: Callable[[tuple[Note, ...]], tuple[Note, ...]], lexicon: Lexicon
) -> None:
    other = verse(2)
    assert other.music is not None
    notes = other.music.parts[0].notes
    part = Part("t1", (notes[0], *change(notes)))
    given = song(verse(1), replace(other, music=replace(other.music, parts=(part,))))
    assert strophes(given, ["t1"]) is None
    assert rows(measures(to_musicxml(given, lexicon))[-1]) == {"1"}


def test_a_choir_sings_its_verses_below_one_another_in_every_voice(lexicon: Lexicon) -> None:
    voices = ("t1", "t2")
    given = song(*(verse(number, voices=voices) for number in (1, 2)), voices=voices)
    parts = ET.fromstring(to_full_score(given, lexicon)).findall("part")  # noqa: S314 - our own file
    assert [len(part.findall("measure")) for part in parts] == [3, 3]
    assert all(rows(measure) == {"1", "2"} for part in parts for measure in part.findall("measure"))


def changed(section: Section, *notes: Note) -> Section:
    """A verse with other notes."""
    assert section.music is not None
    return replace(section, music=replace(section.music, parts=(Part("t1", notes),)))


def test_a_pick_up_beside_the_grid_is_written_where_its_note_is(lexicon: Lexicon) -> None:
    def early(section: Section) -> Section:
        assert section.music is not None
        first, *others = section.music.parts[0].notes
        return changed(section, replace(first, start=first.start - 7, length=first.length + 7), *others)

    data = to_musicxml(song(early(verse(1)), early(verse(2))), lexicon)
    assert len(measures(data)) == 3
    found = imported("x.musicxml", data, lambda: lexicon).song
    assert len(timeline(found).notes(found.tracks[0].id)) == 16


def test_a_note_where_the_next_pick_up_would_stand_is_never_lost(lexicon: Lexicon) -> None:
    last = verse(2)
    assert last.music is not None
    given = song(verse(1), changed(last, *last.music.parts[0].notes, Note(3360, 480, 72)))
    found = imported("x.musicxml", to_musicxml(given, lexicon), lambda: lexicon).song
    assert len(timeline(found).notes(found.tracks[0].id)) == 17
