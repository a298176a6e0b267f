"""Songs read from and written to files named on the command line."""

from __future__ import annotations

import logging
from pathlib import Path

from songwright.cli.terminal import Terminal
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.session import Document
from songwright.formats.imports import LARGEST_FILE, imported
from songwright.formats.project import dump, load
from songwright.host.atomic import read_file, write_file
from songwright.host.logs import UsersWords, note
from songwright.host.names import ending_in
from songwright.host.pronunciations import own_lexicon

__all__ = ["PROJECT_SUFFIX", "project_path", "read_document", "write_document"]

PROJECT_SUFFIX = ".songwright"

log = logging.getLogger(__name__)


def read_document(path: Path, terminal: Terminal | None = None) -> Document:
    """A project file, or what another program's file holds; the terminal shows what of that was not taken in.

    Raises SongwrightError when it is neither, or cannot be read.
    """
    if path.suffix.lower() == PROJECT_SUFFIX:
        data = read_file(path)
        note(log, "song.opened", file=UsersWords(path.name), bytes=len(data))
        return load(data)
    data = read_file(path, most=LARGEST_FILE)
    note(log, "song.imported", file=UsersWords(path.name), kind=path.suffix, bytes=len(data))
    found = imported(path.name, data, own_lexicon)
    if terminal is not None:
        for sentence in found.left_out:
            terminal.notice(sentence)
    return Document(found.song)


def project_path(out: Path | None, source: Path) -> Path:
    """Where a song goes: the path asked for, else in the folder asked for or beside the file that it was made from.

    Raises SongwrightError where that would replace another song of that name, which nobody asked for.
    """
    if out is not None and not out.is_dir():
        return ending_in(out, PROJECT_SUFFIX)
    path = (out or source.parent) / f"{source.stem}{PROJECT_SUFFIX}"
    if path.exists() and not (source.exists() and path.samefile(source)):
        raise SongwrightError(
            said("There is a “{name}” already. Say with --out where the song is to go.", name=path.name)
        )
    return path


def write_document(document: Document, path: Path) -> None:
    """Write a project file, the one before it kept as a backup. Raises SongwrightError."""
    data = dump(document)
    write_file(path, data, backup=True)
    note(log, "song.saved", file=UsersWords(path.name), bytes=len(data), seed=document.song.seed)
