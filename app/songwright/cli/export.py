"""`songwright export`: take a song away as MIDI, text or sound."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from songwright.audio.cover import read_cover
from songwright.audio.renderings import LOUDEST, QUIETEST, SoundOptions, Tags, song_tags
from songwright.audio.takeaway import KINDS, Kind, export_all, kind_named, left_behind, targets
from songwright.cli.documents import read_document
from songwright.cli.options import number_within
from songwright.cli.singers import add_singer, sung_by
from songwright.cli.terminal import Terminal
from songwright.core.edits import set_capo, transpose
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import Song
from songwright.formats.engraving.drawing import Drawing
from songwright.formats.engraving.fingering import FrettedInstrument
from songwright.formats.exports import ExportTools
from songwright.host.names import safe_file_name
from songwright.host.pronunciations import own_lexicon

__all__ = ["add_options", "export_shown", "make_folder", "run"]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the song, the kinds of file and where they go."""
    kinds = ", ".join(kind.id for kind in KINDS)
    parser.add_argument("file", type=Path, metavar="FILE", help="a song file, or another that can be opened")
    parser.add_argument(
        "kinds", nargs="*", default=["midi"], metavar="KIND", help=said("{kinds} (default: midi)", kinds=kinds)
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder for the files (default: beside the song)")
    paper = parser.add_argument_group("score", "For the pdf kinds, svg and png; a transposition holds for every kind.")
    paper.add_argument("--diagrams", choices=list(FrettedInstrument), help="show how the chords are fingered")
    paper.add_argument("--paper", choices=("a4", "letter"), default="a4", help="size of the pages (default: a4)")
    paper.add_argument(
        "--transpose", type=int, default=0, metavar="SEMITONES", help="move everything up, or down below 0"
    )
    paper.add_argument("--capo", type=int, metavar="FRET", help="show chords as fingered above a capo too (0: none)")
    sound = parser.add_argument_group("sound", "For wav, flac, ogg, mp3, opus and stems.")
    sound.add_argument("--soundfont", type=Path, metavar="FILE", help="an .sf2 or .sf3 file to play with")
    sound.add_argument(
        "--loudness",
        type=number_within(QUIETEST, LOUDEST),
        metavar="LUFS",
        help="bring the song to this loudness, such as -14 or -23 (default: as it is mixed)",
    )
    add_singer(sound)
    sound.add_argument("--artist", default="", metavar="NAME", help="tag for who made it")
    sound.add_argument("--album", default="", metavar="NAME", help="tag for what it belongs to")
    sound.add_argument("--year", default="", metavar="YEAR", help="tag for when it was made (default: this year)")
    sound.add_argument("--comment", default="", metavar="TEXT", help="tag with anything else")
    sound.add_argument("--cover", type=Path, metavar="FILE", help="picture (PNG or JPEG) for the file; not in WAV")
    sound.add_argument("--no-words", action="store_true", help="leave the song's words out of the tags")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Export; prints the path of each file."""
    kinds = [kind_named(name) for name in arguments.kinds]
    song = transpose(read_document(arguments.file, terminal).song, arguments.transpose)
    song = song if arguments.capo is None else set_capo(song, arguments.capo)
    song = sung_by(song, arguments.singer)
    folder = arguments.out or arguments.file.parent
    instrument = FrettedInstrument(arguments.diagrams) if arguments.diagrams else None
    tools = _tools(terminal, instrument, letter=arguments.paper == "letter", author=arguments.artist)
    export_shown(song, kinds, folder / arguments.file.stem, terminal, _sound_options(song, arguments), tools)
    return 0


def _sound_options(song: Song, arguments: argparse.Namespace) -> SoundOptions:
    if arguments.cover is not None:
        read_cover(arguments.cover)  # a picture that cannot be used is said before anything is written
    tags = Tags(
        artist=arguments.artist,
        album=arguments.album,
        date=arguments.year,
        comment=arguments.comment,
        cover="" if arguments.cover is None else str(arguments.cover),
    )
    return SoundOptions(arguments.soundfont, arguments.loudness, song_tags(song, tags, words=not arguments.no_words))


def export_shown(
    song: Song,
    kinds: Sequence[Kind],
    stem: Path,
    terminal: Terminal,
    options: SoundOptions | None = None,
    tools: ExportTools | None = None,
) -> None:
    """Write a song as several kinds of file named `stem` plus their suffix, with progress; print their paths.

    Raises SongwrightError.
    """
    if any(kind.needs_music for kind in kinds) and all(song.music(section) is None for section in song.sections):
        raise SongwrightError(
            said("This song has words but no music yet. Set it to music first: songwright compose FILE")
        )
    for sentence in left_behind(kinds, song):
        terminal.notice(sentence)
    files = targets(stem.parent, safe_file_name(stem.name), kinds)
    for path in export_all(song, files, tools or _tools(terminal), options=options):
        terminal.result(str(path))


def _tools(
    terminal: Terminal, diagrams: FrettedInstrument | None = None, *, letter: bool = False, author: str = ""
) -> ExportTools:
    progress = partial(terminal.progress, said("Exporting"))
    return ExportTools(
        own_lexicon, progress, picture=_picture, diagrams=diagrams, letter=letter, author=author, cover=_cover
    )


def _cover(song: Song, author: str) -> bytes:
    # Imported here: only pictures need the window's toolkit, which paints them without a display.
    from songwright.ui.cover.cover_files import tag_picture

    return tag_picture(song, author)


def _picture(drawing: Drawing) -> bytes:
    # Imported here: only pictures need the window's toolkit, which paints them without a display.
    from songwright.ui.score.picture import to_png

    return to_png(drawing)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it. Raises SongwrightError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SongwrightError(
            said(
                "The folder “{folder}” could not be made: {reason}. Choose another one with --out.",
                folder=folder,
                reason=error.strerror or error,
            ),
            detail=repr(error),
        ) from error
