"""Options that several commands share, and what they mean."""

from __future__ import annotations

import argparse
import math
import secrets
from collections.abc import Callable

from songwright.cli.writers import add_writer
from songwright.core.edits import set_tempo
from songwright.core.language import said
from songwright.core.song import Piece, Song
from songwright.music.composers import COMPOSERS
from songwright.music.metrics import parse_metre
from songwright.music.pitch import parse_key
from songwright.music.request import FOR_YOU, VOICES, ComposeRequest
from songwright.music.styles import load_styles

__all__ = [
    "add_music_options",
    "add_seed",
    "add_words_options",
    "chosen_seed",
    "music_request",
    "number_within",
    "whole_number",
]

_SEEDS = 2**31


def whole_number(least: int, most: int | None = None) -> Callable[[str], int]:
    """The type of an option that is a number in this range; anything else is wrong usage, said in a sentence."""

    def number(text: str) -> int:
        try:
            found = int(text)
        except ValueError:
            found = least - 1
        if found < least or (most is not None and found > most):
            raise argparse.ArgumentTypeError(refusal(text))
        return found

    def refusal(text: str) -> str:
        if most is None:
            return said("it must be a whole number, {least} or more, not “{text}”.", least=least, text=text)
        return said(
            "it must be a whole number from {least} to {most}, not “{text}”.", least=least, most=most, text=text
        )

    return number


def number_within(least: float, most: float) -> Callable[[str], float]:
    """The type of an option that is a number in this range; anything else is wrong usage, said in a sentence."""

    def number(text: str) -> float:
        try:
            found = float(text)
        except ValueError:
            found = math.nan
        if not least <= found <= most:
            asked = said(
                "it must be a number from {least:g} to {most:g}, not “{text}”.", least=least, most=most, text=text
            )
            raise argparse.ArgumentTypeError(asked)
        return found

    return number


def add_seed(parser: argparse.ArgumentParser) -> None:
    """Add `--seed`."""
    parser.add_argument(
        "--seed", type=int, metavar="N", help="the same seed, model and settings give the same result (default: any)"
    )


def chosen_seed(arguments: argparse.Namespace) -> int:
    """The seed that was asked for, else a fresh one."""
    return secrets.randbelow(_SEEDS) if arguments.seed is None else arguments.seed % _SEEDS


def add_words_options(parser: argparse.ArgumentParser, *, piece: bool = True) -> None:
    """Add what the piece is to be like, and which model writes it."""
    words = parser.add_argument_group("words")
    if piece:
        kinds = [kind.value for kind in Piece]
        words.add_argument("--piece", choices=kinds, default="song", help="what to write (default: song)")
    words.add_argument("--mood", default="", metavar="WORDS", help='such as "wistful" or "full of joy"')
    words.add_argument("--length", choices=["short", "medium", "long"], default="medium", help="default: medium")
    words.add_argument(
        "--form",
        default="",
        metavar="NAME",
        help="keep this form exactly, see `songwright forms`; `free` for none (default: by the piece and its length)",
    )
    add_writer(words)
    words.add_argument("--temperature", type=float, metavar="T", help="0 is careful, 1 is daring")


def add_music_options(parser: argparse.ArgumentParser) -> None:
    """Add how words are to be set to music."""
    music = parser.add_argument_group("music", "What is not given is chosen to suit the style.")
    music.add_argument("--style", metavar="NAME", help="such as folk or waltz; `songwright styles` lists all")
    music.add_argument("--key", metavar="KEY", help='such as C, Am or "D dorian"')
    music.add_argument("--tempo", type=float, metavar="BPM", help="quarter notes a minute, 20 to 400")
    music.add_argument("--metre", metavar="N/N", help="such as 3/4 or 6/8")
    music.add_argument(
        "--tune",
        choices=sorted(COMPOSERS),
        default="learned",
        help="found by nets that have learned from old songs, or by rules alone (default: learned)",
    )
    music.add_argument(
        "--prosody",
        type=float,
        default=0.5,
        metavar="D",
        help="rhythm from 0, syncopated, to 1, hymn-like (default 0.5)",
    )
    music.add_argument(
        "--last-chorus-up", type=int, nargs="?", const=2, metavar="N", help="last chorus N semitones higher (2)"
    )
    music.add_argument(
        "--slow-ending", type=int, nargs="?", const=2, metavar="BARS", help="slower over the last bars (2)"
    )
    music.add_argument("--lift", action="store_true", help="a last chorus fuller than the others, as music of its own")
    music.add_argument("--tight", action="store_true", help="a band exactly on the beat, as a machine plays")
    music.add_argument("--chorale", action="store_true", help="four voices that all sing the words, and no band")
    usual = ComposeRequest().voice
    music.add_argument(
        "--voice", choices=sorted(VOICES), default=usual, help=said("who sings (default: {usual})", usual=usual)
    )


def music_request(arguments: argparse.Namespace, seed: int | None) -> ComposeRequest:
    """What is asked of the composer. Raises SongwrightError for a style, key, metre or tempo that is none."""
    if arguments.style:
        load_styles().get(arguments.style)
    if arguments.tempo is not None:
        set_tempo(Song(), arguments.tempo)
    return ComposeRequest(
        style=arguments.style or FOR_YOU,
        mood=getattr(arguments, "mood", ""),
        key=parse_key(arguments.key) if arguments.key else None,
        metre=parse_metre(arguments.metre) if arguments.metre else None,
        tempo=arguments.tempo,
        seed=seed,
        voice=arguments.voice,
        composer=arguments.tune,
        prosody=arguments.prosody,
        chorale=arguments.chorale,
        lift=arguments.lift,
        last_chorus_up=arguments.last_chorus_up or 0,
        slow_ending=arguments.slow_ending or 0,
        tight=arguments.tight,
        keep_edits=not getattr(arguments, "overwrite_edits", False),
    )
