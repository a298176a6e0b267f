"""A file in the making: the part that has come, the note beside it of what file it is, and the disk beneath both."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.host.errors import write_error

__all__ = [
    "BLOCK",
    "DownloadError",
    "DownloadOrder",
    "DownloadStopped",
    "PartState",
    "begun",
    "discard",
    "make_room",
    "note_down",
    "note_of",
    "part_of",
    "sha256_of",
    "writing",
]

BLOCK = 1 << 18
_SPARE = 200_000_000  # bytes that stay free on the disk


class DownloadError(SongwrightError):
    """A file cannot be had; nothing else on this machine has changed."""


class DownloadStopped(Exception):  # noqa: N818 - no error: a person's wish
    """The download was called off; what had come is kept, to go on with later."""


@dataclass(frozen=True, slots=True)
class DownloadOrder:
    """What is wanted: an address, where the file goes, its size in bytes and its SHA-256 (0 and "" where not known)."""

    url: str
    target: Path
    size: int = 0
    sha256: str = ""


@dataclass(slots=True)
class PartState:
    """What is known of the file while it comes: how far it is, how long it must be, what it must be like."""

    done: int
    total: int
    sha256: str
    etag: str = ""
    headers: list[Message] = field(default_factory=list)


def part_of(target: Path) -> Path:
    """Where a file is gathered until it is whole."""
    return target.with_name(f"{target.name}.part")


def note_of(part: Path) -> Path:
    """The file that says what the part is of."""
    return part.with_name(f"{part.name}.json")


def begun(part: Path, order: DownloadOrder, url: str) -> PartState:
    """What an earlier try has left, if it was for the same file; else a clean beginning."""
    try:
        known = json.loads(note_of(part).read_text("utf-8"))
        if known["url"] == url and part.is_file():
            told = str(known.get("sha256", ""))
            size = int(known.get("total", 0))
            agrees = (not order.sha256 or told in ("", order.sha256)) and (not order.size or size in (0, order.size))
            if agrees and (not size or part.stat().st_size <= size):
                return PartState(
                    part.stat().st_size, order.size or size, order.sha256 or told, str(known.get("etag", ""))
                )
    except (OSError, ValueError, KeyError, TypeError):
        pass
    discard(part)
    return PartState(0, order.size, order.sha256.lower())


def note_down(part: Path, url: str, state: PartState) -> None:
    """Keep beside the part what file it is of."""
    known = {"url": url, "total": state.total, "sha256": state.sha256, "etag": state.etag}
    with writing(part):
        note_of(part).write_text(json.dumps(known), "utf-8")


def discard(part: Path) -> None:
    """Throw the part and its note away."""
    for path in (part, note_of(part)):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def make_room(part: Path, state: PartState) -> None:
    """Raise DownloadError when the disk cannot hold what is still to come."""
    needed = state.total - state.done
    with writing(part):
        free = shutil.disk_usage(part.parent).free
    if needed > 0 and free < needed + _SPARE:
        raise DownloadError(
            said(
                "The model needs {needed:.1f} GB on the disk, and {free:.1f} GB are free. Make room, or choose "
                "a smaller one.",
                needed=needed / 1e9,
                free=free / 1e9,
            )
        )


def sha256_of(path: Path, cancelled: Callable[[], bool]) -> str:
    """The checksum of a gathered file. Raises DownloadStopped."""
    digest = hashlib.sha256()
    with writing(path), path.open("rb") as file:
        while block := file.read(BLOCK):
            if cancelled():
                raise DownloadStopped
            digest.update(block)
    return digest.hexdigest()


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn errors of the disk into sentences, so that they are not taken for errors of the network."""
    try:
        yield
    except OSError as error:
        raise write_error(path, error) from error
