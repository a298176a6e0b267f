"""The bars of a song as a roll: names of sections, and places that keys step to."""

from __future__ import annotations

import pytest

from songwright.core.roll import Roll, section_names
from songwright.core.song import Music, Note, Part, Section, SectionKind, Song, Track, TrackRole

BAR, BEAT = 1920, 480


def test_sections_without_titles_are_numbered_where_there_are_several_of_a_kind() -> None:
    kinds = (SectionKind.VERSE, SectionKind.CHORUS, SectionKind.VERSE, SectionKind.VERSE)
    sections = tuple(Section(f"s{number}", kind) for number, kind in enumerate(kinds))
    named = (*sections, Section("s9", SectionKind.BRIDGE, "Middle Eight"))
    assert list(section_names(Song(sections=named)).values()) == [
        "Verse 1", "Chorus", "Verse 2", "Verse 3", "Middle Eight",
    ]  # fmt: skip


@pytest.fixture
def roll() -> Roll:
    music = Music(2, (), (Part("t1", (Note(0, BEAT, 60),)),))
    track = Track("t1", "Voice", TrackRole.VOCAL)
    return Roll(Song(sections=(Section("s1", SectionKind.VERSE, music=music),), tracks=(track,)), lambda _line: ())


@pytest.mark.parametrize(
    ("tick", "nearest", "before", "after"),
    [
        (0, 0, 0, 0),
        (100, 0, 0, BEAT),
        (300, BEAT, 0, BEAT),
        (BEAT, BEAT, BEAT, BEAT),
        (BAR - 1, BAR, BAR - BEAT, BAR),
        (BAR + 1, BAR, BAR, BAR + BEAT),
        (BAR + 3 * BEAT + 250, 2 * BAR, BAR + 3 * BEAT, 2 * BAR),
    ],
)
def test_keys_step_by_beats_counted_from_the_bar(roll: Roll, tick: int, nearest: int, before: int, after: int) -> None:
    assert roll.snapped(tick, BEAT) == nearest
    assert roll.floored(tick, BEAT) == before
    assert roll.ceiled(tick, BEAT) == after


def test_a_step_that_does_not_fit_the_bar_ends_at_the_bar_line(roll: Roll) -> None:
    assert roll.ceiled(BAR - 10, 700) == BAR
    assert roll.floored(BAR + 10, 700) == BAR
