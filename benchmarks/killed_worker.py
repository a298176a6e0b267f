"""Kill the model's process at random moments, while it loads and while it writes: every piece ends, words are kept.

    python benchmarks/killed_worker.py --kills 500 [--scripted]

One client lives through all kills, as the window's does; every tenth piece is left to end, which shows that writing
goes on afterwards. Each order has one end, and a row in the table:

    loading, writing   it was killed then, and failed with the words so far
    late               it was done before its kill was due
    finished           it was spared, and done
    given up           nobody killed it; the client gave its worker up after two minutes of silence
    words lost         the end holds less than what had been shown
    stuck              none of these within three minutes of silence: a fault of the client

A worker that is silent for half a minute is looked at: "R" with growing processor time is one that a busy machine lets
wait. The built-in model, or, much faster, a script in its place (--scripted): the same process, protocol and client
without llama.cpp.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import tempfile
import time
from pathlib import Path

from songwright.llm.chat import Message
from songwright.llm.events import Done, Failed, Stopped, Words
from songwright.llm.plan import Fill, Plan
from songwright.llm.process import ModelProcess, worker_command
from songwright.llm.sampling_settings import Sampling
from songwright.llm.verse_model import verse_model

_PATIENCE = 120.0  # seconds of silence, after which the client gives a worker up
_STUCK = 180.0  # seconds of silence in which the client did not
_LOOK = 30.0  # seconds of silence
_LOADING, _WRITING = 4.0, 3.0  # seconds after the order, and after the first word, at most
_SCRIPT = {
    "load": [{"wait": 0.5}],
    "write": [step for word in ("rain ", "upon ", "the ", "roof\n") for step in ({"say": word}, {"wait": 0.02})],
}
_ROWS = ("loading", "writing", "late", "finished", "given up", "stuck", "words lost")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--scripted", action="store_true")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    dice, counts = random.Random(options.seed), dict.fromkeys(_ROWS, 0)
    with (
        tempfile.TemporaryDirectory() as folder,
        ModelProcess(_command(Path(folder), scripted=options.scripted), patience=_PATIENCE) as process,
    ):
        told = 0
        while (done := counts["loading"] + counts["writing"]) < options.kills and not counts["stuck"]:
            counts[_one(process, dice, spared=sum(counts.values()) % 10 == 9)] += 1
            if done // 50 > told:
                told = done // 50
                print(done, counts, flush=True)
    print("\n".join(f"{name:12} {count:5}" for name, count in counts.items()))


def _command(folder: Path, *, scripted: bool) -> list[str] | None:
    if not scripted:
        return None
    script = folder / "script.json"
    script.write_text(json.dumps(_SCRIPT))
    return worker_command("--scripted", str(script))


def _one(process: ModelProcess, dice: random.Random, *, spared: bool) -> str:
    """What became of an order: killed while loading (a new load each time) or after the first word, or spared."""
    model = verse_model()
    if model is None:
        raise SystemExit("the built-in model is missing")
    process.load(model.path, model.load_options())
    process.write(Plan((Message("user", "Write a poem."),), "", (Fill(12),)), Sampling(), 1)
    while_loading = dice.random() < 0.5
    delay = dice.uniform(0.0, _LOADING if while_loading else _WRITING)
    now = time.monotonic()
    kill_at = now + delay if while_loading and not spared else float("inf")
    shown, heard_at, look_at, killed = "", now, now + _LOOK, False
    while (now := time.monotonic()) < heard_at + _STUCK:
        for event in process.wait(0.02):
            heard_at, look_at = now, now + _LOOK
            if isinstance(event, Words):
                if not shown and not while_loading and not spared:
                    kill_at = now + delay
                shown += event.text
            elif isinstance(event, Done | Stopped | Failed):
                return _end(event, shown, killed=killed, spared=spared)
        if now >= kill_at:
            kill_at, killed = float("inf"), _kill(process)
        if now >= look_at:
            look_at = now + _LOOK
            print(f"silent for {now - heard_at:.0f} s: {_state(process)}", flush=True)
    return "stuck"


def _end(event: Done | Stopped | Failed, shown: str, *, killed: bool, spared: bool) -> str:
    """The row of the table."""
    if not event.text.startswith(shown.strip()):
        return "words lost"
    if not isinstance(event, Failed):
        return "finished" if spared else "late"
    if not killed:
        print(f"failed by itself: {event.message}", flush=True)
        return "given up"
    return "writing" if shown else "loading"


def _kill(process: ModelProcess) -> bool:
    """Whether there was one to kill."""
    with contextlib.suppress(ProcessLookupError, TypeError):
        os.kill(process.pid, signal.SIGKILL)  # type: ignore[arg-type]
        return True
    return False


def _state(process: ModelProcess) -> str:
    """What the kernel says of the worker: its state ("R" wants the processor, "S" waits) and processor time."""
    try:
        fields = Path(f"/proc/{process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return "no worker"
    used = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    doing = "loading" if process.loading else "writing"
    return f"{doing}, state {fields[0]}, {used:.1f} s of processor time"


if __name__ == "__main__":
    main()
