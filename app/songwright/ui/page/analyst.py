"""Syllables, stresses and rhymes of the page, worked out on another thread while the writer goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal

from songwright.ui.latest import Latest
from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.lyrics.analysis import Analysis, LineAnalysis
    from songwright.lyrics.scheme import RhymeMark

    _Found: TypeAlias = tuple[Analysis, dict[int, RhymeMark]]

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
        self._marks: dict[int, RhymeMark] = {}
        self._outdated = False
        self._latest = Latest(
            services.jobs, self._work, self._done, failed=self._failed, pause_ms=pause, in_between=True, parent=self
        )
        services.closing.append(self._latest.stop)
        services.lexicon.followers.append(self._said_otherwise)
        self.text_changed()

    def text_changed(self) -> None:
        """The text is another one: it is analysed soon."""
        self._latest.ask()

    def _said_otherwise(self) -> None:
        """Nothing that was worked out with the old dictionary holds, nor what is being worked out with it now."""
        self._outdated = True
        self.text_changed()

    @property
    def analysis(self) -> Analysis | None:
        """The latest analysis, maybe of a text that is being changed; None before the first."""
        return self._analysis

    def line(self, row: int, text: str) -> LineAnalysis | None:
        """What is known of a row; None while nothing is, or when the row has other words by now."""
        lines = self._analysis.lines if self._analysis is not None else ()
        return lines[row] if row < len(lines) and lines[row].text == text else None

    def rhyme(self, row: int, text: str) -> RhymeMark | None:
        """The letter of a row's rhyme on this page; None where it has none, or nothing is known of the row."""
        return self._marks.get(row) if self.line(row, text) is not None else None

    def _work(self) -> Callable[[], _Found]:
        text, lexicon = self._text(), self._services.lexicon
        previous, self._outdated = None if self._outdated else self._analysis, False

        def analysed() -> _Found:
            # Imported when used, here and below: the window starts without it (tests/test_start.py).
            from songwright.lyrics.analysis import analyse
            from songwright.lyrics.linking import page_marks

            found = analyse(text, lexicon(), previous)
            return found, page_marks(found)

        return analysed

    def _done(self, found: _Found) -> None:
        self._analysis, self._marks = found
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self._services.notices.error(error, key="analysis")
