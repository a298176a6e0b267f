"""An index of the songs that were opened or saved here: SQLite with full text, beside the files, not instead of them.

Everything in it comes from the files and can be read from them again (`Library.rebuild`); a damaged index is thrown
away and begun again. Calls may come from any thread, one at a time.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

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
_DAMAGE = (11, 26)  # SQLITE_CORRUPT, SQLITE_NOTADB
_PRIMARY = 0xFF  # of SQLite's codes; the rest says more of the same fault
AnswerT = TypeVar("AnswerT")
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

        def put(base: sqlite3.Connection) -> None:
            base.execute("DELETE FROM songs WHERE path = ?", (str(entry.path),))
            base.execute(f"INSERT INTO songs ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608 - constants

        self._done(put)

    def forget(self, path: Path) -> None:
        """Take a song out; its file stays where it is."""
        self._done(lambda base: base.execute("DELETE FROM songs WHERE path = ?", (str(path),)).rowcount)

    def search(self, text: str = "", sort: LibrarySort = "used") -> tuple[LibraryEntry, ...]:
        """The songs in which every word of `text` begins a word of title, words, tags or style; all for no text."""
        order = _ORDERS.get(sort, _ORDERS["used"])
        query = " ".join(f'"{word}"*' for word in text.replace('"', " ").split())
        where = "WHERE rowid IN (SELECT rowid FROM found WHERE found MATCH ?)" if query else ""
        command = f"SELECT {_COLUMNS} FROM songs {where} ORDER BY {order} LIMIT {_MOST_FOUND}"  # noqa: S608 - constants
        rows = self._done(lambda base: base.execute(command, (query,) if query else ()).fetchall())
        return tuple(entry for row in rows if (entry := _entry(row)) is not None)

    def rebuild(self, paths: Iterable[Path], read: Callable[[Path], LibraryEntry | None]) -> int:
        """Begin the index again from files; what cannot be read is left out. How many songs are in it."""
        entries = [entry for path in paths if (entry := read(path)) is not None]
        with self._lock:
            self._path.unlink(missing_ok=True)
        for entry in entries:
            self.keep(entry)
        return len(entries)

    def _done(self, work: Callable[[sqlite3.Connection], AnswerT]) -> AnswerT:
        """What the work gives, in one transaction; an index that proves to be damaged is begun again for it."""
        # Imported when used, here and below: the window is up before the index is asked.
        import sqlite3

        with self._lock:
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                try:
                    return self._tried(work)
                except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
                    if not _is_damage(error):
                        raise
                    self._path.unlink(missing_ok=True)
                    return self._tried(work)
            except (sqlite3.Error, OSError) as error:
                raise SongwrightError(
                    said("The list of songs could not be read or written. Your songs are not touched by that."),
                    detail=f"{self._path}: {error}",
                ) from error

    def _tried(self, work: Callable[[sqlite3.Connection], AnswerT]) -> AnswerT:
        with closing(self._connected()) as base, base:
            base.text_factory = lambda text: text.decode("utf-8", "replace")
            return work(base)

    def _connected(self) -> sqlite3.Connection:
        """A connection to an index that is whole: one that is damaged or of an older kind is begun again."""
        import sqlite3

        base = sqlite3.connect(self._path, timeout=5.0)
        try:
            base.executescript(_SCHEMA)
            base.execute(f"SELECT {_COLUMNS} FROM songs LIMIT 0")  # noqa: S608 - constants
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            base.close()
            self._path.unlink(missing_ok=True)
            base = sqlite3.connect(self._path, timeout=5.0)
            base.executescript(_SCHEMA)
        return base


def _is_damage(error: sqlite3.DatabaseError | UnicodeDecodeError) -> bool:
    """Whether the file is at fault, not the disk or another window: then SQLite's message may be no text, too."""
    return isinstance(error, UnicodeDecodeError) or error.sqlite_errorcode & _PRIMARY in _DAMAGE


def _entry(row: tuple[Any, ...]) -> LibraryEntry | None:
    """The song of a row; None for one that is damaged."""
    path, title, style, tags, words, seconds, tune, used, cover = row
    try:
        strokes = tuple((float(a), float(b), float(c)) for a, b, c in json.loads(tune))
        known = tuple(filter(None, tags.split("\n")))
        texts = (str(title), str(style))
        picture = bytes(cover or b"")
        return LibraryEntry(Path(path), *texts, known, str(words), float(seconds), strokes, float(used), picture)
    except (TypeError, ValueError, AttributeError, RecursionError):
        return None
