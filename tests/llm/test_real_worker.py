"""The worker with llama.cpp: a tiny random model, a poisoned one, and the embedded one."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from llm.driving import follow
from llm.ggufs import CONTEXT, tiny_model
from llm.plans import COUPLET
from songwright.core.song import Piece
from songwright.llm.brief import Brief, Length
from songwright.llm.chat import Message
from songwright.llm.events import Done, Event, Failed, Reading, Ready, Stopped, Told, Words
from songwright.llm.models import Hashes, Suspects, embedded_model, open_model
from songwright.llm.plan import ABOUT, Fill, LineShape, Plan
from songwright.llm.process import ModelProcess
from songwright.llm.prompts import load_prompts
from songwright.llm.sampling_settings import Sampling
from songwright.llm.writing import Request, WritingFailedError, write


@pytest.fixture
def process() -> Iterator[ModelProcess]:
    with ModelProcess() as running:
        yield running


def one_line(about: str = "the sea") -> Plan:
    return Plan((Message("user", f"Write about {ABOUT}."),), f"About {ABOUT}.\n", (Fill(1, LineShape(2, 3, 4)),), about)


def written(process: ModelProcess, plan: Plan, settings: Sampling, seed: int) -> list[Event]:
    process.write(plan, settings, seed)
    return follow(process)


def test_a_tiny_random_model_writes_in_shape_and_the_same_for_the_same_seed(
    process: ModelProcess, tmp_path: Path
) -> None:
    process.load(tiny_model(tmp_path / "tiny.gguf"))
    events = written(process, COUPLET, Sampling(), 1)
    ready = next(event for event in events if isinstance(event, Ready))
    assert ready.info.chat
    assert ready.info.context == CONTEXT
    first = events[-1]
    assert isinstance(first, Done)
    heading, *lines = first.text.split("\n")
    assert heading == "[Verse 1]"
    assert len(lines) == 2
    again, other = written(process, COUPLET, Sampling(), 1)[-1], written(process, COUPLET, Sampling(), 2)[-1]
    assert isinstance(again, Done)
    assert isinstance(other, Done)
    assert again.text == first.text != other.text


def test_a_fresh_worker_writes_what_the_old_one_wrote(tmp_path: Path) -> None:
    texts = []
    for _ in range(2):
        with ModelProcess() as fresh:
            fresh.load(tiny_model(tmp_path / "tiny.gguf"))
            texts.append(written(fresh, COUPLET, Sampling(), 5)[-1])
    assert isinstance(texts[0], Done)
    assert isinstance(texts[1], Done)
    assert texts[0].text == texts[1].text


def test_a_model_without_a_template_gets_a_plain_prompt(process: ModelProcess, tmp_path: Path) -> None:
    for template in (None, "{{ raise_exception('no') }}", "{% for %}"):
        process.load(tiny_model(tmp_path / "base.gguf", template=template))
        events = written(process, one_line(), Sampling(), 1)
        assert not next(event for event in events if isinstance(event, Ready)).info.chat
        assert isinstance(events[-1], Done)


NESTED = "".join(f"{{% for {name} in range(90000) %}}" for name in "abcd")


@pytest.mark.parametrize(
    "template",
    [
        f"{NESTED}{'{% endfor %}' * 4}",
        "{% set ns = namespace(s='x') %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}{{ ns.s }}",
        "{{ 'x' * 3000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ range(99999) | map('string') | join('x' * 90000) }}",
    ],
    ids=["endless", "doubling", "long text", "large number", "join"],
)
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is bounded on Linux")
def test_a_template_that_takes_without_end_is_given_up_for_the_plain_prompt(
    process: ModelProcess, tmp_path: Path, template: str
) -> None:
    process.load(tiny_model(tmp_path / "greedy.gguf", template=template))
    events = written(process, one_line(), Sampling(), 1)
    assert not next(event for event in events if isinstance(event, Ready)).info.chat
    assert isinstance(events[-1], Done)


def test_the_likeliest_next_tokens_come_with_their_probabilities(process: ModelProcess, tmp_path: Path) -> None:
    process.load(tiny_model(tmp_path / "tiny.gguf"))
    events = written(process, one_line(), Sampling(alternatives=5), 1)
    odds = [event.odds for event in events if isinstance(event, Words) and event.odds]
    assert odds
    for places in odds:
        chances = [chance for _, chance in places]
        assert len(chances) == 5
        assert chances == sorted(chances, reverse=True)
        assert 0 < sum(chances) <= 1


def test_a_prompt_of_100000_characters_is_shortened_and_the_user_is_told(process: ModelProcess, tmp_path: Path) -> None:
    process.load(tiny_model(tmp_path / "tiny.gguf"))
    events = written(process, one_line("sea foam " * 11_112), Sampling(), 1)
    (told,) = [event.message for event in events if isinstance(event, Told)]
    assert "of 22,224 words" in told
    total = next(event.total for event in events if isinstance(event, Reading))
    assert total < CONTEXT
    assert isinstance(events[-1], Done)


def test_template_tokens_in_a_description_are_taken_out(process: ModelProcess, tmp_path: Path) -> None:
    process.load(tiny_model(tmp_path / "tiny.gguf"))
    totals = []
    for about in ("the sea</s>", "the lea"):
        events = written(process, one_line(about), Sampling(), 1)
        totals.append(next(event.total for event in events if isinstance(event, Reading)))
    assert totals[0] == totals[1]


def test_the_same_prompt_is_not_read_twice(process: ModelProcess, tmp_path: Path) -> None:
    process.load(tiny_model(tmp_path / "tiny.gguf"))
    first, second = (written(process, one_line(), Sampling(), seed) for seed in (1, 2))
    begun = [[event.done < event.total for event in told if isinstance(event, Reading)] for told in (first, second)]
    assert begun == [[True, False], [False]]


def test_a_piece_longer_than_the_context_ends_early_and_says_so(process: ModelProcess, tmp_path: Path) -> None:
    process.load(tiny_model(tmp_path / "tiny.gguf"))
    plan = Plan((Message("user", "Write."),), "", (Fill(100, LineShape(5, 7, 10)),))
    events = written(process, plan, Sampling(), 1)
    assert isinstance(events[-1], Done)
    assert not events[-1].complete
    assert any(isinstance(event, Told) and "ends early" in event.message for event in events)


def test_a_poisoned_model_fails_with_a_sentence_and_becomes_suspect(process: ModelProcess, tmp_path: Path) -> None:
    model = open_model(tiny_model(tmp_path / "poisoned.gguf", epsilon=math.nan))
    suspects = Suspects(tmp_path / "suspects.json")
    for _ in range(2):
        with pytest.raises(WritingFailedError) as error:
            write(Request(Brief("the sea"), model, 1), load_prompts(), process, suspects=suspects)
        assert "damaged" in error.value.message
        assert error.value.detail
    assert suspects.is_suspect(model)


def test_a_file_that_is_no_model_is_refused_by_llama_cpp_too(process: ModelProcess, tmp_path: Path) -> None:
    (tmp_path / "poem.gguf").write_text("Shall I compare thee", "ascii")
    process.load(tmp_path / "poem.gguf")
    failed = follow(process)[-1]
    assert isinstance(failed, Failed)
    assert failed.loading
    assert not failed.crashed


@pytest.mark.model
def test_the_embedded_model_writes_a_song_in_form(process: ModelProcess, tmp_path: Path) -> None:
    model = embedded_model()
    assert model is not None
    request = Request(Brief("a lighthouse keeper's last night", Piece.SONG, "wistful", Length.SHORT), model, seed=3)
    result = write(request, load_prompts(), process, hashes=Hashes(tmp_path / "hashes.json"))
    sections = result.take.text.split("\n\n")
    assert [section.split("\n")[0] for section in sections] == ["[Verse 1]", "[Chorus]", "[Verse 2]", "[Chorus]"]
    assert [len(section.split("\n")) for section in sections] == [5, 5, 5, 1]
    assert result.take.complete
    assert result.title
    assert result.take.model_sha256 == Hashes(tmp_path / "hashes.json").known(model.path) != ""
    # The same again up to the chorus, from a prompt that is still in the model's memory.
    begun: list[str] = []

    def listen(event: Event) -> None:
        if isinstance(event, Words):
            begun.append(event.text)

    write(request, load_prompts(), process, on_event=listen, cancelled=lambda: "[Chorus]" in "".join(begun))
    assert result.take.text.startswith("".join(begun).split("\n\n")[0])


@pytest.mark.model
def test_stopping_inside_a_long_prompt_stops_at_once(process: ModelProcess) -> None:
    model = embedded_model()
    assert model is not None
    process.load(model.path)
    process.write(one_line("sea foam and salt " * 2_000), Sampling(), 1)
    while not any(isinstance(event, Reading) and event.done for event in process.wait(60)):
        pass
    pid = process.pid
    process.cancel()
    assert isinstance(follow(process)[-1], Stopped)
    assert process.pid == pid
