"""`songwright rhymes`: words that rhyme with a word."""

from __future__ import annotations

import argparse

from songwright.cli.terminal import Terminal
from songwright.core.errors import SongwrightError
from songwright.lyrics.lexicon import load_lexicon
from songwright.lyrics.rhyme import RhymeKind
from songwright.lyrics.rhymes import rhymes

__all__ = ["add_options", "run"]

_KINDS = {kind.name.lower(): kind for kind in RhymeKind if kind not in (RhymeKind.NONE, RhymeKind.IDENTITY)}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the word, the kind of rhyme and how many."""
    parser.add_argument("word", metavar="WORD", help="the word to rhyme with")
    parser.add_argument("--kind", choices=list(_KINDS), default="perfect", help="default: perfect")
    parser.add_argument("--most", type=int, default=40, metavar="N", help="how many to list (default: 40)")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print a rhyme a line, the commonest first, with its syllables."""
    lexicon = load_lexicon()
    found = rhymes(arguments.word, lexicon, _KINDS[arguments.kind], limit=max(1, arguments.most))
    if not found:
        raise SongwrightError(f"Nothing rhymes with “{arguments.word}” that way. Try another --kind, such as family.")
    for rhyme in found:
        terminal.result(f"{rhyme.word:<20}{rhyme.syllables}")
    return 0
