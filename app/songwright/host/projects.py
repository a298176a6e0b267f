"""An open project file: read, saved, watched for changes by others, and locked against a second window.

Contents are bytes here; what they mean is the business of `songwright.formats.project`.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Self

from songwright.core.language import said
from songwright.host.atomic import Written, read_file, write_file
from songwright.host.errors import ChangedOnDiskError, ReadFileError, ReadOnlyError, WriteFileError, read_error
from songwright.host.lock import Lock
from songwright.host.logs import UsersWords, note

__all__ = ["DiskState", "ProjectFile"]

log = logging.getLogger(__name__)

# Whoever picks a film by mistake is told so, instead of waiting until the memory is full of it.
LARGEST_BYTES = 256 * 1024 * 1024


class DiskState(Enum):
    """A file as it stands on disk, against what was last read or written here."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class _Fingerprint:
    """A file as it was last seen; `disk` is the device that its folder is on."""

    size: int
    modified: int
    digest: bytes
    disk: int


class ProjectFile:
    """A project file that is open in this window.

    Make one with `open`, or with `create` at the first save of an untitled document; `close` it in the end.
    `read_only` says in a sentence why it cannot be saved under its name; empty when it can.
    """

    def __init__(self, path: Path, fingerprint: _Fingerprint, lock: Lock | None, read_only: str = "") -> None:
        self.path = path
        self.read_only = read_only
        self._fingerprint = fingerprint
        self._lock = lock

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, anyway: bool = False) -> tuple[Self, bytes]:
        """Open a file and read it.

        The caller closes it when the bytes turn out to be no project.
        Raises LockedError when it is open elsewhere: then `read_only` opens it without a lock, and `anyway` takes the
        lock of another machine. Raises ReadFileError when it cannot be read.
        """
        path = path.absolute()
        reason = said("It was opened read-only.") if read_only else ""
        lock = None
        data = read_file(path, most=LARGEST_BYTES)
        if not read_only:
            reason = _why_not_writable(path)
            try:
                lock = None if reason else Lock.acquire(path, anyway=anyway)
            except OSError:
                reason = said("Its folder cannot be written to.")
        try:
            if lock is not None:
                # Read again: the window that had it a moment ago may have saved in between.
                data = read_file(path, most=LARGEST_BYTES)
            note(log, "song.opened", file=UsersWords(path.name), bytes=len(data), read_only=bool(reason))
            return cls(path, _fingerprint(path, data), lock, reason), data
        except BaseException:
            if lock is not None:
                lock.release()
            raise

    @classmethod
    def create(cls, path: Path, data: bytes) -> tuple[Self, Written]:
        """Write a new file, or write over one that the user agreed to replace (kept as the backup).

        Raises LockedError when it is open elsewhere, WriteFileError when it cannot be written.
        """
        path = path.absolute()
        fingerprint, lock, written = _written_new(path, data)
        note(log, "song.created", file=UsersWords(path.name), bytes=len(data))
        return cls(path, fingerprint, lock), written

    def disk_state(self, *, thorough: bool = False) -> DiskState:
        """Whether somebody else changed or removed the file; cheap unless its date or size changed, or `thorough`."""
        try:
            status = self.path.stat()
        except OSError:
            return DiskState.GONE
        seen = self._fingerprint
        if not thorough and (status.st_size, status.st_mtime_ns) == (seen.size, seen.modified):
            return DiskState.SAME
        if status.st_size != seen.size:
            return DiskState.CHANGED
        try:
            digest = hashlib.sha256(read_file(self.path, most=LARGEST_BYTES)).digest()
        except ReadFileError:
            return DiskState.CHANGED
        if digest != seen.digest:
            return DiskState.CHANGED
        # Touched only: the same content under another date.
        self._fingerprint = replace(seen, modified=status.st_mtime_ns)
        return DiskState.SAME

    def save(self, data: bytes, *, overwrite: bool = False) -> Written:
        """Write the document to its file, the version before staying as the backup.

        Raises ChangedOnDiskError when the file is not as it was last seen here, unless `overwrite`; ReadOnlyError;
        WriteFileError. Nothing on disk is changed then. A file that was removed is written again, which the result's
        warning says.
        """
        if self.read_only:
            raise ReadOnlyError(
                said(
                    "“{name}” was not saved. {read_only} Save it under another name.",
                    name=self.path.name,
                    read_only=self.read_only,
                )
            )
        state = self.disk_state(thorough=True)
        if state is DiskState.CHANGED and not overwrite:
            raise ChangedOnDiskError(
                said(
                    "“{name}” was not saved: it was changed by another program since it was opened here. Save "
                    "under another name to keep both, or save over it (the other version becomes the backup).",
                    name=self.path.name,
                ),
                detail=str(self.path),
            )
        if state is DiskState.GONE and _disk(self.path) not in (self._fingerprint.disk, None):
            # What is left of a stick that was pulled out is an empty folder of the same name on another disk.
            raise WriteFileError(
                said(
                    "“{name}” was not saved: the disk that it is on was removed. Connect it again and save "
                    "again, or save it in another place.",
                    name=self.path.name,
                ),
                detail=str(self.path),
            )
        written = write_file(self.path, data, backup=True)
        note(log, "song.saved", file=UsersWords(self.path.name), bytes=len(data), backup=written.backup is not None)
        self._fingerprint = _fingerprint(self.path, data)
        if state is DiskState.GONE and not written.warning:
            return replace(
                written, warning=said("“{name}” had been moved or removed; it was written again.", name=self.path.name)
            )
        return written

    def save_as(self, path: Path, data: bytes) -> Written:
        """Write the document to another file, which then is the open one.

        Raises LockedError when that file is open elsewhere, WriteFileError; this file stays the open one then.
        """
        if path.absolute().resolve() == self.path.resolve():
            return self.save(data, overwrite=True)
        fingerprint, lock, written = _written_new(path.absolute(), data)
        note(log, "song.saved_as", file=UsersWords(path.name), bytes=len(data))
        self.close()
        self.path, self.read_only = path.absolute(), ""
        self._fingerprint, self._lock = fingerprint, lock
        return written

    def reload(self) -> bytes:
        """The content as it is on disk now, which then counts as seen."""
        data = read_file(self.path, most=LARGEST_BYTES)
        self._fingerprint = _fingerprint(self.path, data)
        return data

    def close(self) -> None:
        """Let other windows have the file; closing twice is harmless."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None


def _written_new(path: Path, data: bytes) -> tuple[_Fingerprint, Lock | None, Written]:
    try:
        lock: Lock | None = Lock.acquire(path)
    except OSError:
        # The write has the same trouble and the better sentence; where it has none, the lock is dispensable.
        lock = None
    try:
        written = write_file(path, data, backup=True)
        return _fingerprint(path, data), lock, written
    except BaseException:
        if lock is not None:
            lock.release()
        raise


def _why_not_writable(path: Path) -> str:
    """A sentence when a file is marked as read-only; the system is not asked about the folder, it will tell."""
    try:
        return "" if path.stat().st_mode & 0o222 else said("The file is marked as read-only.")
    except OSError as error:
        raise read_error(path, error, was_open=True) from error


def _fingerprint(path: Path, data: bytes) -> _Fingerprint:
    try:
        status = path.stat()
    except OSError as error:
        raise read_error(path, error, was_open=True) from error
    return _Fingerprint(len(data), status.st_mtime_ns, hashlib.sha256(data).digest(), _disk(path) or 0)


def _disk(path: Path) -> int | None:
    """The device that a file's folder is on; None when there is no such folder, or it cannot be asked."""
    try:
        return path.parent.stat().st_dev
    except OSError:
        return None
