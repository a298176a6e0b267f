"""The worker's process under every fault that a native library can have, by way of the scripted backend."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from llm.driving import Start, follow
from llm.plans import COUPLET, COUPLET_TEXT, LINES
from songwright.host.child.environment import child_environment
from songwright.host.child.message_codec import Garbage
from songwright.llm.events import Done, Failed, Ready, Stopped, Words
from songwright.llm.process import ModelProcess
from songwright.llm.sampling_settings import Sampling

MODEL = Path("model.gguf")
FIRST = "The tide goes out below the wall\n"


def write(process: ModelProcess) -> list[object]:
    process.load(MODEL)
    process.write(COUPLET, Sampling(), seed=1)
    return list(follow(process))


def test_words_stream_in_pieces_and_add_up_to_the_text(start: Start) -> None:
    events = write(start({"write": [{"say": LINES}]}))
    words = [event.text for event in events if isinstance(event, Words)]
    assert len(words) > 20
    assert "".join(words) == COUPLET_TEXT
    assert isinstance(events[-1], Done)
    assert events[-1].text == COUPLET_TEXT
    assert events[-1].statistics.tokens > 0


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        ({"abort": True}, "damaged"),
        ({"segfault": True}, "segmentation fault"),
        ({"kill": 9}, "memory"),
        ({"exit": 3}, "unexpectedly"),
        ({"memory": True}, "not enough memory"),
    ],
)
def test_a_worker_that_dies_leaves_its_words_and_a_reason(
    start: Start, action: dict[str, object], sentence: str
) -> None:
    process = start({"write": [{"say": FIRST + "A lamp is"}, action]})
    failed = write(process)[-1]
    assert isinstance(failed, Failed)
    assert failed.text == "[Verse 1]\nThe tide goes out below the wall\nA lamp is"
    assert failed.crashed
    assert sentence in failed.message
    assert not failed.loading


def test_the_next_piece_is_written_by_a_fresh_worker(start: Start) -> None:
    process = start({"write": [{"say": FIRST}, {"abort": True}]})
    assert isinstance(write(process)[-1], Failed)
    first = process.pid
    process.write(COUPLET, Sampling(), seed=2)
    events = follow(process)
    assert any(isinstance(event, Ready) for event in events)
    assert process.pid != first


def test_a_worker_that_hangs_is_killed_after_the_grace_and_keeps_its_words(start: Start) -> None:
    # The garbage says that the decode that never returns is next: nothing looks at the cancel flag in between.
    process = start({"write": [{"say": FIRST}, {"garbage": "next: a hang"}, {"hang": True}]}, grace=0.1)
    process.load(MODEL)
    process.write(COUPLET, Sampling(), seed=1)
    heard: list[object] = []
    while not any(isinstance(event, Garbage) for event in heard):
        heard += process.wait(100)
    hanging = process.pid
    process.cancel()
    stopped = follow(process)[-1]
    assert isinstance(stopped, Stopped)
    assert stopped.text == "[Verse 1]\nThe tide goes out below the wall\n"
    assert process.wait(100)  # the next worker loads the model again
    assert _gone(hanging)


def _gone(pid: int | None) -> bool:
    assert pid
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        os.sched_yield()
    return False


def test_stopping_ends_a_slow_decode_at_once_without_a_kill(start: Start) -> None:
    process = start({"write": [{"say": FIRST}, {"wait": 600}]}, grace=30)
    process.load(MODEL)
    process.write(COUPLET, Sampling(), seed=1)
    text = ""
    while not text.endswith("wall\n"):
        text += "".join(event.text for event in process.wait(100) if isinstance(event, Words))
    pid = process.pid
    process.cancel()
    stopped = follow(process)[-1]
    assert isinstance(stopped, Stopped)
    assert stopped.text == "[Verse 1]\nThe tide goes out below the wall\n"
    assert process.pid == pid


def test_silence_is_taken_for_a_hang(start: Start) -> None:
    process = start({"write": [{"say": "The tide"}, {"hang": True}]}, patience=0.5)
    process.load(MODEL)
    process.write(COUPLET, Sampling(), seed=1)
    failed = follow(process)[-1]
    assert isinstance(failed, Failed)
    assert "has not answered" in failed.message
    assert failed.crashed


def test_garbage_between_messages_is_reported_and_skipped(start: Start) -> None:
    events = write(start({"write": [{"garbage": "llama_print: \udcff{"}, {"say": LINES}]}))
    assert any(isinstance(event, Garbage) and "llama_print" in event.line for event in events)
    assert isinstance(events[-1], Done)
    assert events[-1].text == COUPLET_TEXT


def test_native_code_that_prints_does_not_disturb_the_protocol(start: Start) -> None:
    log: list[str] = []
    events = write(start({"write": [{"print": "ggml: hello"}, {"say": LINES}]}, log=log.append))
    assert not any(isinstance(event, Garbage) for event in events)
    assert isinstance(events[-1], Done)
    assert "ggml: hello" in "".join(log)


def test_bytes_that_are_no_text_never_break_the_stream(start: Start) -> None:
    script = {"write": [{"say": "The tide goes"}, {"bytes": "f0 9f"}, {"say": " out below\nA lamp is lit\n"}]}
    done = write(start(script))[-1]
    assert isinstance(done, Done)
    done.text.encode("utf-8")


def test_a_model_error_is_told_and_the_worker_goes_on(start: Start) -> None:
    process = start({"write": [{"error": "The model has had enough."}, {"say": LINES}]})
    failed = write(process)[-1]
    assert isinstance(failed, Failed)
    assert failed.message == "The model has had enough."
    assert not failed.crashed
    pid = process.pid
    process.write(COUPLET, Sampling(), seed=1)
    assert isinstance(follow(process)[-1], Done)
    assert process.pid == pid


def test_a_fault_of_our_own_is_told_with_its_traceback(start: Start) -> None:
    failed = write(start({"write": [{"raise": True}]}))[-1]
    assert isinstance(failed, Failed)
    assert "RuntimeError" in failed.detail


def test_a_crash_while_loading_is_told_once_and_not_repeated(start: Start) -> None:
    process = start({"load": [{"abort": True}]})
    failed = write(process)[-1]
    assert isinstance(failed, Failed)
    assert failed.loading
    assert process.wait(0) == []
    assert process.pid is None


def test_the_worker_ends_with_its_stdin_even_in_the_middle_of_a_decode(start: Start) -> None:
    process = start({"write": [{"say": "The tide"}, {"hang": True}]})
    process.load(MODEL)
    process.write(COUPLET, Sampling(), seed=1)
    while not any(isinstance(event, Words) for event in process.wait(100)):
        pass
    pid = process.pid
    process.close()
    assert _gone(pid)


@pytest.mark.skipif(not Path("/proc/self/oom_score_adj").exists(), reason="Linux only")
def test_the_worker_goes_first_when_memory_runs_out_and_leaves_no_core_file(start: Start) -> None:
    process = start({"write": [{"say": LINES}]})
    write(process)
    folder = Path(f"/proc/{process.pid}")
    assert int((folder / "oom_score_adj").read_text("ascii")) >= 500
    (core,) = [row for row in (folder / "limits").read_text("ascii").splitlines() if row.startswith("Max core file")]
    assert core.split()[4:6] == ["0", "0"]


def test_no_worker_outlives_a_killed_parent(tmp_path: Path) -> None:
    script = tmp_path / "script.json"
    script.write_text('{"write": [{"say": "The tide"}, {"hang": true}]}', "utf-8")
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT, str(script)], stdout=subprocess.PIPE, text=True, env=child_environment()
    )
    assert parent.stdout
    pid = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    assert _gone(pid)


_PARENT = """
import sys
from pathlib import Path
from songwright.llm.chat import Message
from songwright.llm.events import Words
from songwright.llm.plan import Fill, Plan
from songwright.host.child.environment import child_environment
from songwright.llm.process import ModelProcess, worker_command
from songwright.llm.sampling_settings import Sampling
process = ModelProcess(worker_command("--scripted", sys.argv[1]))
process.load(Path("model.gguf"))
process.write(Plan((Message("user", "Write."),), "", (Fill(1),)), Sampling(), 1)
while not any(isinstance(event, Words) for event in process.wait(100)):
    pass
print(process.pid, flush=True)
process.wait(60)
"""


def test_a_worker_that_cannot_be_started_is_an_error_with_a_reason() -> None:
    with ModelProcess(["/nonexistent/songwright-worker"]) as process:
        process.load(MODEL)
        (failed,) = process.wait(100)
    assert isinstance(failed, Failed)
    assert "cannot be started" in failed.message
    assert "/nonexistent" in failed.detail
