"""The files of an album: a song of its own for each, and the list of them all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from songwright.core.errors import SongwrightError
from songwright.core.session import Document
from songwright.core.song import Piece, Song, Take
from songwright.core.words import with_lyric_text
from songwright.formats.project import dump
from songwright.host.atomic import write_file
from songwright.host.errors import write_error
from songwright.host.names import free_path, safe_file_name
from songwright.llm.album import AlbumPlan, AlbumSong
from songwright.llm.brief import take_title
from songwright.music.composers import compose
from songwright.music.kit import Kit
from songwright.music.request import ComposeRequest

__all__ = ["CONTENTS", "composed_song", "save_song", "write_contents"]

CONTENTS = "album.txt"
_SUFFIX = ".songwright"


def composed_song(take: Take, asked: AlbumSong, plan: AlbumPlan, kit: Kit) -> tuple[Document, str]:
    """The song of a take, set to music where the plan wants it; "", or a sentence on why it has no music."""
    song = Song(title=take_title(take), about=take.about, piece=Piece.SONG, seed=take.seed, form=asked.form)
    song = with_lyric_text(song, take.text)
    if not asked.style:
        return Document(song, (take,)), ""
    request = ComposeRequest(style=asked.style, mood=plan.mood, seed=take.seed, composer="learned")
    try:
        return Document(compose(song, replace(request, voice=plan.voice or request.voice), kit), (take,)), ""
    except SongwrightError as error:
        return Document(song, (take,)), error.message


def save_song(document: Document, folder: Path, number: int) -> Path:
    """Write a song as a new file of the folder, which is made where it is missing. Raises SongwrightError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_error(folder, error) from error
    path = free_path(folder, f"{number:02} {safe_file_name(document.song.title or document.song.about)}", _SUFFIX)
    write_file(path, dump(document))
    return path


def write_contents(plan: AlbumPlan) -> None:
    """Write the list of the songs that are there. Raises SongwrightError."""
    rows = [f"{song.number:2}  {song.hook}" for song in plan.songs if song.path]
    write_file(Path(plan.folder) / CONTENTS, "\n".join((plan.about, "", *rows, "")).encode())
