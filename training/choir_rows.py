"""Pieces of four-part music as the choir net learns them: one row for every choice of every voice.

A step at which any voice moves is an *event*; the net's state changes at events only. Every voice first chooses at
every step whether it moves, then, if it does, where to.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from songwright.music.nets.counterpoint import (
    LOW,
    ORDER,
    REST,
    START,
    TRUNK_SIZES,
    UNSEEN,
    Matches,
    Source,
    look_ahead,
    references,
    row_columns,
    shift_to_c,
    trunk_columns,
)

__all__ = ["Batch", "Piece", "batch_of", "piece_of"]

BAR = 16


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece. `event`, `after` and `rank` say of each row to which state, place of `notes` and voice it belongs."""

    trunk: Tensor
    times: Tensor
    trunk_after: Tensor
    notes: Tensor
    move_rows: Tensor
    moved: Tensor
    move_event: Tensor
    move_after: Tensor
    idle: Tensor
    """Steps between the eighths at which nothing happens: the greater part, and easily told."""
    pitch_rows: Tensor
    pitch_references: Tensor
    pitch: Tensor
    pitch_before: Tensor
    pitch_event: Tensor
    pitch_after: Tensor
    pitch_rank: Tensor
    steps: int
    shift: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Several pieces side by side, their rows one after the other; a row's `at` is the place of its state."""

    trunk: Tensor
    times: Tensor
    trunk_after: Tensor
    notes: Tensor
    seen: Tensor
    """Of each piece, whether the soprano's future is known; its own choices then do not count."""
    move_rows: Tensor
    moved: Tensor
    move_weight: Tensor
    move_at: Tensor
    move_after: Tensor
    move_rank: Tensor
    pitch_rows: Tensor
    pitch_references: Tensor
    pitch: Tensor
    pitch_before: Tensor
    pitch_weight: Tensor
    pitch_at: Tensor
    pitch_after: Tensor
    pitch_rank: Tensor
    tokens: int


def piece_of(rows: NDArray[np.integer], style: int) -> Piece:
    """A piece of (steps, 4) MIDI pitches, below 0 for a rest, moved to C.

    Its upbeat is what its length has over whole bars of four quarters, as where the last bar is full.
    """
    rows = rows.astype(np.int64)
    shift = shift_to_c(rows)
    now = np.where(rows < 0, REST, rows + shift - LOW)
    steps = np.arange(len(now))
    phase = (steps - len(now)) % BAR
    before = np.vstack([np.full((1, 4), START), now[:-1]])
    moved = now != before
    events = np.flatnonzero(moved.any(1))
    event = np.searchsorted(events, steps)
    since = np.where(event > 0, steps - events[np.maximum(event - 1, 0)], 0)
    age = np.zeros_like(now)
    for step in steps[1:]:
        age[step] = np.where(moved[step - 1], 1, age[step - 1] + 1)
    ahead = look_ahead(now[:, 0], phase)
    told = _sources(now, before)
    where = {"since": since, "phase": phase, "left": ahead.left, "coming": ahead.coming}
    rows_of = [row_columns(rank, now, before, age, sources=told[v], **where) for rank, v in enumerate(ORDER)]
    reference = [references(rank, now, before, told[v]) for rank, v in enumerate(ORDER)]
    moves = [moved[:, voice] for voice in ORDER]
    trunk = trunk_columns(
        now[events], before[events], age[events], step=events, phase=phase[events], gap=np.diff(events, prepend=0),
        shift=shift, style=style, left=ahead.left[events],
    )  # fmt: skip

    def chosen(parts: list[NDArray[np.integer]]) -> Tensor:
        """The rows of every voice at which it moved."""
        return torch.as_tensor(np.concatenate([part[move] for part, move in zip(parts, moves, strict=True)]))

    return Piece(
        trunk=torch.as_tensor(np.concatenate([[TRUNK_SIZES], trunk])),
        times=torch.as_tensor(np.r_[0, events]),
        trunk_after=torch.as_tensor(np.r_[len(ahead.notes) - 1, ahead.after[events]]),
        notes=torch.as_tensor(ahead.notes),
        move_rows=torch.as_tensor(np.stack(rows_of, 1)[1:]),
        moved=torch.as_tensor(np.stack(moves, 1)[1:]).float(),
        move_event=torch.as_tensor(event[1:]),
        move_after=torch.as_tensor(ahead.after[1:]),
        idle=torch.as_tensor((steps % 2 == 1) & ~moved.any(1))[1:],
        pitch_rows=chosen(rows_of),
        pitch_references=chosen(reference),
        pitch=chosen([now[:, voice] for voice in ORDER]),
        pitch_before=chosen([before[:, voice] for voice in ORDER]),
        pitch_event=chosen([event] * 4),
        pitch_after=chosen([ahead.after] * 4),
        pitch_rank=chosen([np.full(len(now), rank) for rank in range(4)]),
        steps=len(now),
        shift=shift,
    )


def _sources(now: NDArray[np.int64], before: NDArray[np.int64]) -> list[list[Source]]:
    """By voice its two sources, over all steps."""
    matches = Matches(1, len(now))
    found = []
    for step in range(len(now)):
        found.append(matches.sources(before[step : step + 1], now[step : step + 1, 0]))
        matches.push(now[step : step + 1])
    names = Source.__slots__
    return [
        [Source(*(np.concatenate([getattr(one[voice][k], name) for one in found]) for name in names)) for k in (0, 1)]
        for voice in range(4)
    ]


def _unseen(rows: Tensor) -> Tensor:
    hidden = rows.clone()
    hidden[..., -2:] = torch.tensor(UNSEEN)
    return hidden


def batch_of(pieces: list[Piece], *, seen: float, idle: float = 1.0) -> Batch:
    """`seen` is the chance that a piece's soprano is known; of idle steps a share is kept, with as much more weight."""
    events, longest = max(len(p.times) for p in pieces), max(len(p.notes) for p in pieces)
    known = torch.rand(len(pieces)) < seen
    shown = [p if k else _hidden(p) for p, k in zip(pieces, known.tolist(), strict=True)]
    kept = [~p.idle | (torch.rand(len(p.idle)) < idle) for p in pieces]
    ranks = [torch.arange(4).repeat(int(keep.sum())) for keep in kept]
    weights = [
        torch.where(p.idle, 1 / idle, 1.0)[keep].repeat_interleave(4) for p, keep in zip(pieces, kept, strict=True)
    ]
    move_rank, pitch_rank = torch.cat(ranks), torch.cat([p.pitch_rank for p in pieces])
    known_move = torch.cat([k.expand(len(rank)) for k, rank in zip(known, ranks, strict=True)])
    known_pitch = torch.cat([k.expand(len(p.pitch_rank)) for k, p in zip(known, pieces, strict=True)])
    padded = lambda tables, value=0: torch.nn.utils.rnn.pad_sequence(tables, batch_first=True, padding_value=value)  # noqa: E731
    return Batch(
        trunk=padded([p.trunk for p in shown]),
        times=padded([p.times for p in pieces]),
        trunk_after=padded([p.trunk_after for p in pieces]),
        notes=padded([p.notes for p in pieces]),
        seen=known,
        move_rows=torch.cat([p.move_rows[keep].flatten(0, 1) for p, keep in zip(shown, kept, strict=True)]),
        moved=torch.cat([p.moved[keep].flatten() for p, keep in zip(pieces, kept, strict=True)]),
        move_weight=torch.cat(weights) * ~(known_move & (move_rank == 0)),
        move_at=4 * torch.cat([(p.move_event[keep] + i * events).repeat_interleave(4)
                               for i, (p, keep) in enumerate(zip(pieces, kept, strict=True))]) + move_rank,
        move_after=torch.cat([(p.move_after[keep] + i * longest).repeat_interleave(4)
                              for i, (p, keep) in enumerate(zip(pieces, kept, strict=True))]),
        move_rank=torch.where(known_move, move_rank, 0),
        pitch_rows=torch.cat([p.pitch_rows for p in shown]),
        pitch_references=torch.cat([p.pitch_references for p in pieces]),
        pitch=torch.cat([p.pitch for p in pieces]),
        pitch_before=torch.cat([p.pitch_before for p in pieces]),
        pitch_weight=(~(known_pitch & (pitch_rank == 0))).float(),
        pitch_at=4 * torch.cat([p.pitch_event + i * events for i, p in enumerate(pieces)]) + pitch_rank,
        pitch_after=torch.cat([p.pitch_after + i * longest for i, p in enumerate(pieces)]),
        pitch_rank=torch.where(known_pitch, pitch_rank, 0),
        tokens=sum(p.steps * (3 if k else 4) for p, k in zip(pieces, known.tolist(), strict=True)),
    )  # fmt: skip


def _hidden(piece: Piece) -> Piece:
    """The piece without the columns that tell the soprano's future."""
    trunk = piece.trunk.clone()
    trunk[1:, -1] = UNSEEN[0]
    return replace(piece, trunk=trunk, move_rows=_unseen(piece.move_rows), pitch_rows=_unseen(piece.pitch_rows))
