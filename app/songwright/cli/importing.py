"""`songwright import`: open a file of another program, and save it as a song."""

from __future__ import annotations

import argparse
from pathlib import Path

from songwright.cli.documents import PROJECT_SUFFIX, project_path, read_document, write_document
from songwright.cli.terminal import Terminal
from songwright.core.language import counted, said
from songwright.core.song import Song
from songwright.core.timeline import timeline
from songwright.formats.imports import IMPORTS
from songwright.music.pitch import key_name

__all__ = ["add_options", "run"]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the file, and where the song goes."""
    kinds = ", ".join(suffix for known in IMPORTS for suffix in known.suffixes)
    parser.add_argument("file", type=Path, metavar="FILE", help=said("one of {kinds}", kinds=kinds))
    parser.add_argument(
        "--out",
        type=Path,
        metavar="SONG",
        help=said("where to save (default: FILE as {suffix}, if there is none)", suffix=PROJECT_SUFFIX),
    )


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Read and save; prints the path of the song, and what of the file it does not have."""
    out = project_path(arguments.out, arguments.file)
    document = read_document(arguments.file, terminal)
    write_document(document, out)
    terminal.notice(_described(document.song))
    terminal.result(str(out))
    return 0


def _described(song: Song) -> str:
    lines = sum(len(section.sung_lines) for section in song.sections)
    laid = timeline(song)
    notes = sum(len(laid.notes(track.id)) for track in song.tracks)
    sections = counted("{count} section", "{count} sections", len(song.sections))
    words = f"{sections}, {counted('{count} line', '{count} lines', lines)}"
    if not laid.spans:
        return words
    return said(
        "{words}, {notes} in {parts}; {key}, {metre}, {tempo:g} beats a minute",
        words=words,
        notes=counted("{count} note", "{count} notes", notes),
        parts=counted("{count} part", "{count} parts", len(song.tracks)),
        key=key_name(song.key),
        metre=f"{song.metre.beats}/{song.metre.unit}",
        tempo=song.tempo,
    )
