"""`songwright rhymes`: words that rhyme with a word."""

from __future__ import annotations

import argparse

from songwright.cli.options import whole_number
from songwright.cli.terminal import Terminal
from songwright.core.errors import SongwrightError
from songwright.lyrics.lexicon import Lexicon, load_lexicon
from songwright.lyrics.rhyme import RhymeKind, ending
from songwright.lyrics.rhymes import Rhyme, mosaics, rhymes

__all__ = ["add_options", "run"]

_KINDS = {kind.name.lower(): kind for kind in RhymeKind if kind not in (RhymeKind.NONE, RhymeKind.IDENTITY)}
_NEAR = tuple(kind for kind in _KINDS.values() if kind is not RhymeKind.PERFECT)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the word, the kind of rhyme and how many."""
    parser.add_argument("word", metavar="WORD", help='the word, or two that rhyme together ("know it"), to rhyme with')
    parser.add_argument(
        "--kind", choices=list(_KINDS), help="default: perfect, or where there is none, all kinds of near rhymes"
    )
    parser.add_argument("--most", type=whole_number(1), default=40, metavar="N", help="how many to list (default: 40)")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print a rhyme a line, the commonest first, with its syllables; then two words, and near ones with their kind."""
    word, most = arguments.word.strip(), arguments.most
    if not word:
        raise SongwrightError("Name a word to rhyme with, such as “water”.")
    lexicon = load_lexicon()
    sound = ending(word, lexicon)
    if sound is None or not any(part.syllables for part in sound.parts):
        raise SongwrightError(f"“{word}” has no sound to rhyme with. Name a word in English letters, such as “water”.")
    if arguments.kind is not None:
        found = rhymes(word, lexicon, _KINDS[arguments.kind], limit=most)
        if not found:
            raise SongwrightError(
                f"“{word}” has no rhymes of the kind {arguments.kind}. Leave --kind out to see others."
            )
        _show(found, terminal)
        return 0
    perfect = rhymes(word, lexicon, limit=most)
    perfect += mosaics(word, lexicon, limit=most - len(perfect))
    found = perfect or _near(word, lexicon, most)
    if not found:
        raise SongwrightError(f"No rhymes with “{word}” are known, not even near ones. Is it spelled as it is meant?")
    if not perfect:
        terminal.notice(f"Nothing rhymes perfectly with “{word}”. These are near rhymes:")
    _show(found, terminal)
    return 0


def _near(word: str, lexicon: Lexicon, most: int) -> tuple[Rhyme, ...]:
    """So many near rhymes, by kind, the nearest kind first, each with its share of what there is room for."""
    kinds = [found for kind in _NEAR if (found := rhymes(word, lexicon, kind, limit=most))]
    near: list[Rhyme] = []
    for left, found in zip(range(len(kinds), 0, -1), kinds, strict=True):
        near += found[: max(1, (most - len(near)) // left)]
    return tuple(near[:most])


def _show(found: tuple[Rhyme, ...], terminal: Terminal) -> None:
    for rhyme in found:
        row = f"{rhyme.word:<20}{rhyme.syllables}"
        terminal.result(row if rhyme.kind is RhymeKind.PERFECT else f"{row}  {rhyme.kind.name.lower()}")
