"""Keeps the check of a page against its form up to date, on another thread."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from songwright.core.song import Piece
from songwright.ui.latest import Latest, Work
from songwright.ui.page.analyst import Analyst
from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.lyrics.analysis import Analysis
    from songwright.lyrics.form_check import CheckedLine, FormCheck
    from songwright.lyrics.forms import Form

__all__ = ["FormWatch", "Mould", "measured"]


class Mould(Enum):
    """What a page is measured by, when that is no form."""

    NONE = "none"
    FIRST = "first"
    """Every section should be like the first of its kind."""


class FormWatch(QObject):
    """Measures an analysed page by a form (or by its own first sections)."""

    changed = Signal()
    """There is another check, or nothing to check by any more."""

    def __init__(
        self, services: Services, analyst: Analyst, piece: Callable[[], Piece], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._analyst = analyst
        self._piece = piece
        self._latest = Latest(services.jobs, self._work, self._show, failed=self._failed, in_between=True, parent=self)
        self.measure: Form | Mould = Mould.NONE
        self.check: FormCheck | None = None
        """Every line against what was asked; None while there is nothing to ask for, or nothing known yet."""
        analyst.changed.connect(self._start)

    def measure_by(self, measure: Form | Mould) -> None:
        """Measure by another form, or by none."""
        if measure == self.measure:
            return
        self.measure = measure
        self.check = None
        self.changed.emit()
        self._start()

    @property
    def settled(self) -> bool:
        """Whether the check is that of the latest analysis."""
        return not self._latest.busy

    def line(self, row: int, text: str) -> CheckedLine | None:
        """How a row keeps its form; None while that is not known, or when it has other words by now."""
        found = self.check.by_row.get(row) if self.check is not None else None
        known = found.report.line if found is not None else None
        return found if known is not None and known.text == text else None

    def _start(self) -> None:
        self._latest.ask(at_once=True)

    def _work(self) -> Work | None:
        analysis, measure = self._analyst.analysis, self.measure
        if analysis is None or measure is Mould.NONE or self._piece() is Piece.STORY:
            if self.check is not None:
                self.check = None
                self.changed.emit()
            return None
        piece = self._piece()
        return lambda: (measure, measured(measure, analysis, piece))

    def _show(self, found: tuple[Form | Mould, FormCheck | None]) -> None:
        measure, check = found
        if measure == self.measure:
            self.check = check
            self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self._services.notices.error(error, key="analysis")


def measured(measure: Form | Mould, analysis: Analysis, piece: Piece) -> FormCheck | None:
    """Every line against what a measure asks; None when it asks nothing."""
    # Imported when used: the window starts without it (tests/test_start.py).
    from songwright.lyrics.form_check import check_against, check_by_first

    if measure is Mould.NONE or piece is Piece.STORY:
        return None
    return check_by_first(analysis, piece) if isinstance(measure, Mould) else check_against(measure, analysis)
