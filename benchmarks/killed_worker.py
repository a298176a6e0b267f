"""Kill the model's process at random moments, while it loads and while it writes: every piece ends, words are kept.

    python benchmarks/killed_worker.py --kills 100

The built-in model in its process. A kill is stuck when neither an end nor a failure comes within 60 s; a word
is lost when the failure holds less than what had been shown.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import threading
import time

from songwright.llm.chat import Message
from songwright.llm.events import Done, Failed, Stopped, Words
from songwright.llm.models import embedded_model
from songwright.llm.plan import Fill, Plan
from songwright.llm.process import ModelProcess
from songwright.llm.sampling_settings import Sampling

_PATIENCE = 60.0
_LATEST = 14.0  # seconds after the order to write; loading takes two, or five on a busy machine


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    options = parser.parse_args()
    dice, counts = random.Random(7), dict.fromkeys(("loading", "writing", "late", "stuck", "words lost"), 0)
    for _ in range(options.kills):
        with ModelProcess() as process:
            counts[_one(process, dice.uniform(0.0, _LATEST))] += 1
    print("\n".join(f"{name:12} {count:5}" for name, count in counts.items()))


def _one(process: ModelProcess, delay: float) -> str:
    """What a kill after `delay` seconds came to."""
    model = embedded_model()
    if model is None:
        raise SystemExit("the built-in model is missing")
    process.load(model.path)
    process.write(Plan((Message("user", "Write a long poem."),), "", (Fill(40),)), Sampling(), 1)
    threading.Timer(delay, _kill, [process]).start()
    shown, until = "", time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        for event in process.wait(0.2):
            if isinstance(event, Words):
                shown += event.text
            elif isinstance(event, Failed):
                if not event.text.startswith(shown.strip()):
                    return "words lost"
                return "writing" if shown else "loading"
            elif isinstance(event, Done | Stopped):
                return "late"
    return "stuck"


def _kill(process: ModelProcess) -> None:
    with contextlib.suppress(ProcessLookupError, TypeError):
        os.kill(process.pid, signal.SIGKILL)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
