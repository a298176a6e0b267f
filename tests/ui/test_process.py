"""The window as a process of its own: how it ends, and what it leaves behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from songwright.host.paths import find_paths

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks at /proc")
SECONDS = 60


@pytest.fixture
def window_process() -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "songwright", "window"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    yield process
    process.kill()
    process.wait()
    if process.stderr is not None:
        process.stderr.close()


def children(pid: int) -> set[int]:
    found: set[int] = set()
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):  # a thread that has ended since it was listed
            found.update(int(child) for child in path.read_text().split())
    return found


def command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:  # ended meanwhile
        return b""


def running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait_until_it_has_a_worker(process: subprocess.Popen[bytes]) -> set[int]:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        workers = {child for child in children(process.pid) if b"songwright.llm.worker" in command_line(child)}
        if workers:
            return workers
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
        time.sleep(0.05)
    pytest.fail("the window started no worker")


def wait_until_gone(pids: set[int]) -> None:
    until = time.monotonic() + SECONDS
    while any(running(pid) for pid in pids):
        assert time.monotonic() < until, "left running"
        time.sleep(0.02)


@pytest.mark.model
def test_a_killed_window_leaves_no_model_process(window_process: subprocess.Popen[bytes]) -> None:
    workers = wait_until_it_has_a_worker(window_process)
    os.kill(window_process.pid, signal.SIGKILL)
    window_process.wait()
    wait_until_gone(workers)


@pytest.mark.model
def test_a_window_that_is_asked_to_end_does_so_and_leaves_nothing(
    window_process: subprocess.Popen[bytes],
) -> None:
    workers = wait_until_it_has_a_worker(window_process)
    window_process.terminate()
    assert window_process.wait(30) == 128 + signal.SIGTERM
    wait_until_gone(workers)
    assert list(find_paths().crashes.glob("*")) == []
    assert list(find_paths().journals.glob("*.journal")) == []
