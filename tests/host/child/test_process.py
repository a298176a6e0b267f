"""A child made of a protocol and a main function, driven without Qt."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from host.child.toy import Die, Farewell, Greet, Greeting, ToyReport
from songwright.host.child.client import ChildClient, Death, JobClient, MessageClient
from songwright.host.child.environment import child_command
from songwright.host.child.process import ChildProcess

TESTS = Path(__file__).parents[2]
Run = Callable[[ChildClient[object]], ChildProcess[object]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    monkeypatch.setenv("PYTHONPATH", str(TESTS))
    running: list[ChildProcess[object]] = []

    def start(client: ChildClient[object]) -> ChildProcess[object]:
        running.append(ChildProcess(client, child_command("host.child.toy")))
        return running[-1]

    yield start
    for process in running:
        process.close()


def test_typed_messages_go_there_and_back(run: Run) -> None:
    process = run(MessageClient(ToyReport))
    process.tell(Greet(("Ada", "Möwe")))
    assert process.wait(60) == [Greeting({"Ada": 3, "Möwe": 4})]


def test_one_that_dies_is_started_again_and_given_its_opening(run: Run) -> None:
    process = run(MessageClient(ToyReport, opening=lambda: (Greet(("opening",)),)))
    process.tell(Greet(("one",)))
    heard: list[object] = []
    while len(heard) < 2:
        heard += process.wait(60)
    assert heard == [Greeting({"opening": 7}), Greeting({"one": 3})]
    first = process.pid
    process.tell(Die(3))
    (death,) = process.wait(60)
    assert isinstance(death, Death)
    assert (death.code, death.again) == (3, True)
    assert "last words" in death.log
    assert process.wait(60) == [Greeting({"opening": 7})]
    assert process.pid != first


def test_one_that_keeps_dying_is_left_alone(run: Run) -> None:
    process = run(MessageClient(ToyReport, opening=lambda: (Die(4),)))
    process.tell(Greet(()))
    deaths: list[object] = []
    while len(deaths) < 3:
        deaths += process.wait(60)
    assert [death.again for death in deaths if isinstance(death, Death)] == [True, True, False]
    assert process.wait(0) == []
    assert process.pid is None


def test_a_job_ends_with_its_last_report_and_dies_only_without_it(run: Run) -> None:
    process = run(JobClient(Greet(()), ToyReport, (Farewell,)))
    process.start()
    heard: list[object] = []
    while Farewell() not in heard:
        heard += process.wait(60)
    process.tell(Die(0))
    assert process.wait(5) == []

    process = run(JobClient(Die(5), ToyReport, (Farewell,)))
    process.start()
    (death,) = process.wait(60)
    assert isinstance(death, Death)
    assert "exit code 5\n" in death.detail


def test_one_that_cannot_be_started_dies_without_a_code() -> None:
    with ChildProcess(MessageClient(ToyReport), ["/nowhere/songwright-toy"]) as process:
        process.tell(Greet(()))
        (death,) = process.wait(60)
    assert isinstance(death, Death)
    assert (death.code, death.again) == (None, False)
    assert "/nowhere" in death.log


def test_one_that_does_not_go_is_killed(run: Run) -> None:
    command = [sys.executable, "-c", "import time; print('{}', flush=True); time.sleep(600)"]
    process = ChildProcess(MessageClient(ToyReport), command)
    process.tell(Greet(()))
    assert process.wait(60)  # what it says is no report
    process.close(grace=0.01)
    assert process.pid is None
