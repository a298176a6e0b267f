"""Whose manner a piece may be in: a poet's, that of a folder of texts, or that of the user's own songs; measured once.

A manner is named by a text that a brief and a take keep: "poet:hardy", "folder:/home/ann/lyrics", "songs".
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.words import lyric_text
from songwright.formats.project import load
from songwright.host.atomic import read_file
from songwright.llm.manner import Manner, manner_of
from songwright.lyrics.lexicon import Lexicon

__all__ = ["FOLDER", "OWN_SONGS", "POET", "Manners", "Master", "masters", "texts_in", "texts_of"]

POET, FOLDER, OWN_SONGS = "poet:", "folder:", "songs"
_PROJECT = ".songwright"
_KINDS = (".txt", ".md", _PROJECT)
_LARGEST = 5_000_000  # bytes of a text
_MOST_TEXTS = 200  # more say nothing new of a manner, and a folder may be a whole disk
_MOST_SIGNS = 150_000  # that are measured: about two seconds
_BETWEEN = "\n%\n"


@dataclass(frozen=True, slots=True)
class Master:
    """A poet whose texts come with Songwright."""

    id: str
    name: str
    lived: str
    texts: tuple[str, ...]


@cache
def masters() -> tuple[Master, ...]:
    """The poets, by name."""
    folder = files("songwright_resources").joinpath("poets")
    found = []
    for file in folder.iterdir():
        if file.name.endswith(".txt"):
            name, lived, text = file.read_text("utf-8").split("\n", 2)
            texts = tuple(poem.strip() for poem in text.split(_BETWEEN))
            found.append(Master(file.name.removesuffix(".txt"), name, lived, texts))
    return tuple(sorted(found, key=lambda one: one.name.rpartition(" ")[2]))


class Manners:
    """Measures manners and remembers them. Calls may come from any thread."""

    def __init__(self, lexicon: Callable[[], Lexicon], own_songs: Callable[[], Sequence[Path]] = tuple) -> None:
        """`own_songs` gives the files of the user's songs, those used last first."""
        self._lexicon = lexicon
        self._own_songs = own_songs
        self._known: dict[str, Manner] = {}
        self._lock = threading.Lock()

    def get(self, name: str) -> Manner:
        """The manner of this name, as it was measured last. Raises SongwrightError where there are no texts."""
        with self._lock:
            known = self._known.get(name)
        return self.measure(name) if known is None else known

    def measure(self, name: str) -> Manner:
        """The manner of this name as its texts are now; takes a second or two. Raises SongwrightError for none."""
        found = manner_of(self._texts(name), self._lexicon())
        with self._lock:
            self._known[name] = found
        return found

    def knows(self, name: str) -> bool:
        """Whether `get` returns at once."""
        with self._lock:
            return name in self._known

    def _texts(self, name: str) -> list[str]:
        if name.startswith(POET):
            poet = next((one for one in masters() if one.id == name.removeprefix(POET)), None)
            if poet is None:
                raise SongwrightError(said("“{name}” is no poet whose texts come with Songwright.", name=name))
            return list(poet.texts)
        if name == OWN_SONGS:
            texts = texts_of(self._own_songs())
            if not texts:
                raise SongwrightError(
                    said("There are no songs of your own with words yet, so there is no manner to write in.")
                )
            return texts
        return texts_in(Path(name.removeprefix(FOLDER)))


def texts_in(path: Path) -> list[str]:
    """The texts of a folder, or of one file. Raises SongwrightError when there are none."""
    folder = path.is_dir()
    found = sorted(file for file in path.rglob("*") if file.suffix.lower() in _KINDS) if folder else [path]
    texts = texts_of(found) if folder else list(filter(str.strip, map(_text, found)))
    if not texts:
        raise SongwrightError(
            said("“{path}” holds no texts (.txt, .md) or songs, so there is no manner to write in.", path=path)
        )
    return texts


def texts_of(paths: Iterable[Path]) -> list[str]:
    """The words of files, as many as tell a manner; what cannot be read is passed over."""
    texts: list[str] = []
    size = 0
    for path in paths:
        if len(texts) >= _MOST_TEXTS or size >= _MOST_SIGNS:
            break
        try:
            text = _text(path)
        except SongwrightError:
            continue
        if text.strip():
            texts.append(text[: _MOST_SIGNS - size])
            size += len(texts[-1])
    return texts


def _text(file: Path) -> str:
    if file.suffix.lower() == _PROJECT:
        return lyric_text(load(read_file(file, most=_LARGEST)).song)
    return read_file(file, most=_LARGEST).decode("utf-8", "replace")
