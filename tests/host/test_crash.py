"""Crash reports: written for what nobody expected, shown at the next start."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from host.processes import running, start
from songwright.host import crash
from songwright.host.crash import CrashWatch, crash_reports

WATCHED = """
import ctypes, sys
from pathlib import Path
from songwright.host.crash import CrashWatch
watch = CrashWatch(Path(sys.argv[1]), "9.9")
print("watching", flush=True)
{deed}
"""
SEGFAULT = WATCHED.format(deed="sys.stdin.readline(); ctypes.string_at(0)")
WAIT = WATCHED.format(deed="sys.stdin.readline()")
RAISE = WATCHED.format(deed="raise ZeroDivisionError('nobody expected this')")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "crashes"


@contextmanager
def watched(folder: Path, told: list[Path] | None = None) -> Iterator[CrashWatch]:
    watch = CrashWatch(folder, "9.9", None if told is None else told.append)
    try:
        yield watch
    finally:
        watch.close()


def raise_to_the_top() -> None:
    try:
        raise LookupError("lost")
    except LookupError as error:
        sys.excepthook(type(error), error, error.__traceback__)


def test_an_error_at_the_top_leaves_a_report_for_the_next_start(folder: Path) -> None:
    with start(RAISE, folder) as process:
        process.communicate()
    [report] = crash_reports(folder)
    assert "Songwright 9.9, Python 3." in report.text
    assert "ZeroDivisionError: nobody expected this" in report.text
    report.dismiss()
    assert crash_reports(folder) == []


def test_a_death_below_python_leaves_a_report_too(folder: Path) -> None:
    with running(SEGFAULT, folder) as process:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
        process.wait()
    [report] = crash_reports(folder)
    assert "Songwright 9.9" in report.text
    assert "Segmentation fault" in report.text or "access violation" in report.text


def test_a_session_that_lives_or_was_killed_from_outside_has_not_crashed(folder: Path) -> None:
    with running(WAIT, folder):
        assert crash_reports(folder) == []
        assert len(list(folder.glob("*.txt"))) == 1
    assert crash_reports(folder) == []
    assert list(folder.glob("*.txt")) == []


def test_a_session_that_ends_well_leaves_nothing_and_gives_the_hooks_back(folder: Path) -> None:
    hooks = sys.excepthook, threading.excepthook
    with watched(folder):
        assert (sys.excepthook, threading.excepthook) != hooks
    assert (sys.excepthook, threading.excepthook) == hooks
    assert list(folder.iterdir()) == []


def test_the_usual_hook_still_runs_and_the_window_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Path] = []
    usual: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: usual.append(kind))
    with watched(folder, told):
        raise_to_the_top()
    assert usual == [LookupError]
    assert [report.path for report in crash_reports(folder)] == told


def test_an_error_in_a_thread_is_reported_with_the_threads_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda problem: None)

    def fail() -> None:
        raise LookupError("in the dark")

    with watched(folder):
        thread = threading.Thread(target=fail, name="recovery journal")
        thread.start()
        thread.join()
    [report] = crash_reports(folder)
    assert "In recovery journal:" in report.text
    assert "LookupError: in the dark" in report.text


def test_pressing_control_c_is_no_crash(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    with watched(folder):
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert crash_reports(folder) == []


def test_an_error_in_every_repaint_does_not_fill_the_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    with watched(folder):
        for _ in range(100):
            raise_to_the_top()
    assert len(list(folder.iterdir())) == crash._MOST_A_SESSION


def test_a_folder_that_cannot_be_made_is_no_second_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    (tmp_path / "crashes").write_text("a file in the way")
    with watched(tmp_path / "crashes"):
        raise_to_the_top()
    assert crash_reports(tmp_path / "crashes") == []
