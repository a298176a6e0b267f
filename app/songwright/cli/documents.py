"""Songs read from and written to files named on the command line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from songwright.core.errors import SongwrightError
from songwright.core.session import Document
from songwright.core.song import Piece, Song
from songwright.core.words import with_lyric_text
from songwright.formats.project import dump, load
from songwright.host.atomic import read_file, write_file

__all__ = ["PROJECT_SUFFIX", "read_document", "write_document"]

PROJECT_SUFFIX = ".songwright"
_TEXTS = (".txt", ".md", "")
_LARGEST_TEXT = 10_000_000


def read_document(path: Path) -> Document:
    """A project file, or a text whose `[Verse]`-style headings make sections.

    Raises SongwrightError when it is neither, or cannot be read.
    """
    data = read_file(path)
    if path.suffix.lower() == PROJECT_SUFFIX:
        return load(data)
    if path.suffix.lower() not in _TEXTS:
        raise SongwrightError(f"“{path.name}” is neither a {PROJECT_SUFFIX} file nor a text (.txt, .md).")
    if len(data) > _LARGEST_TEXT or b"\0" in data:
        raise SongwrightError(f"“{path.name}” does not look like a text, so it cannot be set to music.")
    text = data.decode("utf-8-sig", errors="replace")
    song = with_lyric_text(Song(piece=Piece.SONG), text.rstrip())
    return Document(replace(song, title=path.stem))


def write_document(document: Document, path: Path) -> None:
    """Write a project file, the one before it kept as a backup. Raises SongwrightError."""
    write_file(path, dump(document), backup=True)
