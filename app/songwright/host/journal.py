"""The recovery journal: a copy of every open document that is changed and not saved, untitled ones too.

Each window keeps one file of its own, written whole within `DELAY` seconds of an edit and removed when the document
is saved or closed. A journal whose window is gone (its lock is free) is found at the next start (`host.recovered`).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Generic, TypeVar

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.host.atomic import write_file
from songwright.host.lock import Lock
from songwright.host.recovered import JOURNAL_SUFFIX, JOURNAL_VERSION

__all__ = ["DELAY", "Journal", "JournalWriter"]

T = TypeVar("T")

# From the first edit that is not in the journal to its writing; later edits in between go with it.
DELAY = 1.0


class Journal:
    """The journal of one window. It is locked as long as the window lives. Use it from one thread at a time."""

    def __init__(self, folder: Path) -> None:
        """Start a journal; WriteFileError with a sentence when there is no place for it."""
        with contextlib.suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path = folder / f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{os.getpid()}-{secrets.token_hex(3)}{JOURNAL_SUFFIX}"
        try:
            self._lock: Lock | None = Lock.acquire(self.path)
        except OSError:
            self._lock = None

    def write(self, data: bytes, project: Path | None = None, title: str = "") -> None:
        """Put a document's bytes in place of what the journal holds; WriteFileError when that fails."""
        head = {
            "journal": JOURNAL_VERSION,
            "project": str(project) if project else "",
            "title": title,
            "written": datetime.now(UTC).isoformat(timespec="seconds"),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
        write_file(self.path, json.dumps(head).encode() + b"\n" + data)

    def clear(self) -> None:
        """Forget the document, because it is saved; the journal can be written again."""
        with contextlib.suppress(OSError):
            self.path.unlink()

    def close(self) -> None:
        """End the journal of a window that closes with nothing unsaved."""
        self.clear()
        if self._lock is not None:
            self._lock.release()
            self._lock = None


@dataclass(frozen=True, slots=True)
class _Entry(Generic[T]):
    document: T
    project: Path | None
    title: str


class JournalWriter(Generic[T]):
    """Keeps a journal up to date from a thread of its own, so that no edit waits for the disk.

    `encode` makes a document's bytes; documents must be immutable. `failed` is called from that thread with each
    error; the next edit tries again. Every method returns at once, except `flush` and `close`.
    """

    def __init__(
        self,
        journal: Journal,
        encode: Callable[[T], bytes],
        failed: Callable[[SongwrightError], None],
        *,
        delay: float = DELAY,
    ) -> None:
        self._journal = journal
        self._encode = encode
        self._failed = failed
        self._delay = delay
        self._news = threading.Condition()
        # What is to be done next: write an entry, or (None) clear the journal. The latest wish replaces the others.
        self._wishes: list[_Entry[T] | None] = []
        self._busy = self._hurry = self._closing = False
        self._thread = threading.Thread(target=self._run, name="recovery journal", daemon=True)
        self._thread.start()

    def changed(self, document: T, project: Path | None = None, title: str = "") -> None:
        """The document is now this one and not saved."""
        self._wish(_Entry(document, project, title))

    def saved(self) -> None:
        """The document is saved: nothing is to be recovered."""
        self._wish(None, hurry=True)

    def flush(self) -> None:
        """Wait until the journal holds the latest state."""
        with self._news:
            self._hurry = True
            self._news.notify_all()
            self._news.wait_for(lambda: not self._wishes and not self._busy)
            self._hurry = False

    def close(self, *, keep: bool = False) -> None:
        """End the thread and, unless its work is to be offered again (`keep`), the journal."""
        self.flush()
        with self._news:
            self._closing = True
            self._news.notify_all()
        self._thread.join()
        if not keep:
            self._journal.close()

    def _wish(self, wish: _Entry[T] | None, *, hurry: bool = False) -> None:
        with self._news:
            if self._closing:
                return
            self._wishes = [wish]
            self._hurry = self._hurry or hurry
            self._news.notify_all()

    def _run(self) -> None:
        while (wishes := self._next()) is not None:
            try:
                self._carry_out(wishes)
            except SongwrightError as error:
                self._failed(error)
            except Exception as error:  # noqa: BLE001 - the thread that guards the user's work must not end
                self._failed(SongwrightError(said("The recovery copy could not be written."), detail=repr(error)))
            finally:
                with self._news:
                    self._busy = False
                    self._news.notify_all()

    def _next(self) -> list[_Entry[T] | None] | None:
        """The latest wish once its time has come; None at the end."""
        with self._news:
            self._news.wait_for(lambda: self._wishes or self._closing)
            self._news.wait_for(lambda: self._hurry or self._closing, timeout=self._delay)
            if not self._wishes:
                return None
            wishes, self._wishes = self._wishes, []
            self._busy, self._hurry = True, False
            return wishes

    def _carry_out(self, wishes: list[_Entry[T] | None]) -> None:
        entry = wishes[-1]
        if entry is None:
            self._journal.clear()
        else:
            self._journal.write(self._encode(entry.document), entry.project, entry.title)
