"""Work that follows what is typed: after a pause, one at a time, the newest wins."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from songwright.ui.jobs import Jobs
from songwright.ui.latest import Latest

pytestmark = [pytest.mark.window]


class Bench:
    """Something that is typed, and work on it that can be held up."""

    def __init__(self, jobs: Jobs, **options: object) -> None:
        self.typed = ""
        self.shown: list[str] = []
        self.errors: list[Exception] = []
        self.begun: list[str] = []
        self.free = threading.Event()
        self.free.set()
        self.latest = Latest(jobs, self.prepare, self.shown.append, failed=self.errors.append, pause_ms=10, **options)

    def prepare(self) -> Callable[[], str] | None:
        typed = self.typed
        if not typed:
            return None

        def work() -> str:
            self.begun.append(typed)
            assert self.free.wait(60)
            if typed == "bad":
                raise ValueError(typed)
            return typed.upper()

        return work

    def type(self, text: str) -> None:
        self.typed = text
        self.latest.ask()


@pytest.fixture
def jobs(qapp: object) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def test_what_is_typed_in_one_go_is_worked_out_once(jobs: Jobs, qtbot: QtBot) -> None:
    bench = Bench(jobs)
    for text in ("a", "ab", "abc"):
        bench.type(text)
    qtbot.waitUntil(lambda: bench.shown == ["ABC"])
    assert bench.begun == ["abc"]
    assert not bench.latest.busy


@pytest.mark.parametrize(("in_between", "expected"), [(False, ["LAST"]), (True, ["FIRST", "LAST"])])
def test_what_was_asked_for_meanwhile_comes_next_and_wins(
    jobs: Jobs, qtbot: QtBot, in_between: bool, expected: list[str]
) -> None:
    bench = Bench(jobs, in_between=in_between)
    bench.free.clear()
    bench.type("first")
    qtbot.waitUntil(lambda: bench.begun == ["first"])
    bench.typed = "last"
    bench.latest.ask(at_once=True)
    bench.free.set()
    qtbot.waitUntil(lambda: bench.shown == expected)
    assert bench.begun == ["first", "last"]


def test_a_failure_is_told_and_the_next_work_is_done(jobs: Jobs, qtbot: QtBot) -> None:
    bench = Bench(jobs)
    bench.type("bad")
    qtbot.waitUntil(lambda: len(bench.errors) == 1)
    bench.type("good")
    qtbot.waitUntil(lambda: bench.shown == ["GOOD"])


def test_nothing_to_do_runs_nothing_and_stopping_drops_what_runs(jobs: Jobs, qtbot: QtBot) -> None:
    bench = Bench(jobs)
    bench.latest.ask(at_once=True)
    assert not bench.latest.busy
    bench.free.clear()
    bench.type("late")
    qtbot.waitUntil(lambda: bench.begun == ["late"])
    bench.latest.stop()
    bench.free.set()
    bench.type("new")
    qtbot.waitUntil(lambda: bench.shown == ["NEW"])
