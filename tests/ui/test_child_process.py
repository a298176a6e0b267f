"""The same toy child, driven from a window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from host.child.toy import Die, Farewell, Greet, Greeting, ToyReport
from songwright.host.child.client import ChildClient, Death, JobClient, MessageClient
from songwright.host.child.environment import child_command
from songwright.ui.child_process import QtChild

pytestmark = [pytest.mark.window]
Run = Callable[[ChildClient[object]], tuple[QtChild, list[object]]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, qapp: object) -> Iterator[Run]:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    running: list[QtChild] = []

    def start(client: ChildClient[object]) -> tuple[QtChild, list[object]]:
        child = QtChild(client, child_command("host.child.toy"), name="toy")
        running.append(child)
        heard: list[object] = []
        child.happened.connect(heard.append)
        return child, heard

    yield start
    for child in running:
        child.close()


def test_typed_messages_go_there_and_back(run: Run, qtbot: QtBot) -> None:
    child, heard = run(MessageClient(ToyReport))
    child.tell(Greet(("Ada", "Möwe")))
    qtbot.waitUntil(lambda: heard == [Greeting({"Ada": 3, "Möwe": 4})], timeout=40000)


def test_one_that_dies_is_started_again_and_given_its_opening(run: Run, qtbot: QtBot) -> None:
    child, heard = run(MessageClient(ToyReport, opening=lambda: (Greet(("opening",)),)))
    child.tell(Die(3))
    qtbot.waitUntil(lambda: len(heard) == 3, timeout=40000)
    before, death, after = heard
    assert isinstance(death, Death)
    assert (death.code, death.again) == (3, True)
    assert "last words" in death.log
    assert before == after == Greeting({"opening": 7})


def test_a_job_ends_without_a_death(run: Run, qtbot: QtBot) -> None:
    child, heard = run(JobClient(Greet(()), ToyReport, (Farewell,)))
    child.start()
    qtbot.waitUntil(lambda: Farewell() in heard, timeout=40000)
    with qtbot.waitSignal(child.gone, timeout=40000):
        child.tell(Die(0))
    assert heard == [Greeting({}), Farewell()]
    assert not child.running


def test_one_that_cannot_be_started_dies_without_a_code(qtbot: QtBot) -> None:
    child = QtChild(MessageClient(ToyReport), ["/nowhere/songwright-toy"], name="toy")
    with qtbot.waitSignal(child.happened, timeout=40000) as told:
        child.tell(Greet(()))
    (death,) = told.args
    assert isinstance(death, Death)
    assert (death.code, death.again) == (None, False)
    assert "/nowhere" in death.log
    assert not child.running
