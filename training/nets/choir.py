"""The choir net: four voices from left to right, each choosing after the voices before it."""

from __future__ import annotations

from math import log, sqrt
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional

from songwright.music.nets.counterpoint import COUNT, NOTE_SIZES, ROW_SIZES, TRUNK_SIZES
from training.nets.blocks import ShiftHead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from training.choir_rows import Batch

__all__ = ["Ahead", "Cell", "ChoirNet", "Several", "Step"]

REFERENCES = 6
FAR = 128


class Columns(nn.Module):
    """The sum of one vector a column of classes; while training each is now and then left out."""

    def __init__(self, sizes: Sequence[int], width: int, drop: float) -> None:
        super().__init__()
        self.drop = drop
        self.first = nn.Buffer(torch.tensor([0, *sizes]).cumsum(0)[:-1])
        self.table = nn.EmbeddingBag(sum(sizes), width, mode="sum")
        nn.init.normal_(self.table.weight, std=1 / sqrt(len(sizes)))

    def forward(self, columns: Tensor) -> Tensor:
        """(..., columns) -> (..., width)."""
        places = columns + self.first
        if torch.jit.is_tracing():
            return functional.embedding(places, self.table.weight).sum(-2)
        flat = places.flatten(0, -2)
        weights = (torch.rand(flat.shape) > self.drop).float() if self.training else None
        return self.table(flat, per_sample_weights=weights).unflatten(0, places.shape[:-1])


class Choice(nn.Module):
    """A row and its state -> what a voice does."""

    def __init__(self, width: int, drop: float, blind: float) -> None:
        super().__init__()
        self.columns = Columns(ROW_SIZES, width, blind)
        self.more = nn.Linear(width, width)
        self.drop = nn.Dropout(drop)

    def forward(self, state: Tensor, rows: Tensor) -> Tensor:
        """(rows, width)."""
        x = self.drop(torch.relu(state + self.columns(rows)))
        return self.drop(torch.relu(self.more(x)) + x)


class ChoirNet(nn.Module):
    """About 1.4 million parameters at the default size.

    The trunk reads events with two GRUs and, between them, attention to all events before; another GRU reads the
    soprano from its end. `drop` is the share of features dropped, `blind` that of whole columns.
    """

    def __init__(
        self, width: int = 128, row: int = 112, ahead: int = 64, heads: int = 4, drop: float = 0.4, blind: float = 0.1
    ) -> None:
        super().__init__()
        self.width, self.row, self.heads = width, row, heads
        self.events = Columns([size + 1 for size in TRUNK_SIZES], width, blind)
        self.norm_in, self.inp = nn.LayerNorm(width), nn.Linear(width, width)
        self.first = nn.GRU(width, width, batch_first=True)
        self.queries = nn.Linear(width, 3 * width)
        self.distance = nn.Parameter(torch.zeros(FAR + 1, heads))
        self.recalled = nn.Linear(width, width)
        self.second = nn.GRU(2 * width, width, batch_first=True)
        self.norm = nn.LayerNorm(3 * width)
        self.states = nn.Linear(3 * width, 8 * row)
        self.notes = Columns(NOTE_SIZES, ahead, blind)
        self.backward_notes = nn.GRU(ahead, ahead, batch_first=True)
        self.ahead = nn.Linear(ahead, width + 6 * row)
        self.move, self.pitch = Choice(row, 0.75 * drop, blind), Choice(row, 0.75 * drop, blind)
        self.moves = nn.Linear(row, 1)
        self.absolute = nn.Linear(row, COUNT + 1)
        self.relative = ShiftHead(row, REFERENCES, COUNT)
        self.drop, self.drop_in, self.drop_notes = nn.Dropout(drop), nn.Dropout(0.5 * drop), nn.Dropout(0.75 * drop)

    def futures(self, notes: Tensor) -> Tensor:
        """(batch, notes, width + 6 row): what the soprano's notes from each to the last add to trunk and rows."""
        found, _ = self.backward_notes(self.drop_notes(self.notes(notes)))
        return self.ahead(self.drop(found))

    def entry(self, trunk: Tensor, ahead: Tensor) -> Tensor:
        """What the first GRU reads."""
        return self.drop_in(torch.relu(self.inp(self.norm_in(self.events(trunk) + ahead))))

    def recall(self, query: Tensor, keys: Tensor, values: Tensor, apart: Tensor, hidden: Tensor) -> Tensor:
        """Attention of (batch, n, width) queries to (batch, m, width) that are not `hidden`, by the steps `apart`."""
        split = lambda x: x.unflatten(-1, (self.heads, -1)).transpose(1, 2)  # noqa: E731
        bias = self.distance[(apart.clamp(min=0) // 4).clamp(max=FAR)].permute(0, 3, 1, 2)
        scores = split(query) @ split(keys).transpose(-1, -2) / sqrt(self.width // self.heads) + bias
        scores = scores.masked_fill(hidden, -1e9)
        found = (scores.softmax(-1) @ split(values)).transpose(1, 2).flatten(2)
        return self.drop(self.recalled(found))

    def trunk(self, batch: Batch, ahead: Tensor) -> Tensor:
        """(batch, events, 8 row): for every event and rank what it adds to a row of moves, then of pitches."""
        one = self.drop(self.first(self.entry(batch.trunk, ahead))[0])
        query, keys, values = self.queries(one).chunk(3, -1)
        apart = batch.times[:, :, None] - batch.times[:, None]
        later = torch.ones(apart.shape[1:], dtype=torch.bool).triu(1)
        recalled = self.recall(query, keys, values, apart, later)
        two = self.drop(self.second(torch.cat([one, recalled], -1))[0])
        return self.states(self.norm(torch.cat([one, recalled, two], -1)))

    def pitch_scores(self, state: Tensor, rows: Tensor, refs: Tensor, before: Tensor) -> Tensor:
        """(rows, COUNT + 1) logits of the next value, which is not the one before."""
        x = self.pitch(state, rows)
        scores = self.absolute(x) + functional.pad(self.relative(x, refs), (0, 1))
        return scores.masked_fill(torch.arange(COUNT + 1) == before[:, None], -1e9)

    def losses(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Nats of each choice whether to move, and where to, by their weights."""
        row = self.row
        futures = self.futures(batch.notes) * batch.seen[:, None, None]
        place = batch.trunk_after.unsqueeze(-1).expand(-1, -1, self.width)
        states = self.trunk(batch, futures[..., : self.width].gather(1, place)).flatten(0, 1)
        moves, pitches = (part.reshape(-1, row) for part in states.chunk(2, -1))
        # Rank 0, the soprano, gets nothing from its own future.
        later = functional.pad(futures[..., self.width :].flatten(0, 1), (row, 0)).unflatten(-1, (7, row))
        blank = torch.zeros_like(later[:, :1])
        move_ahead = torch.cat([blank, later[:, 1:4]], 1).flatten(0, 1)[4 * batch.move_after + batch.move_rank]
        pitch_ahead = torch.cat([blank, later[:, 4:7]], 1).flatten(0, 1)[4 * batch.pitch_after + batch.pitch_rank]
        scores = self.moves(self.move(moves[batch.move_at] + move_ahead, batch.move_rows)).squeeze(-1)
        one = functional.binary_cross_entropy_with_logits(scores, batch.moved, reduction="none")
        scores = self.pitch_scores(
            pitches[batch.pitch_at] + pitch_ahead, batch.pitch_rows, batch.pitch_references, batch.pitch_before
        )
        two = functional.cross_entropy(scores, batch.pitch, reduction="none")
        return one * batch.move_weight, two * batch.pitch_weight


class Several(nn.Module):
    """Nets of one size that answer together: the mean of their chances."""

    def __init__(self, nets: Sequence[ChoirNet]) -> None:
        super().__init__()
        self.nets = nn.ModuleList(nets)
        self.width, self.row = nets[0].width, nets[0].row

    def losses(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """As `ChoirNet.losses`; weights are 0 or 1."""
        found = [net.losses(batch) for net in self.nets]
        return _mean([-one for one, _ in found]).neg(), _mean([-two for _, two in found]).neg()

    def scale(self, moves: float, pitches: float) -> None:
        """Multiply the logits of whether a voice moves, and of where to."""
        for net in self.nets:
            for layer, factor in ((net.moves, moves), (net.absolute, pitches), (net.relative, pitches)):
                for weights in layer.parameters():
                    weights.mul_(factor)


def _mean(logarithms: Sequence[Tensor]) -> Tensor:
    """The logarithm of the mean."""
    return torch.stack(list(logarithms)).logsumexp(0) - log(len(logarithms))


class Ahead(nn.Module):
    """The graph that reads a soprano's future."""

    def __init__(self, nets: Several) -> None:
        super().__init__()
        self.nets = nets.nets

    def forward(self, notes: Tensor) -> tuple[Tensor, Tensor]:
        """(1, notes, columns) -> (notes, width) for the trunk, (notes, 6, row) for the rows of bass, alto, tenor.

        Here and below `width` and `row` are those of all nets, side by side.
        """
        found = [net.futures(notes)[0] for net in self.nets]
        width = self.nets[0].width
        rows = [one[:, width:].unflatten(-1, (6, -1)) for one in found]
        return torch.cat([one[:, :width] for one in found], -1), torch.cat(rows, -1)


class Step(nn.Module):
    """The graph of one event: reads it and remembers."""

    def __init__(self, nets: Several) -> None:
        super().__init__()
        self.nets = nets.nets

    def forward(
        self,
        trunk: Tensor,
        ahead: Tensor,
        apart: Tensor,
        known: Tensor,
        first: Tensor,
        second: Tensor,
        keys: Tensor,
        values: Tensor,
    ) -> tuple[Tensor, ...]:
        """States of rows (settings, 8, row), the GRUs' states, keys and values with this event.

        Given are of each setting the event's columns, what is ahead, the steps since every event remembered (this one
        too) and which of those it had, the GRUs' states, keys and values so far.
        """
        count = len(self.nets)
        parts = [value.chunk(count, -1) for value in (ahead, first, second, keys, values)]
        found = [
            self._one(net, trunk, apart, known, *part)
            for net, part in zip(self.nets, zip(*parts, strict=True), strict=True)
        ]
        return tuple(torch.cat(values, -1) for values in zip(*found, strict=True))

    @staticmethod
    def _one(
        net: ChoirNet, trunk: Tensor, apart: Tensor, known: Tensor, ahead: Tensor, first: Tensor, second: Tensor,
        keys: Tensor, values: Tensor,
    ) -> tuple[Tensor, ...]:  # fmt: skip
        _, one = net.first(net.entry(trunk, ahead).unsqueeze(1), first.unsqueeze(0))
        one = one[0].unsqueeze(1)
        query, key, value = net.queries(one).chunk(3, -1)
        keys, values = torch.cat([keys, key], 1), torch.cat([values, value], 1)
        recalled = net.recall(query, keys, values, apart.unsqueeze(1), ~known[:, None, None])
        _, two = net.second(torch.cat([one, recalled], -1), second.unsqueeze(0))
        states = net.states(net.norm(torch.cat([one, recalled, two.transpose(0, 1)], -1)))
        return states[:, 0].unflatten(-1, (8, -1)), one[:, 0], two[0], keys, values


class Cell(nn.Module):
    """The graph of one choice: whether a voice moves, and where to."""

    def __init__(self, nets: Several) -> None:
        super().__init__()
        self.nets = nets.nets

    def forward(self, move: Tensor, pitch: Tensor, rows: Tensor, refs: Tensor, before: Tensor) -> tuple[Tensor, Tensor]:
        """The chance of moving (settings,), and of each value when it moves (settings, COUNT + 1)."""
        count = len(self.nets)
        moves, pitches = [], []
        for net, own_move, own_pitch in zip(self.nets, move.chunk(count, -1), pitch.chunk(count, -1), strict=True):
            moves.append(net.moves(net.move(own_move, rows)).squeeze(-1).sigmoid())
            pitches.append(net.pitch_scores(own_pitch, rows, refs, before).softmax(-1))
        return torch.stack(moves).mean(0), torch.stack(pitches).mean(0)
