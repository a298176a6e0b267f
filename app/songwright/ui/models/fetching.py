"""A download while it runs: on a thread of its own, shown in the window as it comes, called off at once."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.llm.catalogue import ModelOffer, check_model

__all__ = ["Fetching"]

_TELL_SECONDS = 0.1


class _Voice(QObject):
    """Speaks for the thread; lives in the window's."""

    progressed = Signal(object, object)
    ended = Signal(object, object)


class Fetching(QObject):
    """One download at a time. The network's module is imported when the first one begins, and not before."""

    progressed = Signal(str, object, object)
    """(id of the offer, bytes that are here, bytes in all or 0)."""
    fetched = Signal(str, object)
    """(id of the offer, the model's file)."""
    ended = Signal(str, object)
    """(id of the offer, the SongwrightError, None when it was called off)."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._offer: ModelOffer | None = None
        self._stop = threading.Event()
        self._voice = _Voice(self)
        queued = Qt.ConnectionType.QueuedConnection
        self._voice.progressed.connect(self._tell, queued)
        self._voice.ended.connect(self._end, queued)
        self._thread: threading.Thread | None = None

    @property
    def running(self) -> str:
        """Id of the offer that is being fetched, "" for none."""
        return self._offer.id if self._offer is not None else ""

    def target(self, offer: ModelOffer) -> Path:
        """Where an offer's file goes."""
        return self._folder / offer.file

    def begin(self, offer: ModelOffer) -> None:
        """Fetch it, unless something is being fetched."""
        if self._offer is not None:
            return
        self._offer = offer
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(offer, self._stop), name="download", daemon=True)
        self._thread.start()

    def call_off(self) -> None:
        """Stop; what has come is kept, to go on with later."""
        self._stop.set()

    def close(self) -> None:
        """The window closes: nobody listens any more."""
        self._stop.set()
        self._voice.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        if self._thread is not None:
            self._thread.join(1.0)

    def _run(self, offer: ModelOffer, stop: threading.Event) -> None:
        # Imported when used: the window starts without it (tests/test_start.py).
        from songwright.host.network.download import DownloadOrder, DownloadStopped, download

        told = 0.0

        def progress(done: int, total: int) -> None:
            nonlocal told
            if time.monotonic() - told >= _TELL_SECONDS or done == total:
                told = time.monotonic()
                self._voice.progressed.emit(done, total)

        result: object = None
        error: object = None
        try:
            order = DownloadOrder(offer.url, self.target(offer))
            result = download(order, progress=progress, cancelled=stop.is_set, check=check_model)
        except DownloadStopped:
            pass
        except SongwrightError as caught:
            error = caught
        except Exception as caught:  # noqa: BLE001 - whatever a server brings about, the window goes on
            error = SongwrightError(said("The download failed."), detail=f"{type(caught).__name__}: {caught}")
        self._voice.ended.emit(result, error)

    def _tell(self, done: int, total: int) -> None:
        if self._offer is not None:
            self.progressed.emit(self._offer.id, done, total)

    def _end(self, result: Path | None, error: SongwrightError | None) -> None:
        offer, self._offer = self._offer, None
        if offer is None:
            return
        if result is not None:
            self.fetched.emit(offer.id, result)
        else:
            self.ended.emit(offer.id, error)
