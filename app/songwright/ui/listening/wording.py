"""What the dialog calls things: questions, authors, answers, tests."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt

from songwright.core.language import sayable
from songwright.music.listening.results import Group, counted, tally
from songwright.music.listening.trials import (
    Background,
    Sitting,
    Sureness,
    TrialAnswer,
    TrialKind,
    TrialPiece,
    TuneAuthor,
)

__all__ = ["BACKGROUNDS", "SURENESS", "answer_text", "group_text", "kind_text", "piece_text", "test_text", "work_text"]

# fmt: off
BACKGROUNDS = sayable((
    (Background.UNTOLD, "Not said"), (Background.NONE, "None"), (Background.LESSONS, "Some lessons"),
    (Background.PLAYS, "Plays or sings regularly"), (Background.STUDIED, "Studied music"),
))
SURENESS = sayable((
    (Sureness.UNTOLD, "Not said"), (Sureness.GUESS, "A guess"), (Sureness.FAIRLY, "Fairly sure"),
    (Sureness.SURE, "Sure"),
))
_KINDS = sayable({TrialKind.SINGLE: "one at a time", TrialKind.PAIRS: "pairs"})
# fmt: on


def _tr(text: str) -> str:
    return QCoreApplication.translate("Listening", text)


def kind_text(kind: TrialKind) -> str:
    """The kind of test."""
    return _tr(_KINDS[kind])


def work_text(piece: TrialPiece) -> str:
    """The chorale that a piece's soprano comes from."""
    return f"BWV {piece.bwv}  {piece.title}".strip()


def piece_text(piece: TrialPiece) -> str:
    """Whose a piece is."""
    return "Bach" if piece.author is TuneAuthor.BACH else _tr("Songwright, seed {0}").format(piece.seed)


def answer_text(kind: TrialKind, answer: TrialAnswer) -> str:
    """What was said."""
    single = (_tr("Bach"), _tr("machine"))
    return (single if kind is TrialKind.SINGLE else (_tr("the first"), _tr("the second")))[answer.taken]


def test_text(test: Sitting) -> str:
    """A test in one row: when, who, and how it went."""
    when = QDateTime.fromString(test.begun, Qt.DateFormat.ISODate)
    date = QLocale().toString(when, QLocale.FormatType.ShortFormat) if when.isValid() else test.begun
    parts = [date, test.listener or _tr("no name"), kind_text(test.kind)]
    if not test.finished:
        parts.append(_tr("{0} of {1} answered").format(test.place, len(test.trials)))
    elif test.practice:
        right = sum(bool(trial.right) for trial in test.trials)
        parts.append(_tr("practice, {0} of {1} right").format(right, len(test.trials)))
    else:
        found = tally(test.kind, counted(test))
        parts.append(_tr("{0} of {1} right").format(found.right, found.count))
    return " · ".join(parts)


def group_text(group: Group) -> str:
    """Tests that are added up, in one row."""
    people = _tr("1 listener") if group.listeners == 1 else _tr("{0} listeners").format(group.listeners)
    return " · ".join(
        (_tr("All together"), kind_text(group.kind), people, _tr("{0} answers").format(group.tally.count))
    )
