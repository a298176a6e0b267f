"""Opens the window and closes it again: for `songwright --self-test`, on machines that nobody has looked at yet."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.host.paths import find_paths
from songwright.ui.wiring import build

__all__ = ["open_and_close"]

_SECONDS = 60.0
_SETTLE_SECONDS = 2.0  # for fonts, the model's card and the first analysis, so that the picture is a true one


def open_and_close(picture: Path | None) -> tuple[int, int]:
    """The size of the window once all of its start is done; a PNG of it goes to `picture`. Raises SongwrightError."""
    app = QApplication.instance() or QApplication(["songwright"])
    if not isinstance(app, QApplication):
        raise SongwrightError(said("Qt runs without windows in this process."))
    studio = build(app, find_paths())
    try:
        studio.start()
        _spin(app, _SECONDS, lambda: studio.ready)
        if not studio.ready:
            raise SongwrightError(said("The window did not get ready within a minute."))
        _spin(app, _SETTLE_SECONDS)
        size = studio.window.size()
        if picture is not None and not studio.window.grab().save(str(picture), "PNG"):
            raise SongwrightError(said("The picture could not be written to {picture}.", picture=picture))
        return size.width(), size.height()
    finally:
        studio.window.may_close = lambda: True
        studio.window.close()
        studio.close()


def _spin(app: QApplication, seconds: float, until: object = None) -> None:
    """Let the window live for so long, or until something holds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and not (callable(until) and until()):
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
