from __future__ import annotations

import pytest

from songwright.llm.known_words import known_words
from songwright.llm.plan import LineShape
from songwright.llm.shaping import ShapedLine

VERSE = LineShape(3, 6, 8)
PROSE = LineShape(4, 8, 12, verse=False)


def line(text: str, *before: str, shape: LineShape = VERSE, plain: bool = True) -> ShapedLine:
    made = ShapedLine(shape, before, plain=plain)
    made.append(text)
    return made


@pytest.mark.parametrize(
    "chatter",
    ["Sure", "Here is", "Title", "Verse", "Chorus", "Lyrics", "Note", "As an AI", "I'm sorry", "Original"],
)
def test_talk_about_the_piece_never_starts_a_line(chatter: str) -> None:
    *words, last = chatter.split(" ")
    assert not line(" ".join(words)).allows(f" {last}" if words else last)


def test_talk_is_found_behind_a_blank() -> None:
    assert not line("").allows(" Sure")


def test_a_letter_that_begins_a_forbidden_word_is_no_word() -> None:
    assert not line("The tide goes out when y").may_end()
    assert not line("The tide goes out when y").allows(" again")
    assert line("The tide goes out when y").allows("ou")
    assert line("The tide goes out with a").allows(" sigh")


def test_words_that_only_look_like_talk_are_fine() -> None:
    assert line("").allows("Here")
    assert line("Here").allows(" in")
    assert line("").allows("Surely")
    assert line("The").allows(" verse")


@pytest.mark.parametrize("piece", ["#", "*", "[", "- ", "1", '"', " (", "…", "\x07", "  "])
def test_markup_and_signs_stay_out_of_verse(piece: str) -> None:
    assert not line("").allows(piece)
    assert not line("The tide").allows(piece.rstrip("- ") or piece) or piece == "- "


def test_an_apostrophe_does_not_stand_twice() -> None:
    assert line("Where the years").allows("'")
    assert not line("Where the years'").allows("'")
    assert not line("Where the years").allows("''tardy")


def test_a_label_is_no_line() -> None:
    assert not line("My refrain").allows(":")


def test_a_line_does_not_stop_on_a_word_that_leads_on() -> None:
    assert not line("The tide goes out to the").may_end()
    assert line("The tide goes out to sea").may_end()
    assert not line("The tide").may_end()
    assert line("That is how it was.").may_end()


def test_a_finished_sentence_ends_a_line_and_a_paragraph_only_when_long_enough() -> None:
    assert line("The tide goes out.").must_end()
    assert not line("The tide goes out,").must_end()
    assert not line("He went home.", shape=PROSE).must_end()
    assert line("He went home along the beach in the rain.", shape=PROSE).must_end()
    assert not line("He went home along the beach in the", shape=PROSE).may_end()


def test_the_pull_to_end_grows_with_the_words_beyond_the_wish() -> None:
    biases = [line(" ".join(["tide"] * count)).end_bias() for count in range(4, 9)]
    assert biases[0] == 0
    assert biases == sorted(biases)
    assert biases[-1] > 2


def test_no_word_starts_beyond_the_most_and_none_dangles_before_it() -> None:
    full = "The tide goes out below the harbour wall"
    assert not line(full).allows(" again")
    assert line(full).allows("s")
    assert line(full).may_end()
    assert not line("The tide goes out below the wall").allows(" the")
    assert line("The tide goes out below the wall").allows(" tonight")


def test_lines_do_not_start_alike() -> None:
    before = ("The tide goes out", "A lamp is lit")
    assert not line("The tide", *before).allows(" goes")
    assert line("The tide", *before).allows(" comes")
    assert not line("", "In the dark", "In the cold").allows("In")
    assert line("", "On the dark", "In the cold").allows("In")


def test_no_word_stands_twice_in_a_row_or_three_times_in_a_line() -> None:
    assert not line("The tide").allows(" tide")
    assert not line("The tide,").allows(" tide")
    assert not line("The tide and tide and").allows(" tide")


def test_plain_letters_keep_other_scripts_out_unless_the_reader_writes_them() -> None:
    assert not line("The").allows(" море")
    assert line("The").allows("’s")
    assert line("И", plain=False).allows(" море")


def test_a_script_without_spaces_still_comes_to_an_end() -> None:
    assert line("潮水退去灯塔守夜人最后一夜", plain=False).words >= 6
    assert line("潮水退去灯塔守夜人最后一夜").may_end()


def test_speech_is_fine_in_prose() -> None:
    assert line("", shape=PROSE).allows('"')
    assert line("He said, ", shape=PROSE).allows('"')


def test_a_line_pauses_once_and_never_after_a_word_that_leads_on() -> None:
    assert line("The tide").allows(",")
    assert not line("The tide, a").allows(",")
    assert not line("The tide, a lamp").allows(",")
    assert line("The tide, a lamp in the hall").allows(",")


def test_dialect_that_small_models_cannot_leave_is_avoided_unless_it_was_asked_for() -> None:
    assert not line("The tide").allows(" ain")
    wanted = ShapedLine(VERSE, about="It ain't over, ain it")
    wanted.append("The tide")
    assert wanted.allows(" ain")


def test_a_paragraph_does_not_end_while_someone_speaks() -> None:
    line = ShapedLine(LineShape(2, 4, 9, verse=False))
    line.append('He said, "I am going home.')
    assert not line.may_end()
    assert line.unclosed() == '"'
    line.append('"')
    assert line.may_end()
    assert line.unclosed() == ""
    curly = ShapedLine(LineShape(2, 4, 9, verse=False))
    curly.append("“We are late.")
    assert curly.unclosed() == "”"


def test_a_sentence_does_not_end_before_the_line_may() -> None:
    wide = LineShape(5, 7, 10)
    assert not line("A special one", shape=wide).allows(".")
    assert line("A special one, she knows", shape=wide).allows(".")


def test_a_line_does_not_end_on_a_word_that_verse_never_ends_on_there() -> None:
    assert not line("They told me that I had day").may_end()
    assert line("They told me of it by day").may_end()


def test_prose_has_no_words_that_there_are_not() -> None:
    made = ShapedLine(PROSE, known=known_words())
    made.append("She went into the grandfry")
    assert not made.allows("inger")
    assert ShapedLine(PROSE, known=known_words()).allows("Grandfry")


@pytest.mark.parametrize("end", ["with a big old", "is a lonely", "and a broken", "was an empty"])
def test_a_line_does_not_break_off_before_its_noun(end: str) -> None:
    assert not line(f"He {end}").may_end()
    assert line(f"He {end} house").may_end()


@pytest.mark.parametrize("end", ["caught a cold", "was very lonely", "loved the old", "is blue and gray"])
def test_adjectives_that_stand_for_themselves_may_end_a_line(end: str) -> None:
    assert line(f"He {end}").may_end()
