from __future__ import annotations

import pytest

from songwright.core.song import Piece
from songwright.llm.plan import ABOUT, Fill, Plan, Say
from songwright.llm.prompts import Brief, BriefError, Length, load_prompts


def plan(**wishes: object) -> Plan:
    return load_prompts().plan(Brief(**{"about": "the sea", **wishes}))


def shown(made: Plan) -> str:
    """What the reader will see, with every line the model writes as a tilde."""
    parts = []
    for step in made.steps:
        if isinstance(step, Say):
            parts.append(step.text if step.shown else "")
        elif not step.title:
            parts.append(step.gap.join("~" * step.count))
    return "".join(parts)


def test_a_song_has_headings_and_writes_its_chorus_once() -> None:
    assert shown(plan(length=Length.SHORT)) == (
        "[Verse 1]\n~\n~\n~\n~\n\n[Chorus]\n~\n~\n~\n~\n\n[Verse 2]\n~\n~\n~\n~\n\n[Chorus]"
    )


def test_a_poem_is_stanzas_and_a_story_paragraphs() -> None:
    assert shown(plan(piece=Piece.POEM, length=Length.SHORT)) == "~\n~\n~\n~\n\n~\n~\n~\n~"
    assert shown(plan(piece=Piece.STORY, length=Length.SHORT)) == "~\n\n~\n\n~"


@pytest.mark.parametrize("piece", list(Piece))
def test_longer_pieces_have_more_lines_and_every_piece_a_title_at_the_end(piece: Piece) -> None:
    counts = []
    for length in Length:
        made = plan(piece=piece, length=length)
        counts.append(sum(step.count for step in made.steps if isinstance(step, Fill) and not step.title))
        last = made.steps[-1]
        assert isinstance(last, Fill)
        assert last.title
    assert counts == sorted(set(counts))


def test_the_request_reads_well_with_and_without_a_mood() -> None:
    asks = [plan(mood=mood).messages[-1].content for mood in ("", "Sad ", "angry")]
    assert asks == [
        f"Write the lyrics of a song about {ABOUT}.",
        f"Write the lyrics of a sad song about {ABOUT}.",
        f"Write the lyrics of an angry song about {ABOUT}.",
    ]


def test_a_description_is_one_tidy_line() -> None:
    made = plan(about="  the sea,\n\n at night\0 \ud800. ")
    assert made.about == "the sea, at night ?"


@pytest.mark.parametrize("about", ["", "  \n", "...", "\0"])
def test_a_description_that_says_nothing_is_refused_with_a_sentence(about: str) -> None:
    with pytest.raises(BriefError, match="nothing to write about"):
        plan(about=about)


def test_a_description_that_looks_like_a_template_is_left_alone() -> None:
    made = plan(about="braces {mood} and {about} and {extra}", mood="odd")
    assert made.about == "braces {mood} and {about} and {extra}"
    assert made.messages[-1].content == f"Write the lyrics of an odd song about {ABOUT}."


def test_every_length_fits_into_a_context_of_4096_tokens() -> None:
    for piece in (Piece.SONG, Piece.POEM):
        assert plan(piece=piece, length=Length.LONG).most_tokens < 2048
