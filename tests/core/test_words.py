from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from songwright.core.song import Line, Music, Note, Part, Piece, Section, SectionKind, Song
from songwright.core.words import (
    append_lyric_text,
    heading_kind,
    heading_title,
    lyric_text,
    section_text,
    with_lyric_text,
)

SONG = """[Verse 1]
The harbour lamp is burning low,
the gulls have gone to sleep.

[Chorus]
Carry me home on the tide.

[Verse 2]
The winter winds begin to blow.

[Chorus]
"""

rows = st.lists(
    st.sampled_from(["", "  ", "[Verse 1]", "[Chorus]", "[", "[x", "a line", "another line", "a line", "[Chorus] x"])
    | st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=12),
    max_size=14,
)
pieces = st.sampled_from(Piece)


def as_shown(text: str) -> str:
    """The text as the page shows it: blanks after a heading's bracket are dropped, nothing else."""
    return "\n".join(f"[{title}]" if (title := heading_title(row)) is not None else row for row in text.split("\n"))


def song(text: str = SONG, piece: Piece = Piece.SONG) -> Song:
    return with_lyric_text(Song(piece=piece), text)


def with_melody(document: Song, section: int = 0, line: int = 0) -> Song:
    chosen = document.sections[section]
    notes = tuple(Note(480 * i, 480, 60 + i, line=chosen.lines[line].id, syllable=i) for i in range(4))
    sung = replace(chosen, music=Music(4, parts=(Part("voice", notes),)))
    return replace(document, sections=tuple(sung if s is chosen else s for s in document.sections))


def melody(document: Song, section: int = 0) -> tuple[Note, ...]:
    music = document.sections[section].music
    assert music is not None
    return music.part("voice").notes


@given(rows, pieces)
def test_any_text_comes_back_as_it_was_typed(typed: list[str], piece: Piece) -> None:
    text = "\n".join(typed)
    assert lyric_text(song(text, piece)) == as_shown(text)


@given(rows, rows, pieces)
def test_any_edit_of_a_text_comes_back_as_it_was_typed(first: list[str], second: list[str], piece: Piece) -> None:
    edited = with_lyric_text(song("\n".join(first), piece), "\n".join(second))
    assert lyric_text(edited) == as_shown("\n".join(second))


@given(rows, rows, pieces)
def test_ids_stay_unique_and_every_link_leads_somewhere(first: list[str], second: list[str], piece: Piece) -> None:
    edited = with_lyric_text(song("\n".join(first), piece), "\n".join(second))
    ids = [section.id for section in edited.sections] + [line.id for s in edited.sections for line in s.lines]
    assert len(ids) == len(set(ids))
    for place, section in enumerate(edited.sections):
        if section.repeats is not None:
            assert section.repeats in {earlier.id for earlier in edited.sections[:place]}


@given(rows, pieces)
def test_setting_the_same_text_again_changes_nothing(typed: list[str], piece: Piece) -> None:
    document = song("\n".join(typed), piece)
    assert with_lyric_text(document, lyric_text(document)) is document


def test_headings_make_sections_and_a_bare_heading_repeats_the_section_of_that_name() -> None:
    document = song()
    assert [section.kind for section in document.sections] == [
        SectionKind.VERSE,
        SectionKind.CHORUS,
        SectionKind.VERSE,
        SectionKind.CHORUS,
    ]
    first_chorus, last = document.sections[1], document.sections[3]
    assert last.repeats == first_chorus.id
    assert section_text(document, last) == "Carry me home on the tide."


def test_stanzas_of_a_poem_are_parted_by_blank_rows_and_a_story_stays_whole() -> None:
    text = "One line\nand two\n\nthree lines\nand four"
    assert [section.kind for section in song(text, Piece.POEM).sections] == [SectionKind.STANZA] * 2
    assert [section.kind for section in song(text, Piece.STORY).sections] == [SectionKind.PROSE]


def test_a_line_keeps_its_notes_while_it_is_being_edited() -> None:
    document = with_melody(song())
    edited = with_lyric_text(document, SONG.replace("burning low", "burning bright"))
    assert edited.sections[0].lines[0].id == document.sections[0].lines[0].id
    assert melody(edited) == melody(document)
    assert edited.sections[1:] == document.sections[1:]
    assert all(new is old for new, old in zip(edited.sections[1:], document.sections[1:], strict=True))


def test_lines_put_before_a_line_do_not_take_its_notes() -> None:
    document = with_melody(song())
    edited = with_lyric_text(document, SONG.replace("The harbour", "A line before\nThe harbour"))
    assert edited.sections[0].lines[1].id == document.sections[0].lines[0].id


def test_the_tune_of_a_line_that_is_gone_stays_without_its_words() -> None:
    document = with_melody(song())
    edited = with_lyric_text(document, SONG.replace("The harbour lamp is burning low,\n", ""))
    kept = melody(edited)
    assert [(note.start, note.pitch) for note in kept] == [(note.start, note.pitch) for note in melody(document)]
    assert {note.line for note in kept} == {None}


def test_the_music_of_a_section_outlives_the_retyping_of_its_heading() -> None:
    document = with_melody(song(), section=2)
    broken = with_lyric_text(document, SONG.replace("[Verse 2]", "[Verse 2"))
    mended = with_lyric_text(broken, SONG)
    assert melody(broken, 2) == melody(document, 2)
    assert mended.sections == document.sections


def test_the_music_of_a_section_outlives_the_loss_of_its_heading() -> None:
    document = with_melody(song(), section=2)
    headless = with_lyric_text(document, SONG.replace("[Verse 2]\n", ""))
    assert [section.title for section in headless.sections] == ["Verse 1", "Chorus", "", "Chorus"]
    assert melody(headless, 2) == melody(document, 2)


def test_blank_rows_typed_into_a_section_with_music_do_not_part_it() -> None:
    document = with_melody(song(), line=1)
    parted = with_lyric_text(document, SONG.replace("low,\nthe gulls", "low,\n\n\nthe gulls"))
    assert len(parted.sections) == 4
    assert melody(parted) == melody(document)
    assert melody(parted)[0].line in {line.id for line in parted.sections[0].lines}


def test_a_line_typed_above_a_section_with_music_joins_it() -> None:
    document = with_melody(song("A first line\nand another"))
    longer = with_lyric_text(document, "A line before\nA first line\nand another")
    assert len(longer.sections) == 1
    assert melody(longer) == melody(document)


def test_new_stanzas_after_a_section_with_music_are_sections_of_their_own() -> None:
    document = with_melody(song("A first line\nand another"))
    longer = with_lyric_text(document, "A first line\nand another\n\nA new stanza\nwithout a tune")
    assert [len(section.sung_lines) for section in longer.sections] == [2, 2]
    assert longer.sections[1].music is None


@given(rows, rows, pieces)
def test_text_comes_back_and_no_music_moves_when_sections_have_music(
    first: list[str], second: list[str], piece: Piece
) -> None:
    document = song("\n".join(first), piece)
    composed = replace(document, sections=tuple(replace(s, music=Music(2)) for s in document.sections))
    edited = with_lyric_text(composed, "\n".join(second))
    assert lyric_text(edited) == as_shown("\n".join(second))
    assert with_lyric_text(edited, lyric_text(edited)) is edited
    ids = [section.id for section in edited.sections] + [line.id for s in edited.sections for line in s.lines]
    assert len(ids) == len(set(ids))


def test_a_title_change_keeps_the_section_and_gives_it_the_kind_that_its_name_says() -> None:
    document = song()
    edited = with_lyric_text(document, SONG.replace("[Verse 2]", "[Bridge]"))
    assert edited.sections[2].id == document.sections[2].id
    assert edited.sections[2].kind is SectionKind.BRIDGE


def test_words_under_a_repeat_make_it_a_section_of_its_own() -> None:
    edited = with_lyric_text(song(), SONG + "Carry me home once more.")
    assert edited.sections[3].repeats is None
    assert edited.sections[3].sung_lines[0].text == "Carry me home once more."


def test_kinds_are_named_in_many_ways() -> None:
    names = ["Pre-Chorus", "Prechorus 2", "HOOK", "Middle eight", "Guitar solo", "Coda", "Refrain (x2)", "1"]
    kinds = [heading_kind(name, Piece.SONG) for name in names]
    assert kinds == [
        SectionKind.PRE_CHORUS,
        SectionKind.PRE_CHORUS,
        SectionKind.CHORUS,
        SectionKind.BRIDGE,
        SectionKind.VERSE,
        SectionKind.OUTRO,
        SectionKind.CHORUS,
        SectionKind.VERSE,
    ]


def test_a_text_is_appended_after_a_blank_row() -> None:
    document = append_lyric_text(song("[Verse 1]\nOne line\n\n\n"), "[Chorus]\nAnother")
    assert lyric_text(document) == "[Verse 1]\nOne line\n\n[Chorus]\nAnother"
    assert lyric_text(append_lyric_text(Song(), "Just this")) == "Just this"


def test_a_rewrite_longer_than_is_compared_row_by_row_is_kept_whole() -> None:
    old = "\n".join(f"row {n}" for n in range(4000))
    new = "\n".join(f"other {n}" for n in range(5000))
    edited = with_lyric_text(song(old), new)
    assert lyric_text(edited) == new
    assert edited.sections[0].lines[0].id == song(old).sections[0].lines[0].id


def test_a_note_of_a_line_that_moved_to_another_section_keeps_its_words() -> None:
    document = with_melody(song())
    split = with_lyric_text(document, SONG.replace("the gulls", "[Bridge]\nthe gulls"))
    lines = {line.id for section in split.sections for line in section.lines}
    assert {note.line for note in melody(split)} <= lines
    assert isinstance(split.sections[0].lines[0], Line)
    assert isinstance(split.sections[1], Section)
