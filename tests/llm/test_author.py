"""The author with a scripted model in this very process: what is shown, fed and counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from llm.plans import COUPLET
from songwright.llm.author import Author, Odds
from songwright.llm.cancel import CancelFlag, DecodingCancelled
from songwright.llm.chat import Message, render_chat
from songwright.llm.form.verse.workshop import Workshop
from songwright.llm.plan import Fill, LineShape, Plan, Say
from songwright.llm.sampling_settings import Sampling
from songwright.llm.scripted import ScriptedBackend
from songwright.llm.wishes import Wishes

POEM_SHAPE = LineShape(3, 6, 9)


class Page:
    """Hears the author and keeps what it says."""

    def __init__(self) -> None:
        self.words, self.title = "", ""
        self.notices: list[str] = []
        self.odds: list[Odds] = []
        self.read: list[tuple[int, int]] = []

    def reading(self, done: int, total: int) -> None:
        self.read.append((done, total))

    def text(self, text: str, *, title: bool, odds: Odds) -> None:
        assert text
        if title:
            self.title += text
        else:
            self.words += text
        if odds:
            self.odds.append(odds)

    def notice(self, message: str) -> None:
        self.notices.append(message)


def backend(folder: Path, say: str, flag: CancelFlag | None = None, **extra: object) -> ScriptedBackend:
    script = folder / "script.json"
    script.write_text(json.dumps({"write": [{"say": say}], **extra}), "utf-8")
    return ScriptedBackend(flag or CancelFlag(), script, 2)


def compose(folder: Path, say: str, *steps: Say | Fill, **settings: float) -> Page:
    page = Page()
    plan = Plan((Message("user", "Write."),), "", steps, "the sea")
    made = backend(folder, say)
    Author(made, plan, Sampling(**settings), 1, page, workshop=Workshop(made)).write()
    return page


def test_a_comma_at_the_end_of_a_stanza_becomes_a_full_stop(tmp_path: Path) -> None:
    page = compose(tmp_path, "The tide goes out,\nA lamp is lit,\n", Fill(2, POEM_SHAPE))
    assert page.words == "The tide goes out,\nA lamp is lit."


def test_lines_start_with_a_capital_and_end_without_blanks(tmp_path: Path) -> None:
    page = compose(tmp_path, "the tide goes out \na lamp is lit\n", Fill(2, POEM_SHAPE))
    assert page.words == "The tide goes out\nA lamp is lit"


def test_a_title_ends_with_its_quotation_and_stays_out_of_the_text(tmp_path: Path) -> None:
    page = compose(
        tmp_path,
        'The tide goes out\nThe lamp And sea"\n',
        Fill(1, POEM_SHAPE),
        Say('\n\nTitle: "', shown=False),
        Fill(1, LineShape(2, 3, 5), title=True),
    )
    assert page.words == "The tide goes out"
    assert page.title == "The Lamp and Sea"


def test_a_title_has_no_word_that_is_to_be_avoided_and_keeps_no_first_letter(tmp_path: Path) -> None:
    page, wishes = Page(), Wishes(acrostic="tz", forbidden=("lamp",))
    steps = (Fill(1, POEM_SHAPE), Say('\n\nTitle: "', shown=False), Fill(1, LineShape(2, 3, 5), title=True))
    plan = Plan((Message("user", "Write."),), "", steps, "the sea", wishes)
    made = backend(tmp_path, 'The tide goes out\nThe Last Lamp"\n')
    Author(made, plan, Sampling(), 1, page, workshop=Workshop(made)).write()
    assert page.words == "The tide goes out"
    assert page.title.startswith("The Last ")
    assert "lamp" not in page.title.lower().split()


def test_the_whole_prompt_is_told_to_be_read_before_the_first_words(tmp_path: Path) -> None:
    page = compose(tmp_path, "The tide goes out\n", Fill(1, POEM_SHAPE))
    total = len("<user>Write.<assistant>")
    assert page.read == [(0, total), (total, total)]


def test_what_is_not_read_is_still_shown_and_the_other_way_round(tmp_path: Path) -> None:
    made = backend(tmp_path, "The tide goes out\n")
    page = Page()
    steps = (Say("[Verse 1]\n", read=False), Fill(1, POEM_SHAPE), Say("hidden", shown=False))
    Author(made, Plan((Message("user", "Write."),), "", steps), Sampling(), 1, page, workshop=Workshop(made)).write()
    assert page.words == "[Verse 1]\nThe tide goes out"
    prompt = len("<user>Write.<assistant>")
    assert made.capacity - made.room == prompt + len("The tide goes out")


def test_odds_come_with_the_words_when_asked_for(tmp_path: Path) -> None:
    page = compose(tmp_path, "The tide goes out\n", Fill(1, POEM_SHAPE), alternatives=3)
    assert page.odds[0][0][0] == "T"
    assert page.odds[0][0][1] > 0.99
    assert {len(odds) for odds in page.odds} == {3}


def test_a_description_too_long_for_the_context_is_shortened_at_a_word_and_told(tmp_path: Path) -> None:
    page, about = Page(), "low tide " * 1000
    plan = Plan(COUPLET.messages, COUPLET.plain, COUPLET.steps, about.strip())
    made = backend(tmp_path, "The tide goes out\nA lamp is lit\n", context=600)
    Author(made, plan, Sampling(), 1, page, workshop=Workshop(made)).write()
    (notice,) = page.notices
    assert "of 2,000 words" in notice
    assert page.words.count("\n") == 2


def test_a_stop_between_two_tokens_is_heard(tmp_path: Path) -> None:
    flag = CancelFlag()
    flag.set()
    made = backend(tmp_path, "The tide", flag)
    author = Author(made, COUPLET, Sampling(), 1, Page(), workshop=Workshop(made))
    with pytest.raises(DecodingCancelled):
        author.write()


def test_the_flag_answers_the_c_function_that_llama_cpp_asks() -> None:
    import ctypes

    flag = CancelFlag()
    ask = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p)(flag.function)
    assert ask(flag.argument) is False
    flag.set()
    assert ask(flag.argument) is True
    flag.clear()
    assert ask(flag.argument) is False


def test_a_template_that_refuses_a_system_turn_gets_it_within_the_first_user_turn() -> None:
    def render(messages: object) -> str:
        assert isinstance(messages, tuple)
        if messages[0].role == "system":
            raise ValueError("System role not supported")
        return "|".join(message.content for message in messages)

    turns = (Message("system", "Be brief."), Message("user", "Write."))
    assert render_chat(render, turns) == "Be brief.\n\nWrite."


def test_a_template_that_loses_the_request_is_not_used() -> None:
    assert render_chat(lambda _: "nothing of it", (Message("user", "Write."),)) is None


def test_a_paragraph_that_is_cut_off_closes_its_quotation(tmp_path: Path) -> None:
    page = compose(tmp_path, 'I say, "We go on as far as we. \n', Fill(1, LineShape(3, 6, 9, verse=False)))
    assert page.words.startswith('I say, "We go on')
    assert page.words.endswith('"')
    assert page.words.count('"') == 2


def test_a_line_goes_on_from_the_words_it_is_given(tmp_path: Path) -> None:
    page = compose(tmp_path, " goes out tonight\n", Fill(1, POEM_SHAPE, start="The tide "))
    assert page.words == "The tide goes out tonight"
