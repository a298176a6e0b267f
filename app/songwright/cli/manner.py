"""The option for writing in somebody's manner."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from songwright.cli.terminal import Terminal
from songwright.core.errors import SongwrightError
from songwright.core.language import counted, said
from songwright.core.song import Piece
from songwright.host.pronunciations import own_lexicon
from songwright.llm.manner import Manner
from songwright.llm.manners import FOLDER, POET, Manners, masters
from songwright.llm.writing import Request

__all__ = ["add_manner", "in_manner", "manner_from"]


def add_manner(parser: argparse.ArgumentParser) -> None:
    """Add `--manner`."""
    poets = ", ".join(one.id for one in masters())
    parser.add_argument(
        "--manner",
        metavar="PATH",
        help=f"write as the texts and songs of this folder or file are written, or one of {poets}; nothing is copied",
    )


def manner_from(arguments: argparse.Namespace, terminal: Terminal) -> Manner | None:
    """The manner that was asked for; None for none. Raises SongwrightError where no texts are found."""
    asked: str | None = arguments.manner
    if asked is None:
        return None
    if not asked.strip():
        raise SongwrightError(said("“--manner” needs a folder, a file or a poet."))
    manner = Manners(own_lexicon).measure(_named(asked))
    terminal.notice(
        counted(
            "The manner of one text: {form}; {words}",
            "The manner of {count} texts: {form}; {words}",
            len(manner.texts),
            form=manner.form or said("no form of its own"),
            words=", ".join(manner.stock[:8]),
        )
    )
    return manner


def in_manner(request: Request, manner: Manner | None, asked: str | None, *, formed: bool) -> Request:
    """The request in the manner that was `asked` for, in its form for a poem where none was `formed`."""
    if manner is None or asked is None:
        return request
    brief = request.brief
    form = manner.form if brief.piece is Piece.POEM and manner.form and not formed else brief.form
    return replace(request, brief=replace(brief, form=form, manner=_named(asked)))


def _named(asked: str) -> str:
    """The manner's name: a poet's id, else a path."""
    poet = asked.lower() in {one.id for one in masters()} and not Path(asked).exists()
    return f"{POET}{asked.lower()}" if poet else f"{FOLDER}{Path(asked).absolute()}"
