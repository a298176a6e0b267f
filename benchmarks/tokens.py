"""How fast words come: the worker against a bare llama.cpp loop on the same file, in one run.

    python benchmarks/tokens.py [MODEL.gguf] [--rounds 5]

Prints tokens a second of both and their ratio, the time to load and to the first words, how fast a stop inside a
long prompt takes effect, and the worker's resident memory.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path

import llama_cpp

from songwright.core.song import Piece
from songwright.llm.brief import Brief, Length
from songwright.llm.chat import Message
from songwright.llm.events import Done, Event, Failed, Reading, Ready, Stopped, Words
from songwright.llm.model import default_threads
from songwright.llm.models import embedded_model
from songwright.llm.plan import ABOUT, Fill, LineShape, Plan
from songwright.llm.process import ModelProcess
from songwright.llm.prompts import load_prompts
from songwright.llm.sampling_settings import Sampling

CONTEXT = 4096
BARE_TOKENS = 150


class BareLoop:
    """llama.cpp with nothing around it: decode one token, take the likeliest, go on."""

    def __init__(self, path: Path, threads: int) -> None:
        self._log = llama_cpp.llama_log_callback(lambda *_: None)
        llama_cpp.llama_log_set(self._log, ctypes.c_void_p(0))
        self._model = llama_cpp.llama_model_load_from_file(str(path).encode(), llama_cpp.llama_model_default_params())
        parameters = llama_cpp.llama_context_default_params()
        parameters.n_ctx, parameters.n_batch, parameters.n_ubatch = CONTEXT, 256, 256
        parameters.n_threads = parameters.n_threads_batch = threads
        self._context = llama_cpp.llama_init_from_model(self._model, parameters)
        self._sampler = llama_cpp.llama_sampler_init_greedy()

    def speed(self, prompt: int) -> float:
        """Tokens a second after a prompt of so many tokens."""
        data = True
        llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(self._context), data)
        tokens = (llama_cpp.llama_token * prompt)(*range(100, 100 + prompt))
        llama_cpp.llama_decode(self._context, llama_cpp.llama_batch_get_one(tokens, prompt))
        one = (llama_cpp.llama_token * 1)()
        start = time.perf_counter()
        for _ in range(BARE_TOKENS):
            one[0] = llama_cpp.llama_sampler_sample(self._sampler, self._context, -1)
            llama_cpp.llama_decode(self._context, llama_cpp.llama_batch_get_one(one, 1))
        return BARE_TOKENS / (time.perf_counter() - start)


def follow(process: ModelProcess) -> tuple[Event, float]:
    """The event that ends the piece, and the moment of the first words."""
    first = 0.0
    while True:
        for event in process.wait():
            if isinstance(event, Words) and not first:
                first = time.perf_counter()
            if isinstance(event, (Done, Stopped, Failed)):
                return event, first


def load_seconds(process: ModelProcess, path: Path) -> tuple[float, float]:
    """Seconds from nothing to a ready model, and what llama.cpp took of them."""
    start = time.perf_counter()
    process.load(path)
    while True:
        for event in process.wait():
            if isinstance(event, Ready):
                return time.perf_counter() - start, event.seconds


def prose(seed: int) -> Plan:
    """A plan that writes one long paragraph: about as many tokens as the bare loop."""
    shape = LineShape(110, 110, 140, verse=False)
    return Plan((Message("user", f"Write a story about {ABOUT}."),), "", (Fill(1, shape),), f"lighthouse {seed}")


@dataclass(slots=True)
class Race:
    """The worker and the bare loop in turns, so that a busy machine hits both; a value a round."""

    worker: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    cpu_ratio: list[float] = field(default_factory=list)

    def run(self, process: ModelProcess, bare: BareLoop, rounds: int) -> None:
        """Tokens a second of both, and the ratio of the CPU time that both take for a token."""
        for seed in range(rounds):
            before = time.process_time()
            self.bare.append(bare.speed(45))
            alone = (time.process_time() - before) / BARE_TOKENS
            before = cpu_seconds(process.pid)
            process.write(prose(seed), Sampling(), seed)
            end, _ = follow(process)
            if not isinstance(end, Done):
                raise SystemExit(str(end))
            self.worker.append(end.statistics.speed)
            if before:
                self.cpu_ratio.append(alone / ((cpu_seconds(process.pid) - before) / end.statistics.tokens))

    @property
    def ratios(self) -> list[float]:
        """The worker's speed in parts of the bare loop's."""
        return [mine / other for mine, other in zip(self.worker, self.bare, strict=True)]


def cpu_seconds(pid: int | None) -> float:
    """CPU time a process has taken, where /proc tells; else 0."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    numbers = stat.read_text("ascii").rpartition(")")[2].split()
    return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")


def first_words(process: ModelProcess, rounds: int) -> list[float]:
    """Seconds from asking for a song to its first words (a heading does not count), model loaded."""
    seconds = []
    for number in range(rounds):
        brief = Brief(f"the last night of lighthouse keeper number {number}", Piece.POEM, "wistful", Length.SHORT)
        start = time.perf_counter()
        process.write(load_prompts().plan(brief), Sampling(), number)
        end, first = follow(process)
        assert isinstance(end, Done), end
        seconds.append(first - start)
    return seconds


def stop_seconds(process: ModelProcess, rounds: int) -> list[float]:
    """Seconds from Stop to the answer, in the middle of a prompt of some 2,000 tokens."""
    seconds = []
    for number in range(rounds):
        plan = Plan(
            (Message("user", f"Write about {ABOUT}."),), "", (Fill(1),), f"{number} " + "sea foam and salt " * 2000
        )
        process.write(plan, Sampling(), 1)
        while not any(isinstance(event, Reading) and event.done for event in process.wait()):
            pass
        start = time.perf_counter()
        process.cancel()
        end, _ = follow(process)
        assert isinstance(end, Stopped), end
        seconds.append(time.perf_counter() - start)
    return seconds


def resident(pid: int | None) -> str:
    """The resident memory of a process, where /proc tells."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return "unknown"
    lines = dict(line.split(":", 1) for line in status.read_text("ascii").splitlines() if ":" in line)
    parts = {name: int(lines[name].split()[0]) / 1000 for name in ("VmRSS", "RssFile", "VmHWM")}
    return f"{parts['VmRSS']:.0f} MB ({parts['RssFile']:.0f} MB of it files mapped), at most {parts['VmHWM']:.0f} MB"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    embedded = embedded_model()
    path = options.model or (embedded.path if embedded else None)
    if path is None:
        raise SystemExit("no model: give a GGUF file")
    bare = BareLoop(path, default_threads())
    with ModelProcess() as process:
        whole, inside = load_seconds(process, path)
        race = Race()
        race.run(process, bare, options.rounds)
        first = first_words(process, options.rounds)
        stop = stop_seconds(process, options.rounds)
        memory = resident(process.pid)
    rows = [
        ("model", path.name),
        ("threads", str(default_threads())),
        ("worker, tokens/s", _spread(race.worker, 1)),
        ("bare llama.cpp loop, tokens/s", _spread(race.bare, 1)),
        ("ratio, round by round", _spread(race.ratios, 3)),
        ("the same in CPU time a token", _spread(race.cpu_ratio, 3) if race.cpu_ratio else "unknown"),
        ("from no process to a ready model, s", f"{whole:.2f} (llama.cpp's part {inside:.2f})"),
        ("first words, s", _spread(first, 2)),
        ("Stop inside a long prompt, s", _spread(stop, 3)),
        ("resident memory of the worker", memory),
    ]
    for name, value in rows:
        print(f"{name:<38} {value}")


def _spread(values: list[float], digits: int) -> str:
    middle = statistics.median(values)
    return f"{middle:.{digits}f}   (from {min(values):.{digits}f} to {max(values):.{digits}f}, n={len(values)})"


if __name__ == "__main__":
    main()
