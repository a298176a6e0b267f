"""Syllables, stresses and rhymes of the page, worked out on another thread while the writer goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.lyrics.analysis import Analysis, LineAnalysis

__all__ = ["Analyst"]

_PAUSE_MS = 60


class Analyst(QObject):
    """Follows a text. Between an edit and its analysis, lines that did not change keep what is known of them."""

    changed = Signal()

    def __init__(
        self, services: Services, text: Callable[[], str], parent: QObject | None = None, *, pause: int = _PAUSE_MS
    ) -> None:
        """`text` gives the words as they are; `pause` is how long an edit waits for others, in ms."""
        super().__init__(parent)
        self._services = services
        self._text = text
        self._analysis: Analysis | None = None
        self._running = False
        self._again = False
        self._pause = QTimer(self, singleShot=True, interval=pause)
        self._pause.timeout.connect(self._start)
        services.closing.append(self._pause.stop)
        self.text_changed()

    def text_changed(self) -> None:
        """The text is another one: it is analysed soon."""
        if not self._pause.isActive():
            self._pause.start()

    @property
    def analysis(self) -> Analysis | None:
        """The latest analysis, maybe of a text that is being changed; None before the first."""
        return self._analysis

    def line(self, row: int, text: str) -> LineAnalysis | None:
        """What is known of a row; None while nothing is, or when the row has other words by now."""
        lines = self._analysis.lines if self._analysis is not None else ()
        return lines[row] if row < len(lines) and lines[row].text == text else None

    def _start(self) -> None:
        if self._running:
            self._again = True
            return
        self._running = True
        text, previous, lexicon = self._text(), self._analysis, self._services.lexicon

        def analysed() -> Analysis:
            from songwright.lyrics.analysis import analyse

            return analyse(text, lexicon(), previous)

        self._services.jobs.run(analysed, self._done, self._failed)

    def _done(self, analysis: Analysis) -> None:
        self._running = False
        self._analysis = analysis
        self.changed.emit()
        self._catch_up()

    def _failed(self, error: Exception) -> None:
        self._running = False
        self._services.notices.error(error, key="analysis")
        self._catch_up()

    def _catch_up(self) -> None:
        """Read what was written while the last analysis ran."""
        if self._again:
            self._again = False
            self.text_changed()
