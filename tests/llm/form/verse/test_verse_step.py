"""Exact form as a step of a writing plan: through the protocol, the author and the real worker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import pytest

from llm.driving import follow
from llm.form.fakes import BlindReader, FakeTokenizer
from llm.ggufs import tiny_model
from songwright.core.song import Piece
from songwright.host.child.lines import LineReader
from songwright.host.child.message_codec import encode
from songwright.llm.author import Author, Odds
from songwright.llm.brief import Brief, BriefError, Length
from songwright.llm.chat import Message
from songwright.llm.events import Done, Failed
from songwright.llm.form.line.line_task import Fitting
from songwright.llm.form.verse.form_tasks import ImpossibleFormError
from songwright.llm.form.verse.workshop import Stock, Workshop
from songwright.llm.form.words.tries import TokenizerError, Tokens
from songwright.llm.form.words.vocabulary import Vocabulary
from songwright.llm.model import LoadOptions, ModelInfo
from songwright.llm.models import embedded_model
from songwright.llm.plan import Plan, Say, Verse
from songwright.llm.process import ModelProcess
from songwright.llm.prompts import load_prompts
from songwright.llm.protocol import Write, decode_command
from songwright.llm.sampling_settings import Sampling
from songwright.llm.wishes import Wishes
from songwright.lyrics.analysis import analyse
from songwright.lyrics.forms import check_form, load_forms
from songwright.lyrics.lexicon import Lexicon

Writing: TypeAlias = "Callable[..., Ear]"
FORMS = {form.id: form for form in load_forms()}


def plan_for(form: str) -> Plan:
    return Plan(
        (Message("user", "Write."),), "Poem\n\n", (Say("[Verse 1]\n", read=False), Verse(FORMS[form])), "the sea"
    )


@pytest.mark.parametrize("form", FORMS)
def test_a_plan_with_a_form_comes_through_the_protocol_unchanged(form: str) -> None:
    command = Write(3, plan_for(form), Sampling(), 7)
    (line,) = LineReader().feed(encode(command))
    assert decode_command(line) == command


class BlindBackend(BlindReader):
    """A backend without a model."""

    def __init__(self, tokenizer: FakeTokenizer, room: int = 2000) -> None:
        super().__init__(len(tokenizer.texts), 3, 3.0)
        self._tokenizer = tokenizer
        self.capacity = room

    def load(self, path: Path, options: LoadOptions, progress: Callable[[float], None]) -> ModelInfo:
        raise NotImplementedError

    def chat(self, messages: Sequence[Message]) -> str | None:
        return None

    def encode(self, text: str, *, special: bool = False) -> list[int]:
        return self._tokenizer.encode(text)

    def piece(self, token: int) -> bytes:
        return self._tokenizer.piece(token)

    def is_end(self, token: int) -> bool:
        return False

    def harmless(self, text: str) -> str:
        return text

    def begin(self, tokens: Sequence[int], progress: Callable[[int, int], None]) -> None:
        self.read = list(tokens)

    @property
    def room(self) -> int:
        return self.capacity - len(self.read)

    def close(self) -> None:
        pass


class ReadyWorkshop(Workshop):
    """A workshop that has looked its words up already."""

    def __init__(self, backend: BlindBackend, words: tuple[Vocabulary, Tokens]) -> None:
        super().__init__(backend)
        self._ready = Stock(*words, Fitting(words[0]))

    def stock(self, asked: Sequence[str] = (), *, preparing: Callable[[], None] = lambda: None) -> Stock:
        return self._ready


@pytest.fixture
def write(vocabulary: Vocabulary, tokens: Tokens, tokenizer: FakeTokenizer) -> Writing:
    """Writes one verse step; the backend may be given, to be looked at afterwards."""

    def begin(step: Verse, about: str = "the sea", backend: BlindBackend | None = None) -> Ear:
        ear, backend = Ear(), backend or BlindBackend(tokenizer)
        plan = Plan((Message("user", "Write."),), "Poem\n\n", (step,), about)
        workshop = ReadyWorkshop(backend, (vocabulary, tokens))
        assert Author(backend, plan, Sampling(), 5, ear, workshop=workshop).write()
        return ear

    return begin


class Ear:
    def __init__(self) -> None:
        self.heard, self.title, self.notices = "", "", list[str]()

    def reading(self, done: int, total: int) -> None:
        pass

    def text(self, text: str, *, title: bool, odds: Odds) -> None:
        if title:
            self.title += text
        else:
            self.heard += text

    def notice(self, message: str) -> None:
        self.notices.append(message)


def test_the_author_writes_the_form_and_says_that_it_prepares(
    vocabulary: Vocabulary, tokenizer: FakeTokenizer, lexicon: Lexicon
) -> None:
    backend, ear = BlindBackend(tokenizer), Ear()
    workshop = Workshop(backend)
    author = Author(backend, plan_for("ballad"), Sampling(), 5, ear, workshop=workshop)
    assert author.write()
    heading, *lines = ear.heard.split("\n")
    assert heading == "[Verse 1]"
    reports = check_form(FORMS["ballad"], analyse("\n".join(lines), lexicon).lines)
    assert [report.faults for report in reports] == [()] * 4
    assert len(ear.notices) == 1
    assert author.tokens > 8
    assert Author(backend, plan_for("haiku"), Sampling(), 5, ear, workshop=workshop).write()
    assert len(ear.notices) == 1


def test_lines_that_are_kept_stand_and_the_others_rhyme_with_them(write: Writing, lexicon: Lexicon) -> None:
    kept = ((0, "The lantern burned above the bay"), (3, "And slept beneath the stars at night"))
    heard = write(Verse(FORMS["quatrain"], kept=kept, endings=((2, "day"),))).heard
    lines = heard.split("\n")
    assert (lines[0], lines[3]) == (kept[0][1], kept[1][1])
    analysis = analyse(heard, lexicon)
    assert analysis.lines[2].end_word == "day"
    assert [report.faults for report in check_form(FORMS["quatrain"], analysis.lines)] == [()] * 4


def test_a_song_in_form_has_its_headings_which_the_model_does_not_read(
    write: Writing, tokenizer: FakeTokenizer, lexicon: Lexicon
) -> None:
    backend = BlindBackend(tokenizer)
    ear = write(Verse(FORMS["song"]), backend=backend)
    heard = ear.heard
    stanzas = heard.split("\n\n")
    assert [stanza.split("\n")[0] for stanza in stanzas] == [f"[{title}]" for title in FORMS["song"].headings]
    assert stanzas[1] == stanzas[3] == stanzas[5]
    reports = check_form(FORMS["song"], analyse(heard, lexicon).lines)
    assert [report.faults for report in reports] == [()] * 22
    assert b"[" not in b"".join(map(backend.piece, backend.read))
    # The song is called by its hook, and every stanza ends in a stop.
    assert ear.title.lower() == stanzas[1].split("\n")[1].rstrip(".,;:!?").lower()
    assert all(stanza[-1] in ".!?" for stanza in stanzas)


def test_wished_words_come_somewhere_in_the_form(write: Writing, lexicon: Lexicon) -> None:
    wishes = Wishes(acrostic="sea", anywhere=("moon", "silver"), forbidden=("the",))
    heard = write(Verse(FORMS["quatrain"], wishes)).heard
    words = analyse(heard.lower(), lexicon)
    said = " ".join(line.words for line in words.lines).split()
    assert {"moon", "silver"} <= set(said)
    assert "the" not in said
    assert "".join(line[0] for line in heard.split("\n"))[:3] == "SEA"


def test_rare_words_and_other_spellings_come_when_they_are_asked_for_and_only_then(
    tokenizer: FakeTokenizer, lexicon: Lexicon
) -> None:
    backend = BlindBackend(tokenizer)
    workshop = Workshop(backend)

    verse = Verse(FORMS["quatrain"], Wishes(anywhere=("gull", "harbour")))
    ear = Ear()
    plan = Plan((Message("user", "Write."),), "Poem\n\n", (verse,), "the sea")
    assert Author(backend, plan, Sampling(), 5, ear, workshop=workshop).write()
    lines = analyse(ear.heard, lexicon).lines
    assert {"gull", "harbour"} <= set(" ".join(line.words for line in lines).lower().split())
    assert [report.faults for report in check_form(FORMS["quatrain"], lines)] == [()] * 4
    assert "gull" not in workshop.words()[0].index


def test_a_description_in_another_script_gets_english_lines_and_a_word_about_it(write: Writing) -> None:
    ear = write(Verse(FORMS["couplet"]), "море")
    assert any("English only" in notice for notice in ear.notices)
    assert ear.heard.isascii()
    assert not any("English only" in notice for notice in write(Verse(FORMS["couplet"])).notices)


def test_wishes_that_cannot_be_are_refused_before_the_first_word(write: Writing, tokenizer: FakeTokenizer) -> None:
    backend = BlindBackend(tokenizer)
    with pytest.raises(ImpossibleFormError, match="letter “o”"):
        write(Verse(FORMS["quatrain"], Wishes(anywhere=("moon",), without="o")), backend=backend)
    assert b"".join(map(backend.piece, backend.read)).decode().strip() == "Poem"


def test_a_form_that_does_not_fit_the_context_is_not_begun(tokenizer: FakeTokenizer) -> None:
    backend, ear = BlindBackend(tokenizer, room=120), Ear()
    assert not Author(backend, plan_for("sestina"), Sampling(), 5, ear, workshop=Workshop(backend)).write()
    assert ear.heard == "[Verse 1]\n"
    assert "ends early" in ear.notices[-1]


def test_a_tokenizer_that_cannot_spell_is_said_before_any_word(tokenizer: FakeTokenizer) -> None:
    class Mute(BlindBackend):
        def piece(self, token: int) -> bytes:
            return b"?"

    backend, ear = Mute(tokenizer), Ear()
    with pytest.raises(TokenizerError):
        Author(backend, plan_for("haiku"), Sampling(), 5, ear, workshop=Workshop(backend)).write()
    assert ear.heard == "[Verse 1]\n"


def test_a_brief_with_a_form_becomes_a_plan_that_keeps_it() -> None:
    plan = load_prompts().plan(Brief("the sea", Piece.POEM, form="limerick"))
    verse = plan.steps[0]
    assert isinstance(verse, Verse)
    assert verse.form == FORMS["limerick"]
    assert ("form", "limerick") in Brief("the sea", form="limerick").pairs()
    with pytest.raises(BriefError, match="villanelle"):
        load_prompts().plan(Brief("the sea", form="purple"))


@pytest.mark.model
def test_the_embedded_model_keeps_a_form(lexicon: Lexicon) -> None:
    model = embedded_model()
    assert model is not None
    plan = load_prompts().plan(
        Brief("a lighthouse keeper's last night", Piece.POEM, length=Length.SHORT, form="quatrain")
    )
    texts = []
    with ModelProcess() as process:
        process.load(model.path)
        for seed in (1, 1, 2):
            process.write(plan, Sampling(quality=5), seed)
            end = follow(process)[-1]
            assert not isinstance(end, Failed), end
            assert isinstance(end, Done)
            texts.append(end.text)
            reports = check_form(FORMS["quatrain"], analyse(end.text, lexicon).lines)
            assert [report.faults for report in reports] == [()] * 4
    assert texts[0] == texts[1] != texts[2]


def test_a_model_with_random_weights_and_byte_tokens_keeps_forms_too(tmp_path: Path, lexicon: Lexicon) -> None:
    with ModelProcess() as process:
        process.load(tiny_model(tmp_path / "tiny.gguf"))
        for form in ("haiku", "triolet"):
            process.write(plan_for(form), Sampling(quality=4), 1)
            end = follow(process)[-1]
            assert isinstance(end, Done)
            lines = end.text.split("\n")[1:]
            assert [report.faults for report in check_form(FORMS[form], analyse("\n".join(lines), lexicon).lines)] == [
                ()
            ] * len(FORMS[form].lines)
