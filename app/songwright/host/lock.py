"""A lock that keeps two windows from writing one project.

A small file beside the project says who has it open. The operating system's own lock on that file says whether they
still live: it ends with the process, however it ends, so a lock left behind by a crash is no obstacle. Only a lock
from another machine (a shared folder) has to be believed as it stands.
"""

from __future__ import annotations

import contextlib
import errno
import getpass
import json
import os
import platform
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from songwright.core.errors import SongwrightError
from songwright.core.language import said

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

__all__ = ["Holder", "Lock", "LockedError", "lock_path"]

_ATTEMPTS = 20
_LARGEST = 4096
# Windows keeps others from reading locked bytes: one far behind the content is locked.
_LOCKED_BYTE = 1 << 20
_BUSY = (errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a project open. `since` is a time in ISO form, in UTC."""

    pid: int = 0
    host: str = ""
    user: str = ""
    since: str = ""

    @property
    def elsewhere(self) -> bool:
        """Whether it is another machine, which cannot be asked if it still has the project open."""
        return bool(self.host) and self.host != platform.node()

    @property
    def place(self) -> str:
        """Where the project is open, for a sentence."""
        return said("on {host}", host=self.host) if self.elsewhere else said("in another Songwright window")


class LockedError(SongwrightError):
    """A project that is open in another window, or on another machine: `holder`."""

    def __init__(self, path: Path, holder: Holder) -> None:
        advice = (
            said("Open it read-only, or anyway if that machine is off.")
            if holder.elsewhere
            else said("Open it read-only here.")
        )
        super().__init__(
            said("“{file}” is open {place}. {advice}", file=path.name, place=holder.place, advice=advice),
            detail=f"{path}: {holder}",
        )
        self.holder = holder


def lock_path(path: Path) -> Path:
    """The lock file of a project."""
    stem = path.name.encode()[:230].decode(errors="ignore")
    return path.with_name(f".{stem}.lock")


class Lock:
    """A lock that is held. `release` it, or use it as a context manager; the end of the process releases it too."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor: int | None = descriptor

    @classmethod
    def acquire(cls, project: Path, *, anyway: bool = False) -> Lock:
        """Lock a project (its real file, when `project` is a link).

        Raises LockedError when it is open elsewhere; `anyway` takes the lock of another machine, never that of a
        living window on this one. Raises OSError when the folder cannot be written to.
        """
        target = project.resolve()
        path = lock_path(target)
        for _ in range(_ATTEMPTS):
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
            try:
                taken = _take(descriptor)
                if taken is False or (taken is None and _lives(_holder(path))):
                    raise LockedError(target, _holder(path))
                if not _is_at(descriptor, path):  # released and removed by its last holder just now
                    os.close(descriptor)
                    continue
                holder = _holder(path)
                if holder.elsewhere and not anyway:
                    raise LockedError(target, holder)
                _sign(descriptor)
            except BaseException:
                os.close(descriptor)
                raise
            return cls(path, descriptor)
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(path))

    def release(self) -> None:
        """Let others have the project; releasing twice is harmless."""
        if self._descriptor is None:
            return
        descriptor, self._descriptor = self._descriptor, None
        # Removed while it is still held, so that nobody can take a file that is about to go. Windows cannot do that.
        if sys.platform != "win32":
            self._remove(descriptor)
        os.close(descriptor)
        if sys.platform == "win32":
            with contextlib.suppress(OSError):
                self._path.unlink()

    def _remove(self, descriptor: int) -> None:
        with contextlib.suppress(OSError):
            if _is_at(descriptor, self._path):
                self._path.unlink()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def _take(descriptor: int) -> bool | None:
    """Take the system's lock on an open file without waiting.

    False when another process has it, None where the file system knows no locks.
    """
    try:
        if sys.platform == "win32":
            os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return False if error.errno in _BUSY else None
    return True


def _lives(holder: Holder) -> bool:
    """Whether a process of the holder's number runs on this machine: all there is to go by without system locks."""
    if sys.platform == "win32" or holder.elsewhere or holder.pid <= 0:
        return False
    try:
        os.kill(holder.pid, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _holder(path: Path) -> Holder:
    """Who a lock file names; nobody in particular when it cannot be understood."""
    try:
        with path.open("rb") as file:
            content = json.loads(file.read(_LARGEST))
        return Holder(int(content["pid"]), str(content["host"]), str(content["user"]), str(content["since"]))
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return Holder()


def _sign(descriptor: int) -> None:
    try:
        user = getpass.getuser()
    except (KeyError, OSError, ImportError):
        user = ""
    since = datetime.now(UTC).isoformat(timespec="seconds")
    content = json.dumps(asdict(Holder(os.getpid(), platform.node(), user, since))).encode()
    # On a full disk the lock still holds; only its holder stays unnamed.
    with contextlib.suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, content)
