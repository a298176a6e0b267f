"""Writing with a model server, through the worker's process as window and command line have it."""

from __future__ import annotations

import time

import pytest

from llm.driving import follow
from llm.remote.scripted_server import ScriptedServer, serving
from songwright.core.song import Piece
from songwright.host.child.box import box_for
from songwright.llm.addresses import server_address
from songwright.llm.brief import Brief, Length
from songwright.llm.elsewhere import model_served, writer_command
from songwright.llm.events import Failed, Stopped, Told, Words
from songwright.llm.models import ModelFile
from songwright.llm.planning import plan_of
from songwright.llm.process import ModelProcess
from songwright.llm.prompts import form_for, load_prompts
from songwright.llm.questions import NextWords, Place
from songwright.llm.sampling_settings import Sampling
from songwright.llm.wishes import Wishes
from songwright.llm.writing import Request, WritingFailedError, WrittenPiece, write
from songwright.lyrics.analysis import analyse
from songwright.lyrics.forms import check_form
from songwright.lyrics.lexicon import load_lexicon

POEM = Brief("a lantern above the bay", Piece.POEM, length=Length.SHORT)
SONG = """Sure, here is your song:

**Title: "The Bay"**

**Verse 1:**
The light is low, the boats are in
And nobody is awake

**Chorus**
"Burn on, burn on"

---
I hope you like it"""


def model_at(server: ScriptedServer, *, model: str = "", key: str = "") -> ModelFile:
    text = server.address.replace("://", f"://{key}@") if key else server.address
    address = server_address(f"{text}#{model}" if model else text)
    assert address is not None
    return model_served(address)


def written(server: ScriptedServer, brief: Brief, told: list[str] | None = None, **chosen: str) -> WrittenPiece:
    model = model_at(server, **chosen)

    def hear(event: object) -> None:
        if isinstance(event, Told) and told is not None:
            told.append(event.message)

    with ModelProcess(writer_command(model)) as process:
        request = Request(brief, model, 3, Sampling(quality=2), model.load_options())
        return write(request, load_prompts(), process, on_event=hear)


def test_a_server_that_tells_odds_keeps_the_form_and_is_asked_for_words_by_the_thousand() -> None:
    form = form_for("6a 6a")
    with serving(ScriptedServer()) as server:
        piece = written(server, Brief("the rain", Piece.POEM, form="6a 6a"))
        asked, spelled = server.questions("/completion"), server.questions("/tokenize")
    assert 0 < len(spelled) < 200  # of some eighty thousand spellings
    reports = check_form(form, analyse(piece.take.text, load_lexicon()).lines)
    assert [report.faults for report in reports] == [()] * 2, piece.take.text
    assert piece.take.complete
    assert all(body["cache_prompt"] and body["n_predict"] == 1 for body in asked)
    assert {body["id_slot"] for body in asked} <= {0, 1, 2, 3}


def test_a_server_without_odds_writes_freely_and_talk_is_left_out() -> None:
    told: list[str] = []
    with serving(ScriptedServer(odds=False, says=SONG)) as server:
        piece = written(server, Brief("the bay", Piece.SONG), told)
        (question,) = server.questions("/v1/chat/completions")
    assert piece.title == "The Bay"
    assert piece.take.text == (
        "[Verse 1]\nThe light is low, the boats are in\nAnd nobody is awake\n\n[Chorus]\nBurn on, burn on\n\n"
        "I hope you like it"
    )
    assert "[Verse 1]: 4 lines" in question["messages"][-1]["content"]
    assert told == []


def test_a_form_that_a_server_cannot_keep_is_asked_for_and_said_to_be_uncertain() -> None:
    told: list[str] = []
    with serving(ScriptedServer(odds=False, says="One line\nAnd another\n")) as server:
        piece = written(server, Brief("the bay", Piece.POEM, form="8a 8a"), told)
        (question,) = server.questions("/v1/chat/completions")
    assert piece.take.text == "One line\nAnd another"
    assert any("cannot be kept for certain" in message for message in told)
    assert "2 lines of 8, 8 syllables, rhymed AA" in question["messages"][-1]["content"]


def test_words_that_must_stand_are_refused_by_a_server_that_cannot_promise_them() -> None:
    brief = Brief("the bay", Piece.POEM, form="8a 8a", wishes=Wishes(required=((0, "lantern"),)))
    with serving(ScriptedServer(odds=False)) as server, pytest.raises(WritingFailedError, match="must stand"):
        written(server, brief)


def test_a_text_that_the_server_ends_early_is_incomplete() -> None:
    with serving(ScriptedServer(odds=False, fault="full")) as server:
        piece = written(server, POEM)
    assert piece.take.text == "A line\nAnother line"
    assert not piece.take.complete


def test_a_stream_that_is_cut_keeps_its_words() -> None:
    with (
        serving(ScriptedServer(odds=False, says="The first line\nThe second line\nThe third", fault="cut")) as server,
        pytest.raises(WritingFailedError, match=r"has cut the line\. The words so far are kept") as failed,
    ):
        written(server, POEM)
    assert failed.value.written.take.text == "The first line"


def test_stopping_a_server_that_hangs_keeps_its_words_and_hangs_up() -> None:
    with serving(ScriptedServer(odds=False, says="The first line\nThe second\nThird", fault="hang")) as server:
        model = model_at(server)
        with ModelProcess(writer_command(model), grace=60) as process:
            process.load(model.path, model.load_options())
            process.write(plan_of(POEM, load_prompts()), Sampling(), 1)
            until = time.monotonic() + 100
            while not any(isinstance(event, Words) for event in process.wait(1)):
                assert time.monotonic() < until
            process.cancel()
            (*_, stopped) = follow(process)
    assert isinstance(stopped, Stopped)
    assert stopped.text == "The first line"


@pytest.mark.parametrize(
    ("server", "sentence"),
    [
        (ScriptedServer(fault="web page"), "is no model server"),
        (ScriptedServer(fault="no json"), "is no model server"),
        (ScriptedServer(key="secret"), "wants a key"),
        (ScriptedServer(models=()), "has no model yet"),
    ],
    ids=["web page", "no json", "key", "no model"],
)
def test_what_is_no_use_is_told_in_words(server: ScriptedServer, sentence: str) -> None:
    with serving(server), pytest.raises(WritingFailedError, match=sentence):
        written(server, POEM)


def test_a_server_that_is_not_there_is_told() -> None:
    with serving(ScriptedServer()) as server:
        pass
    with pytest.raises(WritingFailedError, match=r"Nothing answers at 127\.0\.0\.1"):
        written(server, POEM)


def test_a_key_lets_in_and_is_shown_nowhere() -> None:
    with serving(ScriptedServer(odds=False, key="secret")) as server:
        model = model_at(server, key="secret")
        assert written(server, POEM, key="secret").take.text
    assert "secret" not in f"{model.path}{model.name}{model.elsewhere}{writer_command(model)}"


def test_a_server_that_still_loads_its_model_is_waited_for() -> None:
    with serving(ScriptedServer(odds=False, busy=1)) as server:
        assert written(server, POEM).take.text


def test_one_of_several_models_is_named_after_the_address() -> None:
    with serving(ScriptedServer(odds=False, models=("small", "llama3.2:3b"))) as server:
        written(server, POEM, model="llama3.2:3b")
        (question,) = server.questions("/v1/chat/completions")
        assert question["model"] == "llama3.2:3b"
        with pytest.raises(WritingFailedError, match="It has: small, llama3"):
            written(server, POEM, model="mistral")


def test_next_words_are_not_to_be_had_without_odds() -> None:
    with serving(ScriptedServer(odds=False)) as server:
        model = model_at(server)
        with ModelProcess(writer_command(model)) as process:
            process.load(model.path, model.load_options())
            process.ask(NextWords(Place(before=("A line",))), Sampling(), 1)
            (*_, failed) = follow(process)
    assert isinstance(failed, Failed)
    assert "tells no odds of single words" in failed.message


def test_the_worker_of_a_server_may_speak_to_its_port_alone() -> None:
    address = server_address("http://10.0.0.2:8080")
    assert address is not None
    options = writer_command(model_served(address))[-2:]
    assert options == ["--server", "10.0.0.2:8080"]
    assert box_for("songwright.llm.worker", options).ports == (8080,)
    assert box_for("songwright.llm.worker", []).sockets == "none"
