"""What a word means, what says the same or the opposite, and what it calls up: WordNet joined with old verse.

The data (training/words/build_meanings.py) is kept packed; a word's block is unpacked when it is asked for.
"""

from __future__ import annotations

import json
import zlib
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from songwright.core.language import said
from songwright.lyrics.lexicon import LexiconError, normal

__all__ = ["Meanings", "Sense", "WordMeanings", "load_meanings"]

_KEPT_BLOCKS = 16
# Endings of words that are looked up by their stems, with what the stem may end in instead.
_ENDINGS = (
    ("ies", ("y",)), ("es", ("", "e")), ("s", ("",)), ("ied", ("y",)), ("ed", ("", "e")), ("ing", ("", "e")),
    ("er", ("", "e")), ("est", ("", "e")), ("'s", ("",)), ("in'", ("", "e", "ing")), ("ly", ("",)),
)  # fmt: skip
# Where a form is as good as a word of its own, its stem has more to tell.
_IRREGULAR = {
    "went": "go", "gone": "go", "came": "come", "saw": "see", "seen": "see", "men": "man", "women": "woman",
    "children": "child", "feet": "foot", "teeth": "tooth", "sang": "sing", "sung": "sing", "knew": "know",
    "fell": "fall", "rose": "rose", "leaves": "leaf", "wolves": "wolf", "lives": "life", "thought": "thought",
    "broke": "break", "broken": "break", "spoke": "speak", "wrote": "write", "written": "write", "flew": "fly",
    "grew": "grow", "drew": "draw", "threw": "throw", "kept": "keep", "slept": "sleep", "wept": "weep",
    "brought": "bring", "taught": "teach", "fought": "fight", "caught": "catch", "bought": "buy", "sought": "seek",
    "got": "get", "forgot": "forget", "meant": "mean", "sank": "sink", "gave": "give", "took": "take",
    "shook": "shake", "rode": "ride", "drove": "drive", "chose": "choose", "froze": "freeze", "woke": "wake",
    "swore": "swear", "wore": "wear", "tore": "tear", "hid": "hide", "lit": "light",
    "led": "lead", "fed": "feed", "bled": "bleed", "fled": "flee", "sped": "speed", "met": "meet", "felt": "feel",
    "knelt": "kneel", "dealt": "deal", "crept": "creep", "swept": "sweep", "lost": "lose", "sent": "send",
    "spent": "spend", "lent": "lend", "bent": "bend", "built": "build", "found": "find",
    "hung": "hang", "flung": "fling", "clung": "cling", "stung": "sting",
    "swung": "swing", "rang": "ring", "drank": "drink", "shrank": "shrink", "stank": "stink", "swam": "swim",
    "blew": "blow", "said": "say", "paid": "pay", "laid": "lay", "made": "make", "heard": "hear", "sold": "sell",
    "slid": "slide", "shone": "shine", "spun": "spin", "won": "win", "dug": "dig", "stuck": "stick",
    "struck": "strike", "mice": "mouse", "geese": "goose",
    "left": "leave", "held": "hold", "told": "tell", "stood": "stand", "ran": "run", "began": "begin",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning: part of speech ("noun", "verb", "adj", "adv"), definition, and the words of its relations."""

    part: str
    definition: str
    synonyms: tuple[str, ...] = ()
    opposites: tuple[str, ...] = ()
    wider: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WordMeanings:
    """What is known of a word, in its senses and in verse; `word` is what was found, perhaps a stem."""

    word: str
    senses: tuple[Sense, ...] = ()
    called_up: tuple[str, ...] = ()

    @property
    def synonyms(self) -> tuple[str, ...]:
        """Words that say the same in any sense, the commonest sense first."""
        return _once(word for sense in self.senses for word in sense.synonyms)

    @property
    def opposites(self) -> tuple[str, ...]:
        """Words that say the opposite in any sense."""
        return _once(word for sense in self.senses for word in sense.opposites)

    @property
    def related(self) -> tuple[str, ...]:
        """Wider and narrower words in any sense, a few of each sense in turn."""
        found = (word for sense in self.senses for word in (*sense.wider[:2], *sense.narrower[:6]))
        return _once(word for word in found if word.count(" ") < 2)


class Meanings:
    """Looks words up in the packed file."""

    def __init__(self, data: bytes) -> None:
        """The bytes of meanings.bin. Raises LexiconError when they make no sense."""
        try:
            head, _, self._body = data.partition(b"\n")
            index = [(str(first), int(place), int(size)) for first, place, size in json.loads(head)]
        except (ValueError, TypeError) as error:
            raise LexiconError(
                said("The word meanings that come with Songwright cannot be read. Please install Songwright again."),
                detail=repr(error),
            ) from error
        self._firsts = [first.encode() for first, _, _ in index]
        self._places = [(place, size) for _, place, size in index]
        self._blocks: OrderedDict[int, bytes] = OrderedDict()

    def of(self, word: str) -> WordMeanings | None:
        """What is known of a word, or of the word that it is a form of; None for nothing."""
        for candidate in _candidates(normal(word.strip())):
            line = self._line(candidate)
            if line is not None:
                return _parsed(line)
        return None

    def _line(self, word: str) -> str | None:
        number = bisect_right(self._firsts, word.encode()) - 1
        if number < 0 or not word:
            return None
        block = b"\n" + self._block(number)
        at = block.find(b"\n" + word.encode() + b"\t")
        return None if at < 0 else block[at + 1 : block.index(b"\n", at + 1)].decode()

    def _block(self, number: int) -> bytes:
        if number not in self._blocks:
            place, size = self._places[number]
            try:
                self._blocks[number] = zlib.decompress(self._body[place : place + size])
            except zlib.error as error:
                raise LexiconError(
                    said("The word meanings that come with Songwright are damaged. Please install Songwright again."),
                    detail=repr(error),
                ) from error
            if len(self._blocks) > _KEPT_BLOCKS:
                self._blocks.popitem(last=False)
        return self._blocks[number]


def load_meanings() -> Meanings:
    """The meanings that ship with Songwright. LexiconError when their file is missing or damaged."""
    try:
        return Meanings((files("songwright_resources") / "words" / "meanings.bin").read_bytes())
    except OSError as error:
        raise LexiconError(
            said("The word meanings that come with Songwright are missing. Please install Songwright again."),
            detail=repr(error),
        ) from error


def _candidates(word: str) -> Iterator[str]:
    """The word, and the stems that it may be a form of."""
    if word in _IRREGULAR:
        yield _IRREGULAR[word]
    yield word
    for ending, stems in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            start = word.removesuffix(ending)
            yield from (start + stem for stem in stems)
            if len(start) > 2 and start[-1] == start[-2]:
                yield start[:-1]


def _parsed(line: str) -> WordMeanings:
    word, senses, called_up = line.split("\t")
    return WordMeanings(word, tuple(_sense(one) for one in senses.split("^") if one), _listed(called_up))


def _sense(text: str) -> Sense:
    part, definition, *lists = text.split("|")
    return Sense(part, definition, *map(_listed, lists))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()


def _once(words: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
