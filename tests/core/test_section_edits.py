"""Names, links and copies of sections."""

from __future__ import annotations

import pytest

from songwright.core.section_edits import copy_section, link_section, linkable, rename_section
from songwright.core.song import SectionKind, Song
from songwright.core.words import lyric_text, with_lyric_text

TEXT = "[Verse 1]\nThe tide is late\n\n[Chorus]\nTurn, old light\n\n[Verse 2]\nThe moon is high\n\n[Chorus]"


@pytest.fixture
def song() -> Song:
    return with_lyric_text(Song(), TEXT)


def ids(song: Song) -> list[str]:
    return [section.id for section in song.sections]


def test_a_new_name_goes_to_the_repeats_too_and_the_text_reads_back(song: Song) -> None:
    renamed = rename_section(song, ids(song)[1], " Refrain ")
    assert lyric_text(renamed) == TEXT.replace("Chorus", "Refrain")
    assert with_lyric_text(renamed, lyric_text(renamed)) == renamed


def test_the_kind_follows_the_name(song: Song) -> None:
    assert rename_section(song, ids(song)[0], "Bridge").sections[0].kind is SectionKind.BRIDGE


@pytest.mark.parametrize("title", ["", "  ", "[]"])
def test_a_name_without_letters_changes_nothing(song: Song, title: str) -> None:
    assert rename_section(song, ids(song)[0], title) is song


def test_a_copy_has_words_of_its_own_and_a_name_that_nobody_has(song: Song) -> None:
    copied = copy_section(song, ids(song)[0])
    made = copied.sections[1]
    assert made.title == "Verse 3"
    assert made.repeats is None
    assert [line.text for line in made.sung_lines] == ["The tide is late"]
    assert {line.id for line in made.lines}.isdisjoint(line.id for line in copied.sections[0].lines)
    assert with_lyric_text(copied, lyric_text(copied)) == copied


def test_only_earlier_sections_with_words_can_be_repeated(song: Song) -> None:
    first, chorus, second, again = ids(song)
    assert linkable(song, second) == (first, chorus)
    assert linkable(song, first) == ()
    assert again not in linkable(song, again)


def test_a_linked_section_repeats_the_other_and_the_text_reads_back(song: Song) -> None:
    first, _, second, _ = ids(song)
    linked = link_section(song, second, first)
    assert linked.section(second).repeats == first
    assert lyric_text(linked).count("Verse 1") == 2
    assert with_lyric_text(linked, lyric_text(linked)) == linked


def test_what_repeated_a_section_that_is_linked_repeats_the_other_from_then_on(song: Song) -> None:
    first, chorus, _, again = ids(song)
    linked = link_section(song, chorus, first)
    assert linked.section(again).repeats == first
