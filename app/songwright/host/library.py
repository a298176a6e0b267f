"""An index of the songs that were opened or saved here: SQLite with full text, beside the files, not instead of them.

Everything in it comes from the files and can be read from them again (`Library.rebuild`); a damaged index is thrown
away and begun again. Calls may come from any thread, one at a time.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from songwright.core.errors import SongwrightError
from songwright.core.language import said

if TYPE_CHECKING:
    import sqlite3  # the window is up before the index is first used

__all__ = ["Library", "LibraryEntry", "LibrarySort"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS songs (
    path TEXT PRIMARY KEY, title TEXT, style TEXT, tags TEXT, words TEXT, seconds REAL, tune TEXT, used REAL,
    cover BLOB);
CREATE VIRTUAL TABLE IF NOT EXISTS found USING fts5(
    title, words, tags, style, content='songs', content_rowid='rowid', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER IF NOT EXISTS added AFTER INSERT ON songs BEGIN
    INSERT INTO found(rowid, title, words, tags, style) VALUES (new.rowid, new.title, new.words, new.tags, new.style);
END;
CREATE TRIGGER IF NOT EXISTS removed AFTER DELETE ON songs BEGIN
    INSERT INTO found(found, rowid, title, words, tags, style)
    VALUES ('delete', old.rowid, old.title, old.words, old.tags, old.style);
END;
"""
_COLUMNS = "path, title, style, tags, words, seconds, tune, used, cover"
_MOST_FOUND = 500
LibrarySort = str
"""How what was found is sorted: "used" (last used first), "title", "style" or "length"."""
_ORDERS = {"used": "used DESC", "title": "title COLLATE NOCASE", "style": "style, title", "length": "seconds DESC"}
Stroke = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """One song: where its file is, what it is called, its first words and all its words, and the course of its tune.

    `used` is when it was opened or saved last, in seconds since 1970; `cover` is a small picture file, if there is one.
    """

    path: Path
    title: str = ""
    style: str = ""
    tags: tuple[str, ...] = ()
    words: str = ""
    seconds: float = 0.0
    tune: tuple[Stroke, ...] = ()
    used: float = 0.0
    cover: bytes = b""


class Library:
    """The index in a file; made when it is first used."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def keep(self, entry: LibraryEntry) -> None:
        """Put a song in, or what it is now in place of what it was. SongwrightError when that cannot be written."""
        row = (
            str(entry.path), entry.title, entry.style, "\n".join(entry.tags), entry.words, entry.seconds,
            json.dumps(entry.tune), entry.used, entry.cover,
        )  # fmt: skip
        with self._open() as base:
            base.execute("DELETE FROM songs WHERE path = ?", (str(entry.path),))
            base.execute(f"INSERT INTO songs ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608 - constants

    def forget(self, path: Path) -> None:
        """Take a song out; its file stays where it is."""
        with self._open() as base:
            base.execute("DELETE FROM songs WHERE path = ?", (str(path),))

    def search(self, text: str = "", sort: LibrarySort = "used") -> tuple[LibraryEntry, ...]:
        """The songs in which every word of `text` begins a word of title, words, tags or style; all for no text."""
        order = _ORDERS.get(sort, _ORDERS["used"])
        query = " ".join(f'"{word}"*' for word in text.replace('"', " ").split())
        where = "WHERE rowid IN (SELECT rowid FROM found WHERE found MATCH ?)" if query else ""
        command = f"SELECT {_COLUMNS} FROM songs {where} ORDER BY {order} LIMIT {_MOST_FOUND}"  # noqa: S608 - constants
        with self._open() as base:
            return tuple(_entry(row) for row in base.execute(command, (query,) if query else ()))

    def rebuild(self, paths: Iterable[Path], read: Callable[[Path], LibraryEntry | None]) -> int:
        """Begin the index again from files; what cannot be read is left out. How many songs are in it."""
        entries = [entry for path in paths if (entry := read(path)) is not None]
        with self._lock:
            self._path.unlink(missing_ok=True)
        for entry in entries:
            self.keep(entry)
        return len(entries)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        import sqlite3

        with self._lock:
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                with closing(self._connected()) as base, base:
                    yield base
            except (sqlite3.Error, OSError) as error:
                raise SongwrightError(
                    said("The list of songs could not be read or written. Your songs are not touched by that."),
                    detail=f"{self._path}: {error}",
                ) from error

    def _connected(self) -> sqlite3.Connection:
        """A connection to an index that is whole: one that is damaged or of an older kind is begun again."""
        import sqlite3

        base = sqlite3.connect(self._path, timeout=5.0)
        try:
            base.executescript(_SCHEMA)
            base.execute(f"SELECT {_COLUMNS} FROM songs LIMIT 0")  # noqa: S608 - constants
        except sqlite3.DatabaseError:
            base.close()
            self._path.unlink(missing_ok=True)
            base = sqlite3.connect(self._path, timeout=5.0)
            base.executescript(_SCHEMA)
        return base


def _entry(row: tuple[str, str, str, str, str, float, str, float, bytes | None]) -> LibraryEntry:
    path, title, style, tags, words, seconds, tune, used, cover = row
    strokes = tuple((float(a), float(b), float(c)) for a, b, c in json.loads(tune))
    known = tuple(filter(None, tags.split("\n")))
    return LibraryEntry(Path(path), title, style, known, words, seconds, strokes, used, cover or b"")
