"""The client without any process: it is told what a worker would say, on a clock of the test's own."""

from __future__ import annotations

from pathlib import Path

from llm.plans import COUPLET
from songwright.host.child.message_codec import Garbage, encode
from songwright.llm.client import ModelClient
from songwright.llm.events import Done, Event, Failed, Loading, Reading, Ready, Stopped, Told, Words
from songwright.llm.model import ModelInfo
from songwright.llm.protocol import (
    VERSION,
    Chunk,
    Finished,
    Hello,
    Load,
    Loaded,
    LoadProgress,
    PieceNotice,
    Report,
    Statistics,
    WorkerFault,
    Write,
    decode_command,
)
from songwright.llm.protocol import PromptProgress as ReadingReport
from songwright.llm.sampling_settings import Sampling

MODEL = Path("/models/small.gguf")
INFO = ModelInfo("small", context=4096)


class Bench:
    """A client, a clock, and the identifiers of what it asked for last."""

    def __init__(self) -> None:
        self.now = 100.0
        self.client = ModelClient(patience=60, grace=2, clock=lambda: self.now)
        self.load = self.write = 0

    def sent(self) -> list[object]:
        commands = [decode_command(line) for line in self.client.data_to_send().splitlines()]
        for command in commands:
            if isinstance(command, Load):
                self.load = command.id
            elif isinstance(command, Write):
                self.write = command.id
        return list(commands)

    def say(self, *reports: Report) -> list[Event]:
        return self.client.receive(b"".join(map(encode, reports)))

    def begin(self) -> None:
        """A worker runs and is asked to load and to write."""
        self.client.load(MODEL)
        assert self.client.must_start
        self.client.started()
        self.client.write(COUPLET, Sampling(), 7)
        self.sent()

    def loaded(self) -> None:
        self.begin()
        self.say(Hello(VERSION, 42), Loaded(self.load, INFO, 0.5))


def bench() -> Bench:
    made = Bench()
    made.loaded()
    return made


def test_a_piece_is_told_in_the_order_in_which_it_happens() -> None:
    desk = Bench()
    desk.begin()
    events = desk.say(
        Hello(VERSION, 42),
        LoadProgress(desk.load, 0.5),
        Loaded(desk.load, INFO, 0.5),
        ReadingReport(desk.write, 0, 40),
        Chunk(desk.write, "The "),
        PieceNotice(desk.write, "Mind the gap."),
        Chunk(desk.write, "tide", odds=(("tide", 0.5), ("moon", 0.25))),
        Chunk(desk.write, "Harbour", title=True),
        Finished(desk.write, "complete", Statistics(9, 0.2, 1.2)),
    )
    assert events == [
        Loading(0.5),
        Ready(INFO, 0.5),
        Reading(0, 40),
        Words("The "),
        Told("Mind the gap."),
        Words("tide", odds=(("tide", 0.5), ("moon", 0.25))),
        Words("Harbour", title=True),
        Done("The tide", "Harbour", Statistics(9, 0.2, 1.2)),
    ]
    assert not desk.client.writing
    assert desk.client.deadline is None


def test_a_message_may_come_in_any_pieces() -> None:
    desk = bench()
    line = encode(Chunk(desk.write, "Möwe 🌊"))
    events = [event for byte in line for event in desk.client.receive(bytes([byte]))]
    assert events == [Words("Möwe 🌊")]


def test_a_crash_keeps_the_words_and_says_why() -> None:
    desk = bench()
    desk.say(Chunk(desk.write, "The tide goes"))
    desk.client.receive_log(b"GGML_ASSERT(x) failed\n")
    (failed,) = desk.client.exited(-6)
    assert isinstance(failed, Failed)
    assert failed.text == "The tide goes"
    assert failed.crashed
    assert "GGML_ASSERT" in failed.detail


def test_after_a_crash_the_model_is_loaded_again_for_the_next_try() -> None:
    desk = bench()
    desk.client.exited(-11)
    assert desk.client.must_start
    desk.client.started()
    (again,) = desk.sent()
    assert isinstance(again, Load)
    assert again.path == str(MODEL)


def test_a_model_that_dies_while_loading_is_not_loaded_again() -> None:
    desk = Bench()
    desk.begin()
    (failed,) = desk.client.exited(-6)
    assert isinstance(failed, Failed)
    assert failed.loading
    assert not desk.client.must_start
    assert not desk.client.writing


def test_a_model_that_cannot_be_loaded_fails_once() -> None:
    desk = Bench()
    desk.begin()
    events = desk.say(WorkerFault(desk.load, "It is broken."), WorkerFault(desk.write, "No model is loaded."))
    assert [event.message for event in events if isinstance(event, Failed)] == ["It is broken."]


def test_a_worker_that_cannot_be_started_ends_the_piece_and_can_be_asked_for_again() -> None:
    desk = Bench()
    desk.client.load(MODEL)
    desk.client.write(COUPLET, Sampling(), 7)
    (failed,) = desk.client.not_started("nowhere: no such file")
    assert isinstance(failed, Failed)
    assert failed.loading
    assert not desk.client.writing
    assert not desk.client.must_start
    assert desk.client.deadline is None
    desk.client.load(MODEL)
    assert desk.client.must_start


def test_stopping_waits_for_the_worker_then_kills_it_and_keeps_the_words() -> None:
    desk = bench()
    desk.say(Chunk(desk.write, "The tide"))
    desk.client.cancel()
    assert desk.client.deadline == 102.0
    desk.now = 101.9
    assert desk.client.check() == []
    desk.now = 102.0
    assert desk.client.check() == [Stopped("The tide", "")]
    assert desk.client.must_kill
    assert desk.say(Chunk(desk.write, " too late")) == []
    assert desk.client.exited(-9) == []
    assert desk.client.must_start


def test_a_worker_that_stops_in_time_lives_on() -> None:
    desk = bench()
    desk.say(Chunk(desk.write, "The tide"))
    desk.client.cancel()
    assert desk.say(Finished(desk.write, "stopped")) == [Stopped("The tide", "")]
    desk.now += 1000
    assert desk.client.check() == []
    assert not desk.client.must_kill


def test_stopping_twice_does_not_prolong_the_grace() -> None:
    desk = bench()
    desk.client.cancel()
    desk.now += 1.5
    desk.client.cancel()
    assert desk.client.deadline == 102.0


def test_a_worker_that_dies_while_it_is_stopped_has_stopped() -> None:
    desk = bench()
    desk.say(Chunk(desk.write, "The tide"))
    desk.client.cancel()
    assert desk.client.exited(-6) == [Stopped("The tide", "")]


def test_any_word_restarts_the_patience() -> None:
    desk = bench()
    desk.now += 59
    desk.say(Chunk(desk.write, "The tide"))
    desk.now += 59
    assert desk.client.check() == []
    desk.now += 1
    (failed,) = desk.client.check()
    assert isinstance(failed, Failed)
    assert "60 seconds" in failed.message
    assert failed.text == "The tide"
    assert desk.client.must_kill


def test_an_idle_worker_may_be_silent() -> None:
    desk = bench()
    desk.say(Finished(desk.write, "complete"))
    desk.now += 10_000
    assert desk.client.deadline is None
    assert desk.client.check() == []


def test_garbage_is_told_and_changes_nothing() -> None:
    desk = bench()
    events = desk.client.receive(b'{"type":"Chunk"\n[1,2]\nhello\n' + encode(Chunk(desk.write, "The tide")))
    assert [type(event) for event in events] == [Garbage, Garbage, Garbage, Words]


def test_words_of_an_earlier_piece_are_not_mixed_in() -> None:
    desk = bench()
    old = desk.write
    desk.say(Finished(old, "complete"))
    desk.client.write(COUPLET, Sampling(), 8)
    desk.sent()
    assert desk.say(Chunk(old, "stale")) == []
    assert desk.say(Chunk(desk.write, "fresh")) == [Words("fresh")]


def test_a_worker_of_another_version_is_refused() -> None:
    desk = Bench()
    desk.begin()
    (failed,) = desk.say(Hello(999, 42))
    assert isinstance(failed, Failed)
    assert "another version" in failed.message
    assert desk.client.must_kill


def test_nothing_is_told_once_the_program_is_closing() -> None:
    desk = bench()
    desk.client.closing()
    assert desk.client.exited(0) == []
    assert not desk.client.must_start


def test_a_full_context_is_no_complete_piece() -> None:
    desk = bench()
    (done,) = desk.say(Finished(desk.write, "full"))
    assert isinstance(done, Done)
    assert not done.complete


def test_a_piece_that_waits_for_its_model_is_given_up_at_once_and_loading_goes_on() -> None:
    desk = Bench()
    desk.begin()
    desk.client.cancel()
    assert desk.client.deadline == desk.now
    assert desk.client.check() == [Stopped("", "")]
    assert not desk.client.must_kill
    assert desk.say(Loaded(desk.load, INFO, 0.5), Finished(desk.write, "stopped")) == [Ready(INFO, 0.5)]


def test_a_loading_that_is_stopped_is_not_taken_up_again() -> None:
    desk = Bench()
    desk.client.load(MODEL)
    desk.client.started()
    desk.sent()
    desk.client.cancel()
    desk.now += 2
    assert desk.client.check() == [Stopped("", "")]
    assert desk.client.must_kill
    assert desk.client.exited(-9) == []
    assert not desk.client.must_start


def test_a_model_that_was_refused_is_not_there_and_can_be_asked_for_again() -> None:
    desk = Bench()
    desk.client.load(MODEL)
    assert desk.client.has(MODEL)
    desk.client.started()
    desk.sent()
    desk.say(WorkerFault(desk.load, "It is broken."))
    assert not desk.client.has(MODEL)
    desk.client.load(MODEL)
    assert desk.client.has(MODEL)
