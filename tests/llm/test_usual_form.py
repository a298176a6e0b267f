"""Songs and poems have a form when none is asked for, and a song with a hook has its title there."""

from __future__ import annotations

import pytest

from songwright.core.song import Piece
from songwright.llm.brief import Brief
from songwright.llm.plan import Fill, Verse
from songwright.llm.prompts import form_for, load_prompts
from songwright.llm.usual_form import as_line, as_title, asked_form, hook_line, usual_form

LENGTHS = ("short", "medium", "long")


def lines(piece: Piece, length: str) -> int:
    return len(form_for(usual_form(piece, length)).lines)


@pytest.mark.parametrize("piece", [Piece.SONG, Piece.POEM])
def test_the_usual_forms_are_shipped_and_grow_with_the_length(piece: Piece) -> None:
    assert lines(piece, "short") < lines(piece, "medium") < lines(piece, "long")


def test_the_hook_stands_in_every_chorus_of_a_usual_song() -> None:
    for length in LENGTHS:
        form = form_for(usual_form(Piece.SONG, length))
        hook = hook_line(form)
        assert hook is not None
        choruses = {stanza for stanza, heading in enumerate(form.headings) if heading == "Chorus"}
        carrying = [line.stanza for line in form.lines if line.refrain == form.lines[hook].refrain]
        assert set(carrying) == choruses
        assert len(choruses) > 1


def test_what_is_asked_for_comes_before_what_is_usual() -> None:
    assert asked_form("", Piece.POEM, "short") == "stanzas-short"
    assert asked_form("haiku", Piece.SONG) == "haiku"
    assert asked_form("free", Piece.SONG) == ""
    assert asked_form("", Piece.STORY) == ""


def test_a_song_with_a_hook_is_asked_for_no_other_title() -> None:
    def titles(form: str, piece: Piece) -> int:
        steps = load_prompts().plan(Brief("the last tram", piece, form=form)).steps
        assert any(isinstance(step, Verse) for step in steps)
        return sum(isinstance(step, Fill) and step.title for step in steps)

    assert titles("song", Piece.SONG) == 0
    assert titles("stanzas", Piece.POEM) == 1


def test_talk_about_the_piece_is_held_back_in_verse_unless_asked_for() -> None:
    def held(about: str, piece: Piece = Piece.POEM) -> tuple[str, ...]:
        return load_prompts().plan(Brief(about, piece)).wishes.held_back

    assert "as an ai" in held("rust")
    assert "this poem" in held("rust")
    assert "this poem" not in held("a reader who finds this poem in a drawer")
    assert "this poem" not in held("rust", Piece.STORY)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("She watched the stars above her,", "She Watched the Stars Above Her"),
        ("the sea is what it came from.", "The Sea Is What It Came From"),
        ("o'er the hill!", "O'er the Hill"),
    ],
)
def test_a_hook_is_spelled_as_titles_are(line: str, title: str) -> None:
    assert as_title(line) == title


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("The Field Between the Houses", "The field between the houses,"),
        ("Leave the Light On!", "Leave the light on!"),
        ("I'm Going Home to Paris", "I'm going home to Paris,"),
        ("Aunt Emily's Kitchen", "Aunt Emily's kitchen,"),
        ("", ""),
    ],
)
def test_a_title_is_sung_as_a_line_is_spelled(title: str, line: str) -> None:
    assert as_line(title) == line
