"""Tests that are answered by rule, without a net."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from songwright.music.listening.excerpts import load_excerpts
from songwright.music.listening.pieces import human
from songwright.music.listening.trials import (
    Background,
    Heard,
    Sitting,
    Trial,
    TrialAnswer,
    TrialKind,
    TrialPiece,
    TrialPlan,
    TuneAuthor,
    plan,
)

EXCERPTS = load_excerpts()


def piece_of(planned: TrialPlan, author: TuneAuthor) -> TrialPiece:
    """A piece without a net: the machine's is Bach's an octave lower in the bass."""
    piece = human(planned.excerpt)
    if author is TuneAuthor.BACH:
        return piece
    bass = tuple((pitch - 12, length) for pitch, length in piece.voices[3])
    return replace(piece, author=author, voices=(*piece.voices[:3], bass), seed=planned.seed)


def trials_of(plans: tuple[TrialPlan, ...]) -> tuple[Trial, ...]:
    return tuple(
        Trial(tuple(piece_of(planned, author) for author in planned.authors), planned.fresh) for planned in plans
    )


def sitting(
    kind: TrialKind = TrialKind.SINGLE,
    count: int = 10,
    *,
    seed: int = 1,
    name: str = "20260101-120000-aaaaaa",
    listener: str = "Anna",
    heard: Heard | None = None,
    practice: bool = False,
    answer: Callable[[Trial], int] | None = None,
) -> Sitting:
    """A test, answered to its end where `answer` says how."""
    plans = plan(kind, count, EXCERPTS, seed, heard or {})
    begun, studied = "2026-01-01T12:00:00+00:00", Background.LESSONS
    test = Sitting(name, begun, kind, seed, "0.1.0+net", trials_of(plans), listener, studied, practice)
    while answer is not None and not test.finished:
        test = test.answered(TrialAnswer(answer(test.trials[test.place])))
    return test
