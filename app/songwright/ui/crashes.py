"""Errors that nobody handled: shown in the window at once, and reports of an earlier crash at the next start."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from songwright import __version__
from songwright.host.crash import CrashWatch, crash_reports
from songwright.host.paths import Paths
from songwright.ui.notices import Level, Notices

__all__ = ["Crashes"]


class Crashes(QObject):
    """Watches from `__init__` on; `close` it when the window has ended well."""

    _raised = Signal(str)

    def __init__(self, paths: Paths) -> None:
        super().__init__()
        self._folder = paths.crashes
        self._notices: Notices | None = None
        self._raised.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._watch = CrashWatch(paths.crashes, __version__, lambda path: self._raised.emit(str(path)))

    def report_to(self, notices: Notices) -> None:
        """Show errors that nobody handled."""
        self._notices = notices

    def tell_last(self) -> None:
        """Show the latest report of an earlier session, and dismiss them all."""
        reports = crash_reports(self._folder)
        if not reports or self._notices is None:
            return
        text = self.tr("Songwright closed unexpectedly the last time. What you had written was kept.")
        self._notices.show(text, Level.WARNING, detail=reports[-1].text, key="crash")
        for report in reports:
            report.dismiss()

    def close(self) -> None:
        """Stop watching."""
        self._watch.close()

    def _tell(self, path: str) -> None:
        if self._notices is None:
            return
        report = Path(path)
        detail = report.read_text(encoding="utf-8", errors="replace") if report.is_file() else ""
        # It has been told: no need to tell it again at the next start.
        report.unlink(missing_ok=True)
        text = self.tr("Something unexpected went wrong. Your work is still here; please save it.")
        self._notices.show(text, Level.ERROR, detail=detail, key="unhandled")
