"""Files that are written whole or not at all.

The new content goes to a temporary file in the same folder, is forced onto the disk, and then takes the old file's
place in one step. Whatever happens in between, even a power cut, the old content or the new is there, whole.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import time
from dataclasses import dataclass
from pathlib import Path

from songwright.core.language import said
from songwright.host.errors import ReadFileError, ReadOnlyError, read_error, write_error

__all__ = ["Written", "backup_path", "check_writable", "read_file", "write_file"]

# Short, so that it fits wherever the real name fits.
_TEMPORARY = ".songwright-"
# Old enough that no clock, time zone or slow disk makes a file that is being written look abandoned.
_STALE_SECONDS = 48 * 3600
_LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written. `warning` is a sentence for the user when its backup could not be kept."""

    path: Path
    backup: Path | None = None
    warning: str = ""


def backup_path(path: Path) -> Path:
    """Where the version before the last save is kept: beside the file, with an ending that opens as usual."""
    ending = f".backup{path.suffix}"
    stem = path.stem.encode()[: _LONGEST_NAME - len(ending.encode())].decode(errors="ignore")
    return path.with_name(f"{stem}{ending}")


def read_file(path: Path, *, most: int | None = None) -> bytes:
    """All bytes of a file; ReadFileError with a sentence when that fails, or when it has more than `most` bytes."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
            # A pipe would be waited for, a device might never end.
            raise ReadFileError(
                said("“{name}” could not be opened: it is no ordinary file.", name=path.name), detail=str(path)
            )
        if most is not None and status.st_size > most:
            size = f"{status.st_size / 1_000_000:,.0f} MB"
            raise ReadFileError(
                said("“{name}” could not be opened: it is far too large ({size}).", name=path.name, size=size),
                detail=str(path),
            )
        return path.read_bytes()
    except OSError as error:
        raise read_error(path, error) from error


def write_file(path: Path, data: bytes, *, backup: bool = False) -> Written:
    """Put `data` in place of a file's content, or in a new file.

    A link stays a link, permissions stay as they are, and with `backup` the old version is kept at `backup_path`.
    Raises WriteFileError (ReadOnlyError when the file is marked so); the old content is then untouched.
    """
    target, mode, temporary = _prepared(path, data)
    try:
        kept, warning = _keep_backup(target) if backup and mode is not None else (None, "")
        _replace(temporary, target)
    except OSError as error:
        raise write_error(path, error) from error
    finally:
        _remove(temporary)
    _sync_folder(target.parent)
    return Written(target, kept, warning)


def check_writable(path: Path) -> None:
    """Raise what `write_file` would raise now, before the work is done that is to be written. Changes nothing."""
    _, _, temporary = _prepared(path, b"")
    _remove(temporary)


def _prepared(path: Path, data: bytes) -> tuple[Path, int | None, Path]:
    """The file that a path leads to, its permissions (None without a file), and the data in a temporary one beside it.

    Raises WriteFileError.
    """
    try:
        target = path.resolve()
    except (OSError, RuntimeError) as error:  # a link that leads to itself
        raise write_error(path, OSError(errno.ELOOP, str(error))) from error
    try:
        mode = _mode(target)
        if mode is not None and not mode & 0o222:
            raise ReadOnlyError(
                said("“{name}” was not saved: it is marked as read-only. Save it under another name.", name=path.name),
                detail=str(target),
            )
        return target, mode, _written_temporary(target.parent, data, mode)
    except OSError as error:
        raise write_error(path, error) from error


def _mode(target: Path) -> int | None:
    """The permission bits of a file; None when there is none. OSError for a folder."""
    try:
        status = target.stat()
    except FileNotFoundError:
        return None
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    # Writing to the file itself is never done, so the system would not notice that it may not be written.
    if not os.access(target, os.W_OK):
        return status.st_mode & 0o555
    return status.st_mode & 0o7777


def _written_temporary(folder: Path, data: bytes, mode: int | None) -> Path:
    _sweep(folder)
    temporary = folder / f"{_TEMPORARY}{os.urandom(6).hex()}.tmp"
    try:
        with temporary.open("xb") as file:
            if mode is not None:
                temporary.chmod(mode)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        _remove(temporary)
        raise
    return temporary


def _keep_backup(target: Path) -> tuple[Path | None, str]:
    """Keep the present content at `backup_path`, itself whole at every moment; a warning when that fails."""
    place = backup_path(target)
    temporary = target.with_name(f"{_TEMPORARY}{os.urandom(6).hex()}.tmp")
    try:
        try:
            temporary.hardlink_to(target)
        except OSError:  # a disk without hard links
            shutil.copy2(target, temporary)
        _replace(temporary, place)
    except OSError as error:
        return None, said(
            "The project was saved, but no backup could be kept beside it ({reason}).",
            reason=error.strerror or error,
        )
    finally:
        _remove(temporary)
    return place, ""


def _replace(source: Path, target: Path) -> None:
    """`os.replace`; on Windows, patient with a virus scanner that holds the file for a moment."""
    for pause in (0.02, 0.05, 0.1, 0.2):
        try:
            source.replace(target)
        except PermissionError:
            if os.name != "nt":
                raise
            time.sleep(pause)
        else:
            return
    source.replace(target)


def _remove(temporary: Path) -> None:
    with contextlib.suppress(OSError):
        temporary.unlink()


def _sweep(folder: Path) -> None:
    """Remove temporary files that were left behind when Songwright or the machine died."""
    with contextlib.suppress(OSError):
        for path in folder.glob(f"{_TEMPORARY}*.tmp"):
            if time.time() - path.stat().st_mtime > _STALE_SECONDS:
                path.unlink()


def _sync_folder(folder: Path) -> None:
    """Force the new name itself onto the disk, where the system lets a folder be opened for that."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
