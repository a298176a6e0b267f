"""`songwright rhymes`: words that rhyme with a word."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from songwright.cli.options import whole_number
from songwright.cli.terminal import Terminal
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.host.pronunciations import own_lexicon
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.rhyme import RhymeKind, ending
from songwright.lyrics.rhyme_list import Wanted, rhyme_list
from songwright.lyrics.rhymes import Rhyme, rhymes

__all__ = ["add_options", "run"]

_KINDS = {kind.name.lower(): kind for kind in RhymeKind if kind not in (RhymeKind.NONE, RhymeKind.IDENTITY)}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the word, what rhymes must be and how many."""
    parser.add_argument("word", metavar="WORD", help='the word, or two that rhyme together ("know it"), to rhyme with')
    parser.add_argument("--kind", choices=list(_KINDS), help="one kind only (default: perfect ones, then near ones)")
    parser.add_argument("--perfect", action="store_true", help="no near rhymes")
    parser.add_argument("--syllables", type=whole_number(1, 12), metavar="N", help="only words of so many syllables")
    parser.add_argument("--stress", default="", metavar="X/X", help='only words stressed so, such as "x/" for “alone”')
    parser.add_argument("--most", type=whole_number(1), default=40, metavar="N", help="how many to list (default: 40)")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print a rhyme a line, the best first, with its syllables; near ones with their kind, names marked."""
    word = arguments.word.strip()
    _check(word, arguments.stress)
    lexicon = own_lexicon()
    sound = ending(word, lexicon)
    if sound is None or not any(part.syllables for part in sound.parts):
        raise SongwrightError(
            said("“{word}” has no sound to rhyme with. Name a word in English letters, such as “water”.", word=word)
        )
    wanted = Wanted(arguments.syllables or 0, arguments.stress, near=not arguments.perfect)
    if arguments.kind is not None:
        _show(_of_kind(word, lexicon, arguments.kind, wanted, arguments.most), terminal)
        return 0
    listed = rhyme_list(word, lexicon, wanted, limit=arguments.most)
    if not listed:
        asked = said(" like that") if wanted != Wanted() else said(", not even near ones")
        raise SongwrightError(
            said("No rhymes with “{word}” are known{asked}. Is it spelled as it is meant?", word=word, asked=asked)
        )
    if all(rhyme.kind is not RhymeKind.PERFECT for rhyme in listed):
        terminal.notice(said("Nothing rhymes perfectly with “{word}”. These are near rhymes:", word=word))
    _show(listed, terminal)
    return 0


def _check(word: str, stress: str) -> None:
    """Raises SongwrightError where a word or a stress is asked for that is none."""
    if not word:
        raise SongwrightError(said("Name a word to rhyme with, such as “water”."))
    if set(stress) - set("x/"):
        raise SongwrightError(
            said("“{stress}” is no stress. Write x for a weak syllable and / for a strong one.", stress=stress)
        )


def _of_kind(word: str, lexicon: Lexicon, kind: str, wanted: Wanted, most: int) -> Sequence[Rhyme]:
    """The rhymes of one kind. Raises SongwrightError when there are none."""
    found = [one for one in rhymes(word, lexicon, _KINDS[kind], limit=most * 20) if wanted.takes(one)]
    if not found:
        raise SongwrightError(
            said("“{word}” has no rhymes of the kind {kind}. Leave --kind out to see others.", word=word, kind=kind)
        )
    return found[:most]


def _show(found: Sequence[Rhyme], terminal: Terminal) -> None:
    for rhyme in found:
        kind = "" if rhyme.kind is RhymeKind.PERFECT else f"  {rhyme.kind.name.lower()}"
        name = f"  {said('name')}" if rhyme.name else ""
        terminal.result(f"{rhyme.word:<20}{rhyme.syllables}{kind}{name}")
