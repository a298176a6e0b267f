"""Kill the model's process at random moments, while it loads and while it writes: every piece ends, words are kept.

    python benchmarks/killed_worker.py --kills 500 [--scripted]

One client lives through all kills, as the window's does; every tenth piece is left to end, which shows that writing
goes on afterwards. A piece is stuck when nothing at all comes for two minutes; a word is lost when the failure holds
less than what had been shown. The built-in model, or, much faster, a script in its place (--scripted): the same
process, protocol and client without llama.cpp.
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
from songwright.llm.models import embedded_model
from songwright.llm.plan import Fill, Plan
from songwright.llm.process import ModelProcess, worker_command
from songwright.llm.sampling_settings import Sampling

_PATIENCE = 120.0  # seconds of silence
_LOADING, _WRITING = 4.0, 3.0  # seconds after the order, and after the first word, at most
_SCRIPT = {
    "load": [{"wait": 0.5}],
    "write": [step for word in ("rain ", "upon ", "the ", "roof\n") for step in ({"say": word}, {"wait": 0.02})],
}
_ROWS = ("loading", "writing", "late", "finished", "stuck", "words lost")


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
        ModelProcess(_command(Path(folder), scripted=options.scripted)) as process,
    ):
        while (done := counts["loading"] + counts["writing"]) < options.kills and not counts["stuck"]:
            counts[_one(process, dice, spared=sum(counts.values()) % 10 == 9)] += 1
            if done % 50 == 49:
                print(done + 1, counts, flush=True)
    print("\n".join(f"{name:12} {count:5}" for name, count in counts.items()))


def _command(folder: Path, *, scripted: bool) -> list[str] | None:
    if not scripted:
        return None
    script = folder / "script.json"
    script.write_text(json.dumps(_SCRIPT))
    return worker_command("--scripted", str(script))


def _one(process: ModelProcess, dice: random.Random, *, spared: bool) -> str:
    """What a kill came to, while loading (a new load each time) or after the first word; or a piece that is spared."""
    model = embedded_model()
    if model is None:
        raise SystemExit("the built-in model is missing")
    process.load(model.path)
    process.write(Plan((Message("user", "Write a poem."),), "", (Fill(12),)), Sampling(), 1)
    at_once = dice.random() < 0.5
    kill_at = time.monotonic() + dice.uniform(0.0, _LOADING) if at_once and not spared else float("inf")
    shown, until = "", time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        for event in process.wait(0.02):
            until = time.monotonic() + _PATIENCE
            if isinstance(event, Words):
                if not shown and not at_once and not spared:
                    kill_at = time.monotonic() + dice.uniform(0.0, _WRITING)
                shown += event.text
            elif isinstance(event, Failed):
                if not event.text.startswith(shown.strip()):
                    return "words lost"
                return "writing" if shown else "loading"
            elif isinstance(event, Done | Stopped):
                return "finished" if spared else "late"
        if time.monotonic() >= kill_at:
            kill_at = float("inf")
            _kill(process)
    return "stuck"


def _kill(process: ModelProcess) -> None:
    with contextlib.suppress(ProcessLookupError, TypeError):
        os.kill(process.pid, signal.SIGKILL)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
