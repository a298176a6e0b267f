from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from llm.plans import COUPLET
from songwright.host.child.message_codec import Garbage, encode
from songwright.llm.model import LoadOptions, ModelInfo
from songwright.llm.protocol import (
    Ask,
    Cancel,
    Chunk,
    Command,
    Finished,
    Hello,
    Load,
    Loaded,
    LoadProgress,
    Offer,
    PieceNotice,
    PromptProgress,
    RankedOptions,
    Report,
    Statistics,
    WorkerFault,
    Write,
    decode_command,
    decode_report,
)
from songwright.llm.questions import Direction, LineCosts, LineOptions, Option, Place, Question, WordOptions
from songwright.llm.sampling_settings import Sampling
from songwright.llm.wishes import Wishes
from songwright.lyrics.forms import LineForm

numbers = st.integers(0, 2**40)
shares = st.floats(0, 1)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
lines = st.lists(texts, max_size=3).map(tuple)
wishes = st.builds(
    Wishes,
    texts,
    st.lists(st.tuples(numbers, texts), max_size=2).map(tuple),
    lines,
    lines,
    texts,
    lines,
    banned=lines,
    held_back=lines,
)
line_forms = st.builds(LineForm, numbers, st.none() | texts, st.none() | texts, patterns=lines)
places = st.builds(Place, lines, lines, texts, texts, st.none() | line_forms, lines, texts, lines, wishes)
questions: st.SearchStrategy[Question] = st.one_of(
    st.builds(LineOptions, places, texts, st.sampled_from(Direction), texts, numbers),
    st.builds(WordOptions, places, texts, numbers, numbers, numbers),
    st.builds(LineCosts, places, lines),
)
options = st.builds(Option, texts, shares, st.floats(-9, 9), texts, numbers, numbers, numbers)
reports: st.SearchStrategy[Report] = st.one_of(
    st.builds(Hello, numbers, numbers),
    st.builds(LoadProgress, numbers, shares),
    st.builds(Loaded, numbers, st.builds(ModelInfo, texts, texts, numbers), shares),
    st.builds(PromptProgress, numbers, numbers, numbers),
    st.builds(Chunk, numbers, texts, st.booleans(), st.lists(st.tuples(texts, shares), max_size=3).map(tuple)),
    st.builds(PieceNotice, numbers, texts),
    st.builds(Finished, numbers, texts, st.builds(Statistics, numbers, shares, shares, shares)),
    st.builds(WorkerFault, numbers, texts, texts),
    st.builds(Offer, numbers, options),
    st.builds(RankedOptions, numbers, st.lists(options, max_size=3).map(tuple)),
)
commands: st.SearchStrategy[Command] = st.one_of(
    st.builds(Load, numbers, texts, st.builds(LoadOptions, numbers, numbers)),
    st.builds(Write, numbers, st.just(COUPLET), st.builds(Sampling, st.floats(0, 2)), numbers),
    st.builds(Ask, numbers, questions, st.just(Sampling()), numbers),
    st.builds(Cancel, numbers),
)


@given(reports)
def test_a_report_comes_back_as_it_was_sent(report: Report) -> None:
    line = encode(report)
    assert line.count(b"\n") == 1
    assert decode_report(line) == report


@given(commands)
def test_a_command_comes_back_as_it_was_sent(command: Command) -> None:
    assert decode_command(encode(command)) == command


@given(st.binary(max_size=200))
def test_any_bytes_are_a_message_or_garbage(line: bytes) -> None:
    assert isinstance(decode_report(line), (Garbage, Report))


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=8,
    )
)
def test_any_json_is_a_message_or_garbage(value: object) -> None:
    assert isinstance(decode_command(json.dumps(value).encode()), (Garbage, Command))


def test_a_field_of_the_wrong_type_is_garbage() -> None:
    for line in (
        b'{"type":"Chunk","id":"one","text":"a"}',
        b'{"type":"Chunk","id":true,"text":"a"}',
        b'{"type":"Chunk","id":1}',
        b'{"type":"Chunk","id":1,"text":"a","odds":[["a"]]}',
        b'{"type":"Write","id":1,"plan":{},"seed":0}',
    ):
        assert isinstance(decode_report(line), Garbage)
        assert isinstance(decode_command(line), Garbage)


def test_settings_out_of_range_are_garbage() -> None:
    line = encode(Write(1, COUPLET, Sampling(temperature=0.5), 0)).replace(b'"temperature":0.5', b'"temperature":99')
    assert isinstance(decode_command(line), Garbage)


def test_a_newer_peer_may_say_more() -> None:
    assert decode_report(b'{"type":"Hello","version":1,"pid":2,"mood":"fine"}') == Hello(1, 2)


def test_speed_counts_from_the_end_of_the_prompt_and_not_from_the_first_words() -> None:
    assert Statistics(40, first=4.5, seconds=5.0, read=1.0).speed == 10
    assert Statistics(40, first=1.0, seconds=5.0).speed == 10
    assert Statistics().speed == 0
