"""Listening tests kept on this machine: a readable file each, so that a test can be gone on with and results add up."""

from __future__ import annotations

import contextlib
import json
import re
from dataclasses import replace
from pathlib import Path

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.host.atomic import read_file, write_file
from songwright.host.errors import write_error
from songwright.music.listening.records import RecordError, from_record, to_record
from songwright.music.listening.trials import Sitting

__all__ = ["SittingFolder"]

_MOST_BYTES = 4_000_000
_ID = re.compile(r"[0-9A-Za-z-]{1,60}")


class SittingFolder:
    """The folder of the tests; it need not exist yet.

    `unread` names the files that made no sense when they were read last; they are left alone.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.unread: tuple[str, ...] = ()

    def load(self) -> tuple[Sitting, ...]:
        """The tests that can be read, the oldest first."""
        found, unread = [], []
        for path in self._folder.glob("*.json"):
            try:
                self._path(path.stem)  # a name that could not be written or removed again
                test = from_record(json.loads(read_file(path, most=_MOST_BYTES)))
                found.append(replace(test, id=path.stem))  # a copied file is a test of its own
            except (SongwrightError, ValueError, RecursionError):
                unread.append(path.name)
        self.unread = tuple(sorted(unread))
        return tuple(sorted(found, key=lambda test: (test.begun, test.id)))

    def save(self, test: Sitting) -> None:
        """Write a test, in place of what was kept of it before. Raises WriteFileError."""
        # A folder that cannot be made gives its sentence in the write that follows.
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
        data = json.dumps(to_record(test), indent=1) + "\n"
        write_file(self._path(test.id), data.encode("utf-8"))

    def remove(self, test_id: str) -> None:
        """Delete a test; one that is gone already is no error. Raises WriteFileError."""
        path = self._path(test_id)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise write_error(path, error) from error

    def _path(self, test_id: str) -> Path:
        if not _ID.fullmatch(test_id):
            raise RecordError(said("The record of a listening test is damaged."), detail=f"id {test_id!r}")
        return self._folder / f"{test_id}.json"
