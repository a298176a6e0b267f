from __future__ import annotations

from dataclasses import replace

import pytest

from songwright.core.song import Piece
from songwright.llm.brief import Brief, BriefError, Length
from songwright.llm.plan import ABOUT, Fill, Plan, Say, Verse
from songwright.llm.prompts import load_prompts
from songwright.llm.wishes import Wishes
from songwright.lyrics.forms import FormError


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


def test_a_form_may_be_written_out_and_wishes_and_kept_lines_go_into_the_plan() -> None:
    wishes = Wishes("sea", required=((1, "moon"),), without="q")
    brief = Brief("the sea", Piece.POEM, form="8a 6b 8a", wishes=wishes, kept=((0, "So here we are"),))
    verse = load_prompts().plan(brief).steps[0]
    assert isinstance(verse, Verse)
    assert [line.rhyme for line in verse.form.lines] == ["A", "B", "A"]
    assert (replace(verse.wishes, held_back=()), verse.kept) == (wishes, ((0, "So here we are"),))


def test_a_take_remembers_the_wishes_in_the_words_of_the_command_line() -> None:
    wishes = Wishes("sea", required=((1, "moon"),), anywhere=("salt",), forbidden=("heart",), banned=("sea of *",))
    pairs = dict(Brief("the sea", wishes=wishes, era="the 1920s").pairs())
    assert pairs["acrostic"] == "sea"
    assert pairs["with"] == "salt, 2:moon"
    assert pairs["avoid"] == "heart, sea of *"
    assert pairs["era"] == "the 1920s"


def test_a_form_that_is_written_wrongly_is_told_apart_from_a_name_that_is_unknown() -> None:
    with pytest.raises(FormError, match="“8q7”"):
        load_prompts().plan(Brief("the sea", form="8a 8q7"))
    with pytest.raises(BriefError, match=r"no form called .* Did you mean limerick\?"):
        load_prompts().plan(Brief("the sea", form="limmerick"))
    with pytest.raises(BriefError, match=r"no form called .* The forms are: couplet, "):
        load_prompts().plan(Brief("the sea", form="zzz"))


def test_point_of_view_era_images_and_words_are_told_to_the_model() -> None:
    made = plan(point_of_view="the keeper's child", era="the 1920s.", images="salt, rope", extra="Mention bread")
    ask = made.messages[0].content
    assert "Mention bread. Write it as the keeper's child would tell it. It is set in the 1920s." in ask
    assert "images of salt, rope" in ask
    assert "words" not in ask
    assert "Use the words moon, salt." in plan(wishes=Wishes(anywhere=("moon",), theme=("salt",))).messages[0].content
    formed = plan(form="quatrain", wishes=Wishes(anywhere=("moon",)))
    assert "moon" not in formed.messages[0].content  # the form sees to it


def test_cliches_and_the_name_of_the_mood_are_held_back_unless_they_were_asked_for() -> None:
    made = load_prompts("salt in the *").plan(Brief("a symphony of gulls", mood="wistful and full of joy"))
    assert {"wistful*", "salt in the *", "testament to"} <= set(made.wishes.held_back)
    assert "symphony of" not in made.wishes.held_back
    assert "full*" not in made.wishes.held_back
    verse = load_prompts().plan(Brief("the sea", mood="wistful", form="haiku")).steps[0]
    assert isinstance(verse, Verse)
    assert "wistful*" in verse.wishes.held_back
    assert "sad*" not in load_prompts().plan(Brief("a sad tune", mood="sad")).wishes.held_back


STORY = "A girl wrote a letter. She hid it in a tin.\n\nForty years went by before her brother opened the tin."


def test_an_outline_is_proposed_a_row_for_each_part_and_told_to_the_model_when_it_is_the_users() -> None:
    made = load_prompts().outline(Brief("the sea", Piece.SONG, "wistful"))
    assert [step.text.strip() for step in made.steps if isinstance(step, Say) and step.text.strip()] == [
        "Hook:",
        "Verse 1:",
        "Verse 2:",
        "Bridge:",
    ]
    assert sum(isinstance(step, Fill) for step in made.steps) == 4
    assert "wistful*" in made.wishes.held_back
    ask = plan(outline=("She leaves", "He waits.")).messages[0].content
    assert "This is what it tells, in this order: She leaves. He waits." in ask
    with pytest.raises(BriefError):
        load_prompts().outline(Brief(" "))


def test_going_on_reads_the_text_and_gives_only_new_paragraphs() -> None:
    made = load_prompts().continuation(Brief("a letter", Piece.STORY), STORY, 2)
    lead, fill = made.steps
    assert isinstance(lead, Say)
    assert (lead.text, lead.shown) == (STORY + "\n\n", False)
    assert isinstance(fill, Fill)
    assert (fill.count, fill.gap, fill.shape.verse) == (2, "\n\n", False)
    poem = load_prompts().continuation(Brief("a letter", Piece.POEM), "x " * 5000, 2)
    fills = [step for step in poem.steps if isinstance(step, Fill)]
    assert [step.count for step in fills] == [4, 4]
    assert isinstance(poem.steps[0], Say)
    assert len(poem.steps[0].text) < 3100


def test_a_passage_is_rewritten_in_as_many_paragraphs_of_like_length() -> None:
    made = load_prompts().revision(Brief("", Piece.STORY), STORY, before="Once there was a house.")
    (fill,) = made.steps
    assert isinstance(fill, Fill)
    assert fill.count == 2
    assert fill.shape.least < 10 < fill.shape.most
    (message,) = made.messages
    assert message.content.startswith("Once there was a house.")
    assert "clearer and better ordered" in message.content
    assert ABOUT in message.content
    assert made.about == STORY.replace("\n\n", "\n")
    assert "shorter" in load_prompts().revision(Brief("", Piece.STORY), STORY, "Shorter").plain.lower()
    with pytest.raises(BriefError):
        load_prompts().revision(Brief(""), " \n ")


def test_a_title_that_is_given_is_the_line_of_the_chorus_and_no_other_is_asked_for() -> None:
    prompts = load_prompts()
    (verse,) = prompts.plan(Brief("a field", form="song", hook="The Field Between")).steps
    assert isinstance(verse, Verse)
    assert verse.kept == ((4, "The field between,"),)
    free = prompts.plan(Brief("a field", hook="The Field Between"))
    assert not any(isinstance(step, Fill) and step.title for step in free.steps)
    assert [step.start for step in free.steps if isinstance(step, Fill)].count("The Field Between") == 1
    assert 'It is called "The Field Between".' in free.messages[0].content


def test_a_title_is_proposed_as_one_line_of_the_form_that_does_not_begin_as_half_of_all_would() -> None:
    for form in ("song", "sonnet-shakespearean", ""):
        (verse,) = load_prompts().hook(Brief("a field", form=form)).steps
        assert isinstance(verse, Verse)
        assert [line.refrain for line in verse.form.lines] == ["T1"]
        assert "there was" in verse.wishes.held_back


def test_a_bridge_is_as_long_as_a_verse_of_a_free_song() -> None:
    for length in (Length.MEDIUM, Length.LONG):
        steps = load_prompts().plan(Brief("a field", length=length)).steps
        counts = [step.count for step in steps if isinstance(step, Fill) and not step.title]
        assert set(counts) == {4}
