"""Tests as plain values for JSON, back again, and as tables to take away."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any, Final

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.music.listening.excerpts import VOICES, Line
from songwright.music.listening.trials import (
    Background,
    Sitting,
    Sureness,
    Trial,
    TrialAnswer,
    TrialKind,
    TrialPiece,
    TuneAuthor,
)

__all__ = ["RecordError", "as_csv", "as_json", "from_record", "to_record"]

VERSION: Final = 1
_MOST_TRIALS: Final = 1000
_MOST_STEPS: Final = 4096
_COLUMNS: Final = (
    "test", "begun", "listener", "background", "kind", "practice", "machine", "trial", "counted", "bwv", "excerpt",
    "heard", "machine_seed", "answer", "right", "sureness",
)  # fmt: skip


class RecordError(SongwrightError):
    """A record of a listening test that makes no sense."""


def to_record(test: Sitting) -> dict[str, Any]:
    """Plain values; `from_record` is the way back."""
    return {
        "version": VERSION,
        "id": test.id,
        "begun": test.begun,
        "kind": test.kind.value,
        "seed": test.seed,
        "machine": test.machine,
        "listener": test.listener,
        "background": test.background.value,
        "practice": test.practice,
        "trials": [
            {
                "fresh": trial.fresh,
                "answer": None if trial.answer is None else [trial.answer.taken, int(trial.answer.sureness)],
                "pieces": [_piece_record(piece) for piece in trial.pieces],
            }
            for trial in test.trials
        ],
    }


def from_record(data: object) -> Sitting:
    """Raises RecordError for what `to_record` does not give, other versions included."""
    try:
        return _test(data)
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as error:
        raise RecordError(said("The record of a listening test is damaged."), detail=repr(error)) from error


def as_json(tests: Sequence[Sitting]) -> str:
    """All of the tests, notes included."""
    return json.dumps([to_record(test) for test in tests], indent=1) + "\n"


def as_csv(tests: Sequence[Sitting]) -> str:
    """A row for each answer, with a head; `counted` tells which rows the statistics stand on."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for test in tests:
        for number, trial in enumerate(test.trials, 1):
            if trial.answer is not None:
                writer.writerow(_row(test, number, trial, trial.answer))
    return out.getvalue()


def _row(test: Sitting, number: int, trial: Trial, answer: TrialAnswer) -> tuple[object, ...]:
    piece = trial.pieces[0]
    seed = next((one.seed for one in trial.pieces if one.seed is not None), "")
    said = ("bach", "machine")[answer.taken] if test.kind is TrialKind.SINGLE else ("first", "second")[answer.taken]
    return (
        test.id, test.begun, _plain(test.listener), test.background.value, test.kind.value, int(test.practice),
        test.machine, number, int(test.finished and trial.fresh and not test.practice), piece.bwv, piece.excerpt,
        " ".join(one.author.value for one in trial.pieces), seed, said, int(bool(trial.right)), int(answer.sureness),
    )  # fmt: skip


def _plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _piece_record(piece: TrialPiece) -> dict[str, Any]:
    return {
        "author": piece.author.value,
        "excerpt": piece.excerpt,
        "bwv": piece.bwv,
        "title": piece.title,
        "upbeat": piece.upbeat,
        "seed": piece.seed,
        "voices": [" ".join(f"{pitch}.{length}" for pitch, length in line) for line in piece.voices],
    }


def _test(data: Any) -> Sitting:  # noqa: ANN401 - whatever a file held
    if data["version"] != VERSION:
        raise ValueError(f"version {data['version']}")
    kind = TrialKind(data["kind"])
    trials = tuple(_trial(entry, kind) for entry in data["trials"])
    if not 1 <= len(trials) <= _MOST_TRIALS:
        raise ValueError(f"{len(trials)} trials")
    test = Sitting(
        _text(data["id"]),
        _text(data["begun"]),
        kind,
        int(data["seed"]),
        _text(data["machine"]),
        trials,
        _text(data["listener"]),
        Background(data["background"]),
        bool(data["practice"]),
    )
    if any(trial.answer is not None for trial in trials[test.place :]):
        raise ValueError("an answer after one that is missing")
    return test


def _trial(entry: Any, kind: TrialKind) -> Trial:  # noqa: ANN401
    pieces = tuple(_piece(piece) for piece in entry["pieces"])
    authors = {piece.author for piece in pieces}
    if len(pieces) != (1 if kind is TrialKind.SINGLE else 2) or len(authors) != len(pieces):
        raise ValueError("the pieces of a trial are not what its kind asks for")
    answer = None
    if entry["answer"] is not None:
        taken, sureness = entry["answer"]
        if taken not in (0, 1):
            raise ValueError(f"answer {taken!r}")
        answer = TrialAnswer(int(taken), Sureness(sureness))
    return Trial(pieces, bool(entry["fresh"]), answer)


def _piece(entry: Any) -> TrialPiece:  # noqa: ANN401
    voices = tuple(_line(line) for line in entry["voices"])
    sizes = {sum(length for _, length in line) for line in voices}
    if len(voices) != len(VOICES) or len(sizes) != 1 or not 1 <= sizes.pop() <= _MOST_STEPS:
        raise ValueError("the voices of a piece do not end together")
    seed = None if entry["seed"] is None else int(entry["seed"])
    excerpt, bwv, title = (_text(entry[name]) for name in ("excerpt", "bwv", "title"))
    return TrialPiece(TuneAuthor(entry["author"]), excerpt, bwv, title, int(entry["upbeat"]), voices, seed)


def _line(text: str) -> Line:
    notes = []
    for word in text.split():
        pitch, length = (int(part) for part in word.split("."))
        if not 0 <= pitch <= 127 or not 1 <= length <= _MOST_STEPS:
            raise ValueError(f"note {word!r}")
        notes.append((pitch, length))
    return tuple(notes)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value
