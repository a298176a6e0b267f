"""The options for writing in somebody's manner."""

from __future__ import annotations

import argparse
import random
from dataclasses import replace
from pathlib import Path

from songwright.cli.documents import PROJECT_SUFFIX, read_document
from songwright.cli.terminal import Terminal
from songwright.core.errors import SongwrightError
from songwright.core.language import counted, said
from songwright.core.song import Piece
from songwright.core.words import lyric_text
from songwright.host.atomic import read_file
from songwright.host.pronunciations import own_lexicon
from songwright.llm.manner import Manner, manner_of
from songwright.llm.writing import Request

__all__ = ["add_manner", "in_manner", "manner_from"]

_TEXTS = (".txt", ".md", PROJECT_SUFFIX)
_WISHED = 3  # words of the manner that a piece is to have where they fit
_LARGEST = 5_000_000  # bytes of a text


def add_manner(parser: argparse.ArgumentParser) -> None:
    """Add `--manner`."""
    parser.add_argument(
        "--manner",
        type=Path,
        metavar="PATH",
        help="write as the texts and songs of this folder or file are written; nothing of them is copied",
    )


def manner_from(arguments: argparse.Namespace, terminal: Terminal) -> Manner | None:
    """The manner that was asked for; None for none. Raises SongwrightError where no texts are found."""
    path: Path | None = arguments.manner
    if path is None:
        return None
    files = sorted(file for file in path.rglob("*") if file.suffix.lower() in _TEXTS) if path.is_dir() else [path]
    texts = [text for file in files if (text := _text(file)).strip()]
    if not texts:
        raise SongwrightError(
            said("“{path}” holds no texts (.txt, .md) or songs, so there is no manner to write in.", path=path)
        )
    manner = manner_of(texts, own_lexicon())
    terminal.notice(
        counted(
            "The manner of one text: {form}; {words}",
            "The manner of {count} texts: {form}; {words}",
            len(texts),
            form=manner.form or said("no form of its own"),
            words=", ".join(manner.stock[:8]),
        )
    )
    return manner


def in_manner(request: Request, manner: Manner | None, *, formed: bool) -> Request:
    """The request with some of the manner's words wished for, and its form for a poem where none was `formed`."""
    if manner is None:
        return request
    brief = request.brief
    some = random.Random(request.seed).sample(manner.stock, min(_WISHED, len(manner.stock)))
    wishes = replace(brief.wishes, theme=(*brief.wishes.theme, *some))
    form = manner.form if brief.piece is Piece.POEM and manner.form and not formed else brief.form
    return replace(request, brief=replace(brief, wishes=wishes, form=form))


def _text(file: Path) -> str:
    if file.suffix.lower() == PROJECT_SUFFIX:
        return lyric_text(read_document(file).song)
    return read_file(file, most=_LARGEST).decode("utf-8", "replace")
