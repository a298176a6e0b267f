"""`songwright compose`: set words to music."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from songwright.cli.documents import PROJECT_SUFFIX, read_document, write_document
from songwright.cli.options import add_music_options, add_seed, chosen_seed, music_request
from songwright.cli.terminal import Terminal
from songwright.core.song import Song
from songwright.core.timeline import timeline
from songwright.lyrics.lexicon import load_lexicon
from songwright.music.composers import composer_named
from songwright.music.pitch import key_name

__all__ = ["add_options", "described", "run"]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the words, how to set them, and where the song goes."""
    parser.add_argument("file", type=Path, metavar="FILE", help=f"a text, or a {PROJECT_SUFFIX} file to set again")
    parser.add_argument("--out", type=Path, metavar="FILE", help=f"where to save (default: FILE as {PROJECT_SUFFIX})")
    add_music_options(parser)
    add_seed(parser)


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Compose and save; prints the path of the song."""
    document = read_document(arguments.file, terminal)
    song = document.song
    seed = chosen_seed(arguments)
    composed = composer_named(arguments.tune, load_lexicon()).compose(song, music_request(arguments, seed))
    out = (arguments.out or arguments.file).with_suffix(PROJECT_SUFFIX)
    write_document(replace(document, song=composed), out)
    terminal.notice(described(composed))
    terminal.result(str(out))
    return 0


def described(song: Song) -> str:
    """One line about a song's music."""
    laid = timeline(song)
    bars = laid.end // laid.bar_ticks
    minutes, seconds = divmod(round(laid.seconds(laid.end)), 60)
    metre = f"{song.metre.beats}/{song.metre.unit}"
    return (
        f"{song.style} in {key_name(song.key)}, {metre}, {song.tempo:g} beats a minute, "
        f"{bars} bars, {minutes}:{seconds:02d}, seed {song.seed}"
    )
