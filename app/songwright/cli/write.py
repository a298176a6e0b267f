"""`songwright write`: the words alone."""

from __future__ import annotations

import argparse
from pathlib import Path

from songwright.cli.authoring import request_from, shown_unless_saved, write_shown
from songwright.cli.documents import PROJECT_SUFFIX, write_document
from songwright.cli.manner import add_manner, in_manner, manner_from
from songwright.cli.options import add_seed, add_words_options
from songwright.cli.terminal import Terminal
from songwright.cli.wishes import add_wishes
from songwright.core.language import said
from songwright.core.session import Document
from songwright.core.song import Piece, Song
from songwright.core.words import with_lyric_text
from songwright.host.atomic import check_writable, write_file
from songwright.llm.writing import WrittenPiece

__all__ = ["add_options", "run", "written_song"]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what to write about, how, and where it goes."""
    parser.add_argument("about", metavar="ABOUT", help="what it is about, in your own words")
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help=said("save as a text or a {suffix} file (default: print the words)", suffix=PROJECT_SUFFIX),
    )
    add_words_options(parser)
    add_wishes(parser)
    add_manner(parser)
    add_seed(parser)


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Write; the words stream to standard output, or go to a file."""
    manner = manner_from(arguments, terminal)
    request = in_manner(
        request_from(arguments, Piece(arguments.piece)), manner, arguments.manner, formed=bool(arguments.form)
    )
    if arguments.out is None:
        write_shown(request, terminal, words=True, manner=manner)
        return 0
    check_writable(arguments.out)
    written = write_shown(request, terminal, words=False, manner=manner)
    with shown_unless_saved(written, terminal):
        if arguments.out.suffix.lower() == PROJECT_SUFFIX:
            write_document(Document(written_song(written), (written.take,)), arguments.out)
        else:
            write_file(arguments.out, f"{written.take.text}\n".encode())
    terminal.result(str(arguments.out))
    return 0


def written_song(written: WrittenPiece) -> Song:
    """A new song made of what was written."""
    take = written.take
    song = Song(title=written.title, about=take.about, piece=take.piece, seed=take.seed)
    return with_lyric_text(song, take.text)
