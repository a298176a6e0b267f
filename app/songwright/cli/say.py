"""`songwright say`: how a word is said, and how it is to be said from now on."""

from __future__ import annotations

import argparse

from songwright.cli.terminal import Terminal
from songwright.core.language import said, sayable
from songwright.host.paths import find_paths
from songwright.host.pronunciations import (
    forget_saying,
    own_lexicon,
    pronunciation_file,
    read_sayings,
    save_saying,
)
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.respelling import respelled
from songwright.lyrics.say_it_like import guesses

__all__ = ["add_options", "run"]

WAYS = sayable("""\
HOW is one of: a word that it rhymes with ("like father"), its stresses ("x/"), its syllables with the strong one in
capitals ("shuh-VAWN"), or sounds in ARPABET. What you say is kept for all songs in a readable file.
""")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the word and how it is said."""
    parser.epilog = WAYS
    parser.add_argument("word", nargs="?", default="", metavar="WORD", help="a word (default: list your own)")
    parser.add_argument("how", nargs="*", metavar="HOW", help="how it is said from now on")
    parser.add_argument("--forget", action="store_true", help="say it as the dictionary does again")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print how a word may be said, or keep how it is said."""
    config, lexicon = find_paths().config, own_lexicon()
    if not arguments.word:
        for word, saying in read_sayings(pronunciation_file(config)).items():
            terminal.result(f"{word} = {saying}")
    elif arguments.forget:
        known = forget_saying(config, arguments.word)
        own = said("It is said as the dictionary does again.")
        terminal.notice(own if known else said("You have not said it otherwise."))
    elif arguments.how:
        way = save_saying(config, arguments.word, " ".join(arguments.how), lexicon)
        terminal.result(f"{arguments.word}: {respelled(way.phones)}")
    else:
        _show(arguments.word, lexicon, terminal)
    return 0


def _show(word: str, lexicon: Lexicon, terminal: Terminal) -> None:
    """Its pronunciation, and for a guess other ways to choose from."""
    guessed = lexicon.is_guess(word)
    if guessed:
        terminal.notice(
            said("No dictionary knows “{word}”. It is taken to be said in the first of these ways:", word=word)
        )
    for guess in guesses(word, lexicon)[: None if guessed else len(lexicon.pronunciations(word))]:
        marks = "".join("/" if digit == "1" else "x" for digit in guess.way.stresses)
        terminal.result(f"{guess.text:<24}{marks:<8}{' '.join(guess.way.phones)}")
    if guessed:
        terminal.notice(said('Keep one with: songwright say "{word}" HOW', word=word))
