"""Looks, when the words or notes rest, whether they still fit each other, and has it shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from songwright.core.song import TrackRole
from songwright.ui.bars.bars_view import BarsView
from songwright.ui.composer.compose_panel import ComposePanel
from songwright.ui.latest import Latest
from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.music.fit_report import LineFitReport
    from songwright.music.kit import Kit

__all__ = ["FitWatch"]

PAUSE_MILLISECONDS = 400
"""Pause in the typing after which it is looked up."""


@dataclass(frozen=True, slots=True)
class _Found:
    reports: tuple[LineFitReport, ...]
    unfit: tuple[str, ...]
    unsung: int


class FitWatch(QObject):
    """Off the event loop: reports for the fit page, marks for the bars, a count for the hint."""

    def __init__(
        self,
        services: Services,
        bars: BarsView,
        panel: ComposePanel,
        kit: Callable[[], Kit],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._bars = bars
        self._panel = panel
        self._kit = kit
        self._latest = Latest(services.jobs, self._work, self._show, pause_ms=PAUSE_MILLISECONDS, parent=self)

    def look_soon(self) -> None:
        """Look when nothing has changed for a moment."""
        self._latest.ask()

    def clear(self) -> None:
        """There is no music: nothing to fit."""
        self._latest.stop()
        self._show(_Found((), (), 0))

    def close_down(self) -> None:
        """Look no more."""
        self._latest.stop()

    def _work(self) -> Callable[[], _Found] | None:
        if not self._services.lexicon.ready:
            return None
        song, kit, unsung = self._services.session.song, self._kit, self._bars.roll.unsung

        def look() -> _Found:
            # Here, not above: they bring numpy, and the window has to be ready soon.
            from songwright.music.fit_report import fit_report
            from songwright.music.refit import unfit_lines

            found = kit()
            sung = any(track.role is TrackRole.VOCAL for track in song.tracks)
            return _Found(fit_report(song, found), unfit_lines(song, found), unsung()) if sung else _Found((), (), 0)

        return look

    def _show(self, found: _Found) -> None:
        self._panel.show_fit(found.reports, found.unfit, found.unsung)
        unfit = frozenset(found.unfit)
        self._bars.mark_unfit(unfit)
        self._services.fit_marks.show(unfit)
