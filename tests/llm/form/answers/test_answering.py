"""Answers to questions about a text, with a model that knows nothing but is always of the same opinion."""

from __future__ import annotations

import math

import pytest

from llm.form.asking import Desk
from llm.form.fakes import FakeTokenizer
from llm.form.knowing import KnowingBackend
from songwright.llm.form.answers.direction import liking
from songwright.llm.form.verse.form_tasks import ImpossibleFormError
from songwright.llm.questions import Direction, LineCosts, LineOptions, Option, Place, WordOptions, place_in
from songwright.llm.wishes import Wishes
from songwright.lyrics.analysis import analyse
from songwright.lyrics.forms import Form, check_form, load_forms
from songwright.lyrics.lexicon import Lexicon

FORMS = {form.id: form for form in load_forms()}
# Own verse.
ROWS = [
    "The lantern burned above the bay,",
    "The ships came home with morning light;",
    "We heard the bells across the day",
    "And slept beneath the stars at night.",
]


def word(row: int, text: str, *, form: str = "quatrain", wishes: Wishes | None = None, count: int = 8) -> WordOptions:
    place = place_in(ROWS, row, FORMS[form] if form else None, about="the harbour", wishes=wishes)
    start = ROWS[row].index(text)
    return WordOptions(place, ROWS[row], start, start + len(text), count)


def swapped(question: WordOptions, option: Option) -> str:
    return question.line[: question.start] + option.text + question.line[question.end :]


@pytest.mark.parametrize(
    ("row", "text"), [(0, "lantern"), (0, "bay"), (1, "The"), (1, "morning"), (2, "across"), (3, "night")]
)
def test_every_swap_keeps_metre_syllables_and_rhyme(desk: Desk, lexicon: Lexicon, row: int, text: str) -> None:
    question = word(row, text)
    options = desk.ask(question)
    assert len(options) > 3
    for option in options:
        rows = [*ROWS[:row], swapped(question, option), *ROWS[row + 1 :]]
        reports = check_form(FORMS["quatrain"], analyse("\n".join(rows), lexicon).lines)
        assert [report.faults for report in reports] == [()] * 4, option


def test_swaps_come_with_their_odds_and_what_they_cost_the_line(desk: Desk) -> None:
    options = desk.ask(word(0, "lantern"))
    (present,) = [option for option in options if option.note == "now"]
    assert (present.text, present.cost) == ("lantern", 0.0)
    assert [option.cost for option in options] == sorted(option.cost for option in options)
    assert all(0 <= option.probability <= 1 for option in options)
    assert sum(option.probability for option in options) <= 1 + 1e-9
    assert len({option.text for option in options}) == len(options) == 9


def test_what_a_swap_costs_is_what_the_line_loses_in_log_probability(desk: Desk) -> None:
    question = word(0, "lantern")
    before = "A poem about the harbour.\n\nThe"
    for option in desk.ask(question):
        told = {}
        for text in ("lantern", option.text):
            desk.backend.read = desk.backend.encode(before)
            told[text] = sum(desk.backend.score([desk.backend.encode(f" {text} burned above the bay,\n")])[0])
        assert option.cost == pytest.approx(told["lantern"] - told[option.text])


def test_swaps_obey_the_wishes_and_the_article(desk: Desk, lexicon: Lexicon) -> None:
    wishes = Wishes(without="e", forbidden=("harbor",))
    free = {option.text for option in desk.ask(word(0, "lantern", count=40))}
    bound = {option.text for option in desk.ask(word(0, "lantern", wishes=wishes, count=40))} - {"lantern"}
    assert bound
    assert not any("e" in text or text == "harbor" for text in bound)
    assert any("e" in text for text in free)
    row = "I saw an island in the bay"
    place = place_in([row], 0, None)
    options = desk.ask(WordOptions(place, row, 9, 15, 12))
    assert len(options) > 5
    assert all(lexicon.pronunciations(option.text)[0].phones[0][0] in "AEIOU" for option in options)


def test_at_the_start_of_a_line_words_are_capitals_and_keep_the_acrostic(desk: Desk) -> None:
    options = desk.ask(word(1, "The", wishes=Wishes(acrostic="abcd")))
    others = [option.text for option in options if option.note != "now"]
    assert others
    assert all(text[0] == "B" for text in others)


def test_a_line_out_of_form_keeps_its_own_length_and_stress(desk: Desk, lexicon: Lexicon) -> None:
    row = "Yesterday the lantern burned out"
    options = desk.ask(WordOptions(place_in([row], 0, FORMS["couplet"]), row, 0, 9, 5))
    assert {lexicon.pronunciations(option.text)[0].syllables for option in options} == {3}


def test_rare_and_foreign_words_can_be_asked_about(desk: Desk) -> None:
    row = "The qwertling over море"
    for start, end in ((4, 13), (19, 23)):
        options = desk.ask(WordOptions(Place(), row, start, end, 4))
        assert options[0].note == "now" or any(option.note == "now" for option in options)


def test_each_word_of_a_text_has_its_cost_of_form(desk: Desk) -> None:
    options = desk.ask(LineCosts(Place(about="the harbour"), tuple(ROWS[:2])))
    assert [option.text for option in options] == [word.strip(",;") for row in ROWS[:2] for word in row.split()]
    assert [ROWS[option.line][option.start : option.end] for option in options] == [option.text for option in options]
    assert all(option.cost >= 0 and 0 < option.probability <= 1 for option in options)
    assert desk.backend.text == "A poem about the harbour.\n\n" + "\n".join(ROWS[:2]) + "\n"


def test_costs_are_the_models_own_log_probabilities(desk: Desk) -> None:
    (first, *_rest) = desk.ask(LineCosts(Place(about="the harbour"), ("Lanterns burn.",)))
    desk.backend.read = desk.backend.encode("A poem about the harbour.\n\n")
    (scores,) = desk.backend.score([desk.backend.encode("Lanterns")])
    assert first.probability == pytest.approx(math.exp(sum(scores)))


def test_a_long_text_is_cut_to_what_the_model_can_follow(tokenizer: FakeTokenizer, shop: Desk) -> None:
    backend = KnowingBackend(tokenizer, room=700)
    place = Place(before=tuple(ROWS * 30), about="the harbour")
    Desk(backend, shop.workshop).ask(LineCosts(place, (ROWS[0],)))
    assert len(backend.read) < 700
    assert backend.text.startswith("A poem about the harbour.\n\n")
    assert backend.text.endswith(ROWS[3] + "\n" + ROWS[0] + "\n")


def lines(row: int, *, form: str = "quatrain", count: int = 3, **wanted: object) -> LineOptions:
    place = place_in(ROWS, row, FORMS[form] if form else None, about="the harbour")
    return LineOptions(place, ROWS[row], count=count, **wanted)


@pytest.mark.parametrize("row", [0, 3])
@pytest.mark.parametrize("direction", [Direction.ANY, Direction.SIMPLER])
def test_lines_that_are_offered_keep_the_form_and_rhyme(
    desk: Desk, lexicon: Lexicon, row: int, direction: Direction
) -> None:
    options = desk.ask(lines(row, direction=direction))
    assert len({option.text for option in options}) == 3
    for option in options:
        rows = [*ROWS[:row], option.text, *ROWS[row + 1 :]]
        reports = check_form(FORMS["quatrain"], analyse("\n".join(rows), lexicon).lines)
        assert [report.faults for report in reports] == [()] * 4, option
    assert {option.text for option in options} <= {option.text for option in desk.hearer.offered}
    assert sum(option.probability for option in options) == pytest.approx(1)


@pytest.mark.parametrize("seed", range(3))
def test_the_likeliest_lines_are_told_first_whatever_they_end_in(desk: Desk, seed: int) -> None:
    options = desk.ask(lines(1, count=6), seed)
    odds = [option.probability for option in options]
    assert odds == sorted(odds, reverse=True)
    assert len({option.text.rstrip(".,;:!?").split()[-1] for option in options}) > 1


def test_the_same_seed_offers_the_same_lines_and_another_one_others(desk: Desk) -> None:
    assert desk.ask(lines(1)) == desk.ask(lines(1)) != desk.ask(lines(1), seed=2)


def test_what_stands_in_the_text_is_never_offered(desk: Desk) -> None:
    first = desk.ask(lines(1, count=1))[0].text
    place = place_in([*ROWS, first], 1, FORMS["quatrain"], about="the harbour")
    assert first not in [option.text for option in desk.ask(LineOptions(place, ROWS[1], count=4))]


def test_another_rhyme_keeps_the_metre_and_leaves_the_rhyme(desk: Desk, lexicon: Lexicon) -> None:
    options = desk.ask(lines(1, direction=Direction.OTHER_RHYME))
    assert options
    for option in options:
        analysis = analyse("\n".join([ROWS[1], option.text]), lexicon)
        assert analysis.lines[1].rhyme is None
        alone = check_form(Form("l", "l", "", (FORMS["quatrain"].lines[0],)), analysis.lines[1:])
        assert alone[0].faults == ()


def test_a_line_may_have_to_end_in_a_word(desk: Desk) -> None:
    rows = [f"And here we come upon the {word}" for word in ["stone", "tide", "fire", "wind", "light", "sand"]]
    place = place_in([*rows, "", "_"], 7, FORMS["sestina"])
    options = desk.ask(LineOptions(place, count=2))
    assert [option.text.rstrip(".,;:!?").split()[-1] for option in options] == ["sand", "sand"]


def test_free_verse_is_offered_in_like_length_and_goes_on_from_a_beginning(desk: Desk) -> None:
    options = desk.ask(lines(1, form="", beginning="The ships came"))
    assert options
    for option in options:
        assert option.text.startswith("The ships came ") or option.text.rstrip(".,;:!?") == "The ships came"
        assert 3 <= len(option.text.split()) <= 11


def test_the_text_is_not_told_what_cannot_be_written(desk: Desk) -> None:
    place = place_in(ROWS, 1, FORMS["quatrain"], wishes=Wishes(without="aeiouy"))
    with pytest.raises(ImpossibleFormError):
        desk.ask(LineOptions(place, ROWS[1]))
    assert desk.hearer.offered == []


def test_directions_prefer_what_their_names_say(lexicon: Lexicon) -> None:
    plain, learned = "The boats come home and we sit down", "Perpetual vicissitudes ensnare mankind"
    thing, idea = "Wet rope and lanterns on the quay", "A testament of beauty and of hope"
    assert liking(plain, Direction.SIMPLER, lexicon) > liking(learned, Direction.SIMPLER, lexicon)
    assert liking(learned, Direction.SHORTER, lexicon) > liking(plain, Direction.SHORTER, lexicon)
    assert liking(thing, Direction.STRONGER_IMAGE, lexicon) > liking(idea, Direction.STRONGER_IMAGE, lexicon)
    assert liking(thing, Direction.ANY, lexicon) == 0.0


def test_a_line_in_form_is_finished_from_its_beginning(desk: Desk, lexicon: Lexicon) -> None:
    options = desk.ask(lines(3, beginning="And slept"))
    assert len(options) == 3
    for option in options:
        assert option.text.startswith("And slept ")
        rows = [*ROWS[:3], option.text]
        reports = check_form(FORMS["quatrain"], analyse("\n".join(rows), lexicon).lines)
        assert [report.faults for report in reports] == [()] * 4, option
    with pytest.raises(ImpossibleFormError, match="begins with"):
        desk.ask(lines(3, beginning="And slept beneath the stars of every night"))


def test_what_a_drawn_line_is_worth_is_its_log_probability(desk: Desk) -> None:
    question = LineOptions(Place(form=FORMS["quatrain"].lines[0], about="the harbour"), ROWS[0])
    (option, *_rest) = desk.ask(question)
    told = {}
    for text in (ROWS[0], option.text):
        desk.backend.read = desk.backend.encode("A poem about the harbour.\n\n")
        told[text] = sum(desk.backend.score([desk.backend.encode(text + "\n")])[0])
    ends_with_mark = option.text[-1] in ",;:.!?"
    newline = 0.0
    if ends_with_mark:  # the line ends with its mark then, and the line feed is not judged
        desk.backend.read = desk.backend.encode("A poem about the harbour.\n\n" + option.text)
        newline = desk.backend.score([desk.backend.encode("\n")])[0][0]
    assert option.cost == pytest.approx(told[ROWS[0]] - told[option.text] + newline)
