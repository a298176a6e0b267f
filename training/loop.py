"""The training loop that all nets share: cosine rate, averaged weights, best state by the validation figure."""

from __future__ import annotations

import argparse
import copy
import json
import math
import random
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

__all__ = ["Plan", "Result", "fit", "plan_from", "report", "seeded", "side"]


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to train. The same plan on the same machine gives the same weights.

    `seconds` is a guard: when it would run out first, the rate falls with the clock instead of the steps.
    """

    data: Path
    out: Path
    steps: int
    batch: int
    rate: float
    seconds: float = 1e9
    decay: float = 0.02
    average: float = 0.998
    seed: int = 0
    small: bool = False
    start: Path | None = None

    @property
    def device(self) -> torch.device:
        """The accelerator when there is one."""
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")


@dataclass(frozen=True, slots=True)
class Result:
    """The chosen weights' validation figure and how they came about."""

    valid: float
    at_step: int
    steps: int
    seconds: float
    curve: tuple[tuple[int, float], ...]


def plan_from(description: str, *, steps: int, batch: int, rate: float, decay: float = 0.02) -> Plan:
    """The plan from the command line; `--small` is the setting that the tests run."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--data", type=Path, required=True, help="what training.prepare wrote")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=steps)
    parser.add_argument("--batch", type=int, default=batch)
    parser.add_argument("--rate", type=float, default=rate)
    parser.add_argument("--seconds", type=float, default=1e9)
    parser.add_argument("--decay", type=float, default=decay)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--start", type=Path, help="weights (.pt) to go on from")
    parser.add_argument("--small", action="store_true", help="a few steps of a small net, to see that it runs")
    return Plan(**vars(parser.parse_args()))


def seeded(seed: int) -> None:
    """Seed every generator that training draws from."""
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    torch.set_num_threads(1)  # these nets are too small to gain from more
    torch.backends.cuda.matmul.allow_tf32 = True
    torch.backends.cudnn.allow_tf32 = True


def side(arrays: dict[str, NDArray[np.generic]], name: str) -> list[NDArray[np.generic]]:
    """The pieces of one side of the split ("train", "valid", "test") from a prepared file."""
    edges = np.cumsum(arrays[f"{name}_sizes"])[:-1]
    return list(np.split(arrays[f"{name}_rows"], edges))


def fit(net: nn.Module, plan: Plan, loss: Callable[[], Tensor], valid: Callable[[nn.Module], float]) -> Result:
    """Train in place; on return `net` holds the averaged weights with the lowest validation figure."""
    rules = [
        {"params": [p for p in net.parameters() if p.dim() > 1], "weight_decay": plan.decay},
        {"params": [p for p in net.parameters() if p.dim() <= 1], "weight_decay": 0.0},
    ]
    optimiser = torch.optim.AdamW(rules, lr=plan.rate, betas=(0.9, 0.98), fused=plan.device.type == "cuda")
    if plan.start is not None:
        found = torch.load(plan.start, map_location=plan.device)
        net.load_state_dict(found.get("weights", found))
    mean = copy.deepcopy(net)
    for part in mean.modules():
        if isinstance(part, nn.RNNBase):
            part.flatten_parameters()
    best, best_state, best_step = math.inf, copy.deepcopy(net.state_dict()), 0
    curve: list[tuple[int, float]] = []
    start, every, step = time.monotonic(), max(1, plan.steps // 40), 0
    net.train()
    while True:
        gone = max(step / plan.steps, (time.monotonic() - start) / plan.seconds)
        if step and (step % every == 0 or gone >= 1):
            mean.eval()
            figure = valid(mean)
            curve.append((step, round(figure, 4)))
            print(f"{time.monotonic() - start:6.0f} s  step {step:6d}  valid {figure:.4f}", flush=True)
            if figure < best:
                best, best_state, best_step = figure, copy.deepcopy(mean.state_dict()), step
        if gone >= 1:
            break
        rate = plan.rate * min(1.0, (step + 1) / max(1, min(300, plan.steps // 10)))
        for group in optimiser.param_groups:
            group["lr"] = rate * (0.51 + 0.49 * math.cos(math.pi * gone))
        value = loss()
        optimiser.zero_grad(set_to_none=True)
        value.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        step += 1
        share = min(plan.average, step / (step + 10))
        with torch.no_grad():
            torch._foreach_lerp_(list(mean.parameters()), list(net.parameters()), 1 - share)
    net.load_state_dict(best_state)
    net.eval()
    return Result(best, best_step, step, time.monotonic() - start, tuple(curve))


def report(plan: Plan, name: str, net: nn.Module, *results: Result, figures: dict[str, object]) -> None:
    """Write `<name>.json` beside the weights: the figures, the plan and the data's digest."""
    facts = asdict(plan) | {
        "data": plan.data.name,
        "out": plan.out.name,
        "start": plan.start.name if plan.start else None,
        "device": plan.device.type,
    }
    manifest = plan.data / "manifest.json"
    found = {
        "net": name,
        "parameters": sum(p.numel() for p in net.parameters()),
        "figures": figures,
        "training": asdict(results[0]) if len(results) == 1 else [asdict(result) for result in results],
        "plan": facts,
        "torch": torch.__version__,
        "sources": json.loads(manifest.read_text(encoding="utf-8"))["sources"] if manifest.exists() else [],
    }
    plan.out.mkdir(parents=True, exist_ok=True)
    (plan.out / f"{name}.json").write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1), flush=True)
