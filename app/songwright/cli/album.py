"""`songwright album`: songs on one subject, each from another side of it, with titles and hooks of their own."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from songwright.cli.authoring import request_from, write_shown
from songwright.cli.documents import PROJECT_SUFFIX, write_document
from songwright.cli.export import make_folder
from songwright.cli.manner import add_manner, in_manner, manner_from
from songwright.cli.options import add_music_options, add_seed, add_words_options, music_request, whole_number
from songwright.cli.terminal import Terminal
from songwright.cli.write import written_song
from songwright.core.language import said
from songwright.core.session import Document
from songwright.core.song import Piece
from songwright.host.atomic import write_file
from songwright.host.names import free_path, safe_file_name
from songwright.host.pronunciations import own_lexicon
from songwright.llm.album import AlbumSong, planned, used_up
from songwright.llm.writing import Request
from songwright.music.composers import compose
from songwright.music.kit import Kit

__all__ = ["add_options", "run"]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the subject, how many songs, in whose manner, and where they go."""
    parser.add_argument("about", metavar="ABOUT", help="what the album is about, in your own words")
    parser.add_argument("--songs", type=whole_number(1, 30), default=13, metavar="N", help="how many (default: 13)")
    parser.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="folder for the songs (default: here)")
    parser.add_argument("--words-only", action="store_true", help="set nothing to music")
    add_words_options(parser, piece=False)
    add_manner(parser)
    add_music_options(parser)
    add_seed(parser)


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Write, compose and save song after song; prints the path of each, and of the list of them all."""
    first = request_from(arguments, Piece.SONG)
    tracks = planned(arguments.about, arguments.songs, first.seed)
    manner = manner_from(arguments, terminal)
    make_folder(arguments.out)
    titles: list[str] = []
    kit = Kit(own_lexicon())
    for track in tracks:
        terminal.notice(said("{number} of {count}: {about}", number=track.number, count=len(tracks), about=track.about))
        request = in_manner(_request(first, track, titles), manner, arguments.manner, formed=True)
        written = write_shown(request, terminal, words=False, manner=manner)
        words = written_song(written)
        titles.append(words.title or track.about)
        path = free_path(arguments.out, f"{track.number:02} {safe_file_name(titles[-1])}", PROJECT_SUFFIX)
        song = words if arguments.words_only else compose(words, music_request(arguments, track.seed), kit)
        write_document(Document(song, (written.take,)), path)
        terminal.result(str(path))
    contents = arguments.out / "album.txt"
    rows = [f"{number:2}  {title}" for number, title in enumerate(titles, 1)]
    write_file(contents, "\n".join((arguments.about, "", *rows, "")).encode())
    terminal.result(str(contents))
    return 0


def _request(first: Request, track: AlbumSong, titles: list[str]) -> Request:
    """The request for one song: its side of the subject, and none of the words that titles before it were made of."""
    spare = used_up(titles, first.brief.about)
    wishes = replace(first.brief.wishes, held_back=(*first.brief.wishes.held_back, *spare))
    return replace(first, brief=replace(first.brief, about=track.about, wishes=wishes), seed=track.seed)
