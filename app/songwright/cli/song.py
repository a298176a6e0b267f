"""`songwright song`: from an idea to files that you hear and take away."""

from __future__ import annotations

import argparse
from pathlib import Path

from songwright.audio.takeaway import kind_named
from songwright.cli.authoring import request_from, write_shown
from songwright.cli.compose import described
from songwright.cli.documents import PROJECT_SUFFIX, write_document
from songwright.cli.export import export_shown, make_folder
from songwright.cli.options import add_music_options, add_seed, add_words_options, music_request
from songwright.cli.singers import add_singer, sung_by
from songwright.cli.terminal import Terminal
from songwright.cli.write import written_song
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.session import Document
from songwright.core.song import Piece
from songwright.host.names import free_path, safe_file_name
from songwright.host.pronunciations import own_lexicon
from songwright.music.composers import compose
from songwright.music.kit import Kit

__all__ = ["add_options", "run"]

_KINDS = "midi,text,wav"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the idea, how to write and set it, and where the files go."""
    parser.add_argument("about", metavar="ABOUT", help="what the song is about, in your own words")
    parser.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="folder for the files (default: here)")
    parser.add_argument(
        "--kinds", default=_KINDS, metavar="LIST", help=said("files to write (default: {kinds})", kinds=_KINDS)
    )
    add_words_options(parser, piece=False)
    add_music_options(parser)
    add_singer(parser)
    add_seed(parser)


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Write, compose, save and export; prints the words, unless quiet, and the path of each file."""
    # All that can be refused is refused before the model is started.
    kinds = [kind_named(name) for name in arguments.kinds.split(",") if name.strip()]
    request = request_from(arguments, Piece.SONG)
    wishes = music_request(arguments, request.seed)
    make_folder(arguments.out)

    written = write_shown(request, terminal, words=not arguments.quiet)
    words = written_song(written)
    gap = "" if arguments.quiet else "\n"  # after the words
    project = free_path(arguments.out, safe_file_name(words.title or arguments.about), PROJECT_SUFFIX)
    try:
        composed = compose(words, wishes, Kit(own_lexicon()))
    except SongwrightError:
        write_document(Document(words, (written.take,)), project)
        terminal.result(f"{gap}{project}")
        raise
    composed = sung_by(composed, arguments.singer)
    terminal.notice(described(composed))
    write_document(Document(composed, (written.take,)), project)
    terminal.result(f"{gap}{project}")
    export_shown(composed, kinds, project.with_suffix(""), terminal)
    return 0
