"""What can go wrong with the files on this machine.

SongwrightError
 +- FileError
     +- ReadFileError       a file that cannot be read
     +- WriteFileError      a file that cannot be written; what it held before is untouched
     +- ChangedOnDiskError  a file that somebody else changed or removed since it was opened
"""

from __future__ import annotations

import errno
from pathlib import Path

from songwright.core.errors import SongwrightError
from songwright.core.language import said, sayable

__all__ = [
    "ChangedOnDiskError",
    "FileError",
    "ReadFileError",
    "ReadOnlyError",
    "WriteFileError",
    "missing",
    "read_error",
    "write_error",
]


class FileError(SongwrightError):
    """Something about a file or a folder."""


class ReadFileError(FileError):
    """A file that cannot be read."""


class WriteFileError(FileError):
    """A file that cannot be written; what it held before is untouched."""


class ReadOnlyError(WriteFileError):
    """A file that was opened read-only, or is marked so."""


class ChangedOnDiskError(FileError):
    """A file that is not as it was when it was opened; it was not written over."""


_READING = sayable(
    {
        errno.EACCES: "you are not allowed to read it",
        errno.EPERM: "you are not allowed to read it",
        errno.EISDIR: "it is a folder",
        errno.ENAMETOOLONG: "its name is too long",
        errno.ELOOP: "it is a link that leads nowhere",
        errno.EIO: "the disk does not answer properly",
    }
)

_WRITING = sayable(
    {
        errno.EACCES: "you are not allowed to write there. Save it in another place",
        errno.EPERM: "you are not allowed to write there. Save it in another place",
        errno.EROFS: "that disk cannot be written to. Save it in another place",
        errno.ENOSPC: "the disk is full. Make room and save again, or save it in another place",
        errno.EDQUOT: "your share of the disk is used up. Make room and save again, or save it in another place",
        errno.EFBIG: "that disk cannot hold a file so large. Save it in another place",
        errno.ENAMETOOLONG: "its name is too long. Choose a shorter one",
        errno.EISDIR: "there is a folder of that name. Choose another name",
        errno.EINVAL: "that disk does not allow such a name. Choose another one",
        errno.ELOOP: "it is a link that leads nowhere. Save it in another place",
        errno.EBUSY: "another program is using it. Close it there and save again",
        errno.EIO: "the disk does not answer properly. Save it in another place",
    }
)


_NOT_THERE = (errno.ENOENT, errno.ENOTDIR)


def missing(path: Path) -> str:
    """What is not there, as part of a sentence, and where it was looked for: the file, or its folder already."""
    folder = path.absolute().parent
    if folder.is_dir():
        return said("there is no such file in {folder}", folder=folder)
    return said("there is no folder {folder}", folder=folder)


def read_error(path: Path, error: OSError, *, was_open: bool = False) -> ReadFileError:
    """The sentence for a failed read; `was_open`: it was read before, so that it must have been there."""
    known = _READING.get(error.errno or 0)
    reason = said(known) if known else said("the system refused")
    if error.errno in _NOT_THERE:
        reason = said("it is no longer there") if was_open else missing(path)
    # "." and "/" have no name.
    return ReadFileError(
        said("“{file}” could not be opened: {reason}.", file=path.name or path, reason=reason),
        detail=f"{path}: {error}",
    )


def write_error(path: Path, error: OSError) -> WriteFileError:
    """The sentence for a failed write."""
    known = _WRITING.get(error.errno or 0)
    reason = said(known) if known else said("the system refused. Save it in another place")
    if error.errno in _NOT_THERE:
        reason = said("there is no folder {folder}. Save it in another place", folder=path.absolute().parent)
    return WriteFileError(
        said("“{file}” was not saved: {reason}.", file=path.name or path, reason=reason), detail=f"{path}: {error}"
    )
