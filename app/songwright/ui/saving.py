"""Saving on a thread of its own: encoding and a slow disk do not hold the window up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    from songwright.core.session import Document
    from songwright.host.atomic import Written

__all__ = ["Saver"]

Ended = Callable[["Document", "Written | Exception"], None]


class _Save:
    """One save under way; `result` is there when its thread has ended."""

    def __init__(self, document: Document, write: Callable[[bytes], Written], ended: Ended) -> None:
        self.document = document
        self.ended = ended
        self.result: Written | Exception | None = None
        self._write = write
        self.thread: threading.Thread | None = None

    def run(self) -> None:
        try:
            # Imported when used: the window starts without it (tests/test_start.py).
            from songwright.formats.project import dump

            self.result = self._write(dump(self.document))
        except Exception as error:  # noqa: BLE001 - told on the window's thread
            self.result = error


class Saver(QObject):
    """Writes one document at a time. Whoever needs the file to be settled calls `finish` first.

    The thread is none that dies with the program: Python waits for it, so that what was begun is written.
    """

    _done = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._save: _Save | None = None
        self._done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether a save is under way or its end has not been reported."""
        return self._save is not None

    def start(self, document: Document, write: Callable[[bytes], Written], ended: Ended) -> None:
        """Encode a document and write it; then call `ended` on this thread. Only when nothing is under way."""
        if self._save is not None:
            raise RuntimeError("a save is under way already")
        save = self._save = _Save(document, write, ended)

        def work() -> None:
            save.run()
            self._done.emit(save)

        save.thread = threading.Thread(target=work, name="songwright-save")
        save.thread.start()

    def finish(self) -> None:
        """Wait for a save that is under way, and for one that follows from it, and tell their ends now."""
        while (save := self._save) is not None and save.thread is not None:
            save.thread.join()
            self._deliver(save)

    def _deliver(self, save: _Save) -> None:
        if save is not self._save or save.result is None:
            return  # told already
        if save.thread is not None:
            save.thread.join()
        self._save = None
        save.ended(save.document, save.result)
