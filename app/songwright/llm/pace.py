"""How long a form takes on this machine, learned from what was written since the window opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from songwright.lyrics.forms import Form

__all__ = ["QUALITIES", "Pace"]

QUALITIES = (1, 8, 16, 32)
"""How many drafts of each line grow side by side."""
# More drafts are more rows in the same steps: from 8 to 16 it takes 1.3 times as long, from 1 to 8 about three times.
_GROWTH = 0.5
_LINE_OVERHEAD = 1.5
"""Syllables' worth of time that a line takes besides its own."""


class Pace:
    """Seconds a syllable, for each quality that was used."""

    def __init__(self) -> None:
        self._seconds: dict[int, float] = {}

    def note(self, form: Form, quality: int, seconds: float) -> None:
        """A whole piece in this form took so long."""
        work = _work(form)
        if seconds > 0 and work > 0:
            self._seconds[quality] = seconds / work

    def expected(self, form: Form, quality: int) -> float | None:
        """Seconds for a piece in this form; None before the first piece in any form.

        What was measured at another quality is carried over by how the work grows with the drafts.
        """
        if not self._seconds:
            return None
        if quality in self._seconds:
            return self._seconds[quality] * _work(form)
        nearest = min(self._seconds, key=lambda known: abs(known - quality))
        return self._seconds[nearest] * _work(form) * float((quality / nearest) ** _GROWTH)


def _work(form: Form) -> float:
    """Syllables to write: a refrain that comes back is not written again."""
    seen: set[str] = set()
    work = 0.0
    for line in form.lines:
        if line.refrain is not None and line.refrain in seen:
            continue
        seen.add(line.refrain or "")
        work += _LINE_OVERHEAD + (len(line.patterns[0]) if line.patterns else min(line.most, 12))
    return work
