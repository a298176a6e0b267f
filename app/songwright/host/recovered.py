"""Work that windows left behind: the journals of those that died, and what was set aside; damaged ones are named."""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from songwright.host.atomic import read_file
from songwright.host.errors import FileError
from songwright.host.lock import Lock, LockedError

__all__ = ["LeftWork", "Recovery", "abandoned_work", "claim", "left_work", "set_damaged_aside"]

JOURNAL_SUFFIX = ".journal"
JOURNAL_VERSION = 1
_ASIDE = "set aside"
_MOST_ASIDE = 20
# The first row is a few hundred bytes; whatever is longer is none of ours.
_LONGEST_HEAD = 64 * 1024


@dataclass(frozen=True, slots=True)
class _Head:
    """The first row of a journal."""

    project: Path | None
    title: str
    written: str
    digest: str


@dataclass(frozen=True, slots=True)
class LeftWork:
    """One journal that no living window has: what it is about, without its document. `damaged`: it cannot be read."""

    path: Path
    name: str
    written: str
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class Recovery:
    """Work that a dead window left: `data` are the document's bytes, `project` its file (None when untitled).

    `written` is a time in ISO form, in UTC. Call `set_aside` once the work is in another journal or saved, or when
    the user does not want it; or `release` to be asked again at the next start.
    """

    path: Path
    project: Path | None
    title: str
    written: str
    data: bytes
    _lock: Lock

    def set_aside(self) -> None:
        """Do not offer this again. The last few are kept in a folder of their own: a wrong click loses nothing."""
        _move_aside(self.path)
        self.release()

    def release(self) -> None:
        """Leave it for the next start."""
        self._lock.release()


def abandoned_work(folder: Path) -> list[Recovery]:
    """The journals of windows that died, oldest first; locked, so that two windows starting at once share them out.

    A journal that holds just what its project file holds (the window died right after saving) is removed.
    """
    found = []
    # A window that died with nothing unsaved left only its lock, which goes away here too.
    locks = {path.with_name(path.name[1 : -len(".lock")]) for path in folder.glob(f".*{JOURNAL_SUFFIX}.lock")}
    for path in sorted({*folder.glob(f"*{JOURNAL_SUFFIX}"), *locks}):
        recovery = claim(path)
        if recovery is None:
            continue
        if recovery.project is not None and _holds(recovery.project, recovery.data):
            with contextlib.suppress(OSError):
                path.unlink()
            recovery.release()
        else:
            found.append(recovery)
    return found


def claim(path: Path) -> Recovery | None:
    """The work in one journal, locked; None when another window has it, or it is gone or damaged."""
    try:
        lock = Lock.acquire(path)
    except (LockedError, OSError):
        return None
    found = _read(path)
    if found is None:
        lock.release()
        return None
    head, data = found
    return Recovery(path, head.project, head.title, head.written, data, lock)


def left_work(folder: Path) -> list[LeftWork]:
    """All that can be brought back, latest first: what waits for an answer, and what was set aside."""
    waiting = [path for path in folder.glob(f"*{JOURNAL_SUFFIX}") if _free(path)]
    paths = [*waiting, *(folder / _ASIDE).glob(f"*{JOURNAL_SUFFIX}")]
    return [_described(path) for path in sorted(paths, key=lambda path: path.name, reverse=True)]


def set_damaged_aside(folder: Path) -> list[str]:
    """Put journals that cannot be read to what was set aside, where they stay; returns their names."""
    damaged = [path for path in sorted(folder.glob(f"*{JOURNAL_SUFFIX}")) if _free(path) and _read(path) is None]
    for path in damaged:
        _move_aside(path)
    return [path.name for path in damaged]


def _free(path: Path) -> bool:
    """Whether no living window has a journal."""
    try:
        Lock.acquire(path).release()
    except (LockedError, OSError):
        return False
    return True


def _described(path: Path) -> LeftWork:
    try:
        with path.open("rb") as file:
            head = _head(file.readline(_LONGEST_HEAD))
    except OSError:
        head = None
    if head is None:
        return LeftWork(path, path.name, "", damaged=True)
    name = head.project.stem if head.project else head.title
    return LeftWork(path, name, head.written)


def _read(path: Path) -> tuple[_Head, bytes] | None:
    """A journal's head and document; None when it is gone or damaged (it is left where it is)."""
    try:
        head_row, _, data = read_file(path).partition(b"\n")
    except FileError:
        return None
    head = _head(head_row)
    if head is None or hashlib.sha256(data).hexdigest() != head.digest:
        return None
    return head, data


def _head(row: bytes) -> _Head | None:
    """The first row's meaning; None when it has none. A project that can be no path counts as none."""
    try:
        head = json.loads(row)
        project, title, written, digest = (str(head[key]) for key in ("project", "title", "written", "sha256"))
        if not 1 <= int(head["journal"]) <= JOURNAL_VERSION:
            return None  # of a later Songwright: kept, and not taken for what it may not be
    except (ValueError, LookupError, TypeError, OverflowError, RecursionError):
        return None
    return _Head(Path(project) if project and "\0" not in project else None, title, written, digest)


def _holds(project: Path, data: bytes) -> bool:
    try:
        return project.stat().st_size == len(data) and read_file(project) == data
    except (OSError, ValueError, FileError):
        return False


def _move_aside(path: Path) -> None:
    folder = path.parent / _ASIDE
    if path.parent.name == _ASIDE:
        return
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        path.replace(folder / path.name)
        for old in sorted(folder.glob(f"*{JOURNAL_SUFFIX}"))[:-_MOST_ASIDE]:
            old.unlink()
