"""Words as plain text and Markdown. `markdown_it` reads the Markdown as other programs do."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from formats.songs import lantern_song
from songwright.core.song import Line, Music, Piece, Section, SectionKind, Song
from songwright.core.words import lyric_text, with_lyric_text
from songwright.formats.text import to_markdown, to_text


def shown(markdown: str) -> str:
    """The text that a reader of the rendered Markdown sees, one row a line."""
    html = MarkdownIt("commonmark").render(markdown)
    html = re.sub(r"<br />\n?", "\n", html)
    text = re.sub(r"</?(?:p|h1|h2)>", "", html)
    assert "<" not in text, html
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return text


def test_text_has_title_headings_and_repeats_written_out() -> None:
    assert to_text(lantern_song()) == (
        "The Lantern\n\n"
        "[Verse 1]\nThe lantern keeps the harbour\nand nobody is home\n\n"
        "[Chorus]\nCarry me, river\nover the stone\n\n"
        "[Verse 1]\nThe lantern keeps the harbour\nand nobody is home\n"
    )


def test_text_typed_in_again_has_the_same_words() -> None:
    text = to_text(replace(lantern_song(), title=""))
    again = with_lyric_text(Song(), text)
    assert to_text(again) == text


def test_markdown_has_headings_and_lines_that_stay_lines() -> None:
    markdown = to_markdown(lantern_song())
    assert markdown.startswith("# The Lantern\n\n## Verse 1\n\nThe lantern keeps the harbour  \nand nobody is home\n\n")
    html = MarkdownIt("commonmark").render(markdown)
    assert html.count("<h2>") == 3
    assert "harbour<br />" in html


@pytest.mark.parametrize(
    "line",
    [
        "# not a heading",
        "* not a list",
        "- nor this",
        "---",
        "1. nor this",
        "12) nor this",
        "> not a quotation",
        "*stars* and _lines_ and `ticks`",
        "[a](b) <i>tag</i> & &amp; ~~gone~~",
        "back\\slash",
        "=====",
        "+ plus",
        "| a | b |",
        "https://example.org/a_b_c",
    ],
)
def test_signs_of_formatting_in_a_line_are_only_signs(line: str) -> None:
    song = Song(title=line, sections=(Section("s1", lines=(Line("l1", "before"), Line("l2", line), Line("l3", line))),))
    assert shown(to_markdown(song)).split("\n") == [line, "before", line, line, ""]


@given(st.lists(st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), min_size=1), min_size=1, max_size=4))
def test_every_line_reads_the_same_in_markdown(texts: list[str]) -> None:
    lines = [" ".join(text.split()) or "x" for text in texts]
    song = Song(sections=(Section("s1", lines=tuple(Line(f"l{n}", text) for n, text in enumerate(lines))),))
    assert shown(to_markdown(song)).split("\n") == [*lines, ""]


def test_an_indented_line_stays_indented_and_does_not_become_code() -> None:
    song = Song(sections=(Section("s1", lines=(Line("l1", "        far in"),)),))
    html = MarkdownIt("commonmark").render(to_markdown(song))
    assert html == f"<p>{chr(0xA0) * 8}far in</p>\n"


def test_paragraphs_of_a_story_stand_apart() -> None:
    section = Section("s1", SectionKind.PROSE, lines=(Line("l1", "It began."), Line("l2", "It ended.")))
    song = Song(piece=Piece.STORY, sections=(section,))
    assert to_text(song) == "It began.\n\nIt ended.\n"
    assert to_markdown(song) == "It began.\n\nIt ended.\n"


def test_an_empty_song_is_an_empty_file_and_an_empty_section_its_heading() -> None:
    assert to_text(Song()) == "\n"
    assert to_text(Song(sections=(Section("s1", title="Intro"), Section("s2")))) == "[Intro]\n"


def test_half_a_surrogate_pair_does_not_stop_the_export() -> None:
    assert to_text(Song(title="a\ud83d")).encode() == "a\ufffd\n".encode()
    assert lyric_text(Song()) == ""


def test_what_is_only_played_before_and_after_the_words_is_left_out() -> None:
    music = Music(2)
    intro = Section("s1", SectionKind.INTRO, "Intro", music=music)
    verse = Section("s2", SectionKind.VERSE, "Verse", (Line("l1", "One line"),), music)
    solo = Section("s3", SectionKind.INTERLUDE, "Guitar Solo", music=music)
    outro = Section("s4", SectionKind.OUTRO, "Outro", music=music)
    assert to_text(Song(sections=(intro, verse, solo, outro))) == "[Verse]\nOne line\n\n[Guitar Solo]\n"
    spoken = replace(outro, lines=(Line("l2", "Good night"),))
    assert "[Outro]\nGood night" in to_text(Song(sections=(verse, spoken)))
