"""`songwright words`: what a word means, what says the same or the opposite, and what it calls up."""

from __future__ import annotations

import argparse
import textwrap

from songwright.cli.options import whole_number
from songwright.cli.terminal import Terminal
from songwright.core.errors import SongwrightError
from songwright.core.language import said, sayable
from songwright.host.pronunciations import own_lexicon
from songwright.lyrics.kindred import Fits, Kinship, kindred
from songwright.lyrics.meanings import load_meanings

__all__ = ["add_options", "run"]

_TITLES = sayable(
    {
        Kinship.SAME: "same",
        Kinship.OPPOSITE: "opposite",
        Kinship.CALLED_UP: "calls up",
        Kinship.RELATED: "related",
    }
)
_WIDTH, _TITLE_WIDTH = 96, 12


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the word and what its kin must be like."""
    parser.add_argument("word", metavar="WORD", help="a word")
    parser.add_argument("--syllables", type=whole_number(1, 12), metavar="N", help="only kin of so many syllables")
    parser.add_argument("--stress", default="", metavar="X/X", help='only kin stressed so, such as "x/" for “alone”')
    parser.add_argument("--rhyme", default="", metavar="WORD", help="only kin that rhymes with this")
    parser.add_argument("--most", type=whole_number(1), default=24, metavar="N", help="how many of each (default: 24)")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print its meanings, then a row of words for each kind of kin."""
    if set(arguments.stress) - set("x/"):
        raise SongwrightError(
            said(
                "“{stress}” is no stress. Write x for a weak syllable and / for a strong one.", stress=arguments.stress
            )
        )
    fits = Fits(arguments.syllables or 0, arguments.stress, arguments.rhyme.strip())
    found = kindred(arguments.word, load_meanings(), own_lexicon(), fits)
    if found is None:
        raise SongwrightError(said("Nothing is known of “{word}”. Is it spelled as it is meant?", word=arguments.word))
    for sense in found.senses if not fits else ():
        _row(terminal, sense.part, sense.definition)
    for kind, title in _TITLES.items():
        if words := found.words[kind][: arguments.most]:
            _row(terminal, said(title), ", ".join(words))
    if not any(found.words.values()):
        terminal.notice(said("No kindred word is like that."))
    return 0


def _row(terminal: Terminal, title: str, text: str) -> None:
    for number, line in enumerate(textwrap.wrap(text, _WIDTH)):
        terminal.result(f"{title if not number else '':<{_TITLE_WIDTH}}{line}")
