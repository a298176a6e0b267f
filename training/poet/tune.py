"""Tunes the built-in model's adapters on the rows of `training.poet.gather`; stops and goes on at any time.

`python -m training.poet.tune --data FOLDER --out FOLDER [--start ADAPTER.gguf] [--tokens 3000000] [--until 10:25]`

`state.pt` in the output folder is written every few minutes and read again when the command is called again; `best.pt`
holds the adapters with the least loss on held-out authors, `log.jsonl` the course. The rate rises over the first
steps and falls over the last part of the tokens, or of the time until `--until` (of today, UTC), whichever ends first.
Runs in bfloat16 on the processor (about 400 tokens a second and core) or on an accelerator, where a larger `--batch`
and `--rank` pay.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as fn

from songwright.llm.models import embedded_model
from training.poet.adapter import load_adapter
from training.poet.transformer import Transformer

__all__ = ["Course", "held_out_loss", "main", "optimiser_of", "read_rows", "save_whole", "tune"]

_WARM_UP = 10  # steps
_FALL = 0.4  # share of the course over which the rate falls to nothing
_DOWN_RATE = 0.4  # rate of the matrices that start at random, of that of those that start at nothing
_HELD_ROWS = 48
_CLIP = 1.0


@dataclass(frozen=True, slots=True)
class Course:
    """How to train. `batch` in tokens a step, `until` seconds since the epoch at which it must be done."""

    data: Path
    out: Path
    model: Path
    start: Path | None = None
    tokens: int = 3_000_000
    batch: int = 2048
    rate: float = 8e-4
    rank: int = 16
    first: int = 10
    until: float = 1e12
    held_every: int = 60
    seed: int = 0
    device: str = "cuda" if torch.cuda.is_available() else "cpu"


@dataclass(slots=True)
class _Standing:
    """How far the course has come; `seconds` of training before this call."""

    step: int = 0
    tokens: int = 0
    best: float = 1e9
    epoch: int = 0
    place: int = 0
    begun: float = field(default_factory=time.time)


def tune(course: Course) -> float:
    """Train until the tokens or the time are used; the least held-out loss a token."""
    torch.manual_seed(course.seed)
    rows, held = read_rows(course.data / "train.jsonl"), read_rows(course.data / "held.jsonl")[:_HELD_ROWS]
    net = Transformer(course.model, rank=course.rank, first=course.first)
    if course.start:
        load_adapter(net, course.start)
    net.to(course.device)
    head = _Head(net, [*rows, *held])
    optimiser = optimiser_of(net, course.rate)
    standing = _resumed(course, net, optimiser)
    if not standing.step:
        _note(course, standing, held=held_out_loss(net, held))
    while (done := _share_done(course, standing)) < 1:
        batches = _batches(rows, course.batch, course.seed + standing.epoch)
        if standing.place >= len(batches):
            standing.epoch, standing.place = standing.epoch + 1, 0
            continue
        batch = batches[standing.place]
        loss = _step(net, head, optimiser, batch, course.rate * _rate_share(done, standing.step))
        standing.step, standing.place = standing.step + 1, standing.place + 1
        standing.tokens += sum(len(row["ids"]) for row in batch)
        if standing.step % 10 == 0:
            _note(course, standing, loss=loss)
        if standing.step % course.held_every == 0:
            _keep(course, net, optimiser, standing, held_out_loss(net, held))
    _keep(course, net, optimiser, standing, held_out_loss(net, held))
    return standing.best


@torch.no_grad()
def held_out_loss(net: Transformer, rows: Sequence[dict[str, Any]]) -> float:
    """Mean loss a learnt token over the whole vocabulary, in nats."""
    total, count = 0.0, 0
    for batch in _batches(rows, 2048, 0):
        ids, targets = _padded(batch, net.embedding.device)
        hidden = net(ids)[targets >= 0]
        scores = fn.linear(hidden, net.embedding).float()
        total += float(fn.cross_entropy(scores, targets[targets >= 0], reduction="sum"))
        count += len(hidden)
    return total / max(1, count)


class _Head:
    """Scores over the tokens that occur in the rows: the others cost time and teach nothing."""

    def __init__(self, net: Transformer, rows: Sequence[dict[str, Any]]) -> None:
        used = torch.tensor(sorted({token for row in rows for token in row["ids"]}))
        self._weight = net.embedding.detach()[used.to(net.embedding.device)].contiguous()
        self._place = torch.full((net.embedding.shape[0],), -1)
        self._place[used] = torch.arange(len(used))
        self._place = self._place.to(net.embedding.device)

    def loss(self, hidden: Tensor, targets: Tensor) -> Tensor:
        return fn.cross_entropy(fn.linear(hidden, self._weight).float(), self._place[targets])


def _step(
    net: Transformer, head: _Head, optimiser: torch.optim.Optimizer, batch: Sequence[dict[str, Any]], rate: float
) -> float:
    for group in optimiser.param_groups:
        group["lr"] = rate * group["share"]
    ids, targets = _padded(batch, net.embedding.device)
    learnt = targets >= 0
    loss = head.loss(net(ids)[learnt], targets[learnt])
    loss.backward()
    torch.nn.utils.clip_grad_norm_([p for group in optimiser.param_groups for p in group["params"]], _CLIP)
    optimiser.step()
    optimiser.zero_grad(set_to_none=True)
    return float(loss.detach())


def _padded(batch: Sequence[dict[str, Any]], device: torch.device) -> tuple[Tensor, Tensor]:
    """Token ids [rows, longest] and what each place has to foretell (-1 where nothing is learnt)."""
    longest = max(len(row["ids"]) for row in batch)
    ids = torch.full((len(batch), longest), 2)
    targets = torch.full((len(batch), longest), -1)
    for number, row in enumerate(batch):
        told, learnt = torch.tensor(row["ids"]), torch.tensor(row["learnt"])
        ids[number, : len(told)] = told
        targets[number, : len(told) - 1] = torch.where(learnt[1:] > 0, told[1:], -1)
    return ids.to(device), targets.to(device)


def _batches(rows: Sequence[dict[str, Any]], most: int, seed: int) -> list[list[dict[str, Any]]]:
    """Rows of about one length together, at most so many tokens with the padding, in random order."""
    rng = random.Random(seed)
    batches: list[list[dict[str, Any]]] = []
    current: list[dict[str, Any]] = []
    for row in sorted(rows, key=lambda row: len(row["ids"]) + 12 * rng.random()):
        if current and (len(current) + 1) * len(row["ids"]) > most:
            batches.append(current)
            current = []
        current.append(row)
    batches.append(current)
    rng.shuffle(batches)
    return batches


def optimiser_of(net: Transformer, rate: float) -> torch.optim.Optimizer:
    """AdamW over the adapters, slower for the matrices that started at random."""
    adapters = net.adapters().values()
    groups = [
        {"params": [adapter.down for adapter in adapters], "lr": rate, "share": _DOWN_RATE},
        {"params": [adapter.up for adapter in adapters], "lr": rate, "share": 1.0},
    ]
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.0)


def _rate_share(done: float, step: int) -> float:
    return min(1.0, (step + 1) / _WARM_UP) * min(1.0, 0.03 + 0.97 * (1 - done) / _FALL)


def _share_done(course: Course, standing: _Standing) -> float:
    by_time = (time.time() - standing.begun) / max(1.0, course.until - standing.begun)
    return max(standing.tokens / course.tokens, by_time)


def _keep(course: Course, net: Transformer, optimiser: torch.optim.Optimizer, standing: _Standing, loss: float) -> None:
    _note(course, standing, held=loss)
    weights = {name: (part.down.detach(), part.up.detach()) for name, part in net.adapters().items()}
    if loss < standing.best:
        standing.best = loss
        save_whole(course.out / "best.pt", {"adapters": weights, "held": loss, "tokens": standing.tokens})
    fields = {name: getattr(standing, name) for name in ("step", "tokens", "best", "epoch", "place", "begun")}
    save_whole(course.out / "state.pt", {"adapters": weights, "optimiser": optimiser.state_dict(), "standing": fields})


def save_whole(file: Path, state: dict[str, Any]) -> None:
    """Write a file that is there whole or not at all."""
    unfinished = file.with_suffix(".part")
    torch.save(state, unfinished)
    unfinished.replace(file)


def _resumed(course: Course, net: Transformer, optimiser: torch.optim.Optimizer) -> _Standing:
    file = course.out / "state.pt"
    course.out.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        return _Standing()
    state = torch.load(file, map_location=course.device)
    with torch.no_grad():
        for name, (down, up) in state["adapters"].items():
            net.adapters()[name].down.copy_(down)
            net.adapters()[name].up.copy_(up)
    optimiser.load_state_dict(state["optimiser"])
    return _Standing(**state["standing"])


def _note(course: Course, standing: _Standing, **figures: float) -> None:
    row = {"step": standing.step, "tokens": standing.tokens, "minutes": round((time.time() - standing.begun) / 60, 1)}
    row |= {"processor": round(time.process_time())} | {name: round(value, 4) for name, value in figures.items()}
    with (course.out / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(row) + "\n")
    print(json.dumps(row), flush=True)


def read_rows(file: Path) -> list[dict[str, Any]]:
    """What `training.poet.gather` wrote."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def _today_at(clock: str) -> float:
    hours, minutes = map(int, clock.split(":"))
    now = dt.datetime.now(dt.UTC)
    return now.replace(hour=hours, minute=minutes, second=0).timestamp()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--model", type=Path, help="a GGUF of the architecture llama (the built-in model)")
    parser.add_argument("--start", type=Path, help="an adapter to go on from")
    parser.add_argument("--tokens", type=int, default=3_000_000)
    parser.add_argument("--batch", type=int, default=2048, help="tokens a step")
    parser.add_argument("--rate", type=float, default=8e-4)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--first", type=int, default=10, help="the lowest layer that is adapted")
    parser.add_argument("--until", type=_today_at, default=1e12, help="a time of today, UTC, such as 10:25")
    parser.add_argument("--threads", type=int, default=1)
    asked = vars(parser.parse_args())
    torch.set_num_threads(asked.pop("threads"))
    built_in = embedded_model()
    asked["model"] = asked["model"] or (built_in and built_in.path)
    print(f"least held-out loss {tune(Course(**asked)):.4f}")


if __name__ == "__main__":
    main()
