"""The pronouncing dictionary: words to phones, stresses and frequency, with a guess for every other word."""

from __future__ import annotations

import re
import unicodedata
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from itertools import chain

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.lyrics.endings import Ending
from songwright.lyrics.guess import derived, guess
from songwright.lyrics.letters import sound_out
from songwright.lyrics.phones import CODES, decode
from songwright.lyrics.pronunciation import Pronunciation
from songwright.lyrics.stress import StressTable, load_stress_table

__all__ = ["Entry", "Lexicon", "LexiconError", "Pronunciation", "load_lexicon", "normal"]


_PAGE_BYTES = 4096
_LONGEST = 60  # letters of an unknown word that is sought in parts known; the dictionary's longest has 28


class LexiconError(SongwrightError):
    """The word data is missing or damaged, or a user's pronunciation cannot be read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the dictionary.

    `kind` is "w" for an ordinary word, "n" for a name, "x" for what no spelling list has; `zipf` is the decimal
    logarithm of its frequency in a thousand million words (7.5 "the", 3 uncommon, 0 unknown). `lengths` are the letters
    of each syllable in the first pronunciation; empty where that has one syllable or cannot be divided.
    """

    word: str
    kind: str
    zipf: float
    lengths: tuple[int, ...]
    pronunciations: tuple[Pronunciation, ...]


class Lexicon:
    """An immutable dictionary: one block of text, of which only the first word of every page is indexed."""

    __slots__ = (
        "_block",
        "_found",
        "_page_starts",
        "_page_words",
        "_stems",
        "_stress",
        "_user",
        "divided",
        "endings",
        "shared",
    )

    def __init__(self, block: bytes, user: Mapping[str, tuple[Pronunciation, ...]] | None = None) -> None:
        """Take the lines of lexicon.z, sorted by bytes and ending in a newline, and the user's own words."""
        self._block = block
        self._page_starts, self._page_words = _pages(block)
        self._user = dict(user or {})
        self._found: dict[str, tuple[Pronunciation, ...]] = {}
        self._stress: StressTable | None = None  # read when the first word has to be guessed
        self._stems: dict[str, tuple[float, tuple[tuple[str, ...], ...]]] = {}
        # What `syllables` has worked out about words with this lexicon, so that each word is divided once.
        self.divided: dict[str, tuple[tuple[str, int, int, int, bool, bool], ...]] = {}
        self.endings: dict[str, Ending | None] = {}  # and how they rhyme
        self.shared: dict[str, object] = {}  # what others have worked out of the whole dictionary, by their names

    def pronunciations(self, word: str) -> tuple[Pronunciation, ...]:
        """Every way to say the word, the usual one first; never empty.

        Case, accents and the kind of apostrophe do not matter, but for "è" in "blessèd", which makes a syllable. A word
        that no dictionary has is guessed.
        """
        found = self._found.get(word)
        if found is None:
            found = self._found[word] = self._sought(word)
        return found

    def _sought(self, word: str) -> tuple[Pronunciation, ...]:
        ways = self._user_word(word) or self._known(normal(word)) or self._guessed(normal(word))
        return _with_spoken_ed(ways) if word.lower().endswith("èd") else ways

    def knows(self, word: str) -> bool:
        """Whether the dictionary or the user vouches for the word."""
        return bool(self._user_word(word)) or self.entry(word) is not None

    def division(self, word: str) -> tuple[int, ...]:
        """Letters in each syllable of the dictionary's first pronunciation; empty when it has no division."""
        line = None if self._user_word(word) else self._line(normal(word).encode())
        return () if line is None else tuple([int(size, 36) for size in line.split(b"\t", 3)[2].decode()])

    def zipf(self, word: str) -> float:
        """How common the word is (see `Entry.zipf`); 0.0 when unknown."""
        entry = self.entry(word)
        return 0.0 if entry is None else entry.zipf

    def entry(self, word: str) -> Entry | None:
        """The dictionary's line on a word, or None; the user's own pronunciations are not part of it."""
        line = self._line(normal(word).encode())
        return None if line is None else _parse(line)

    def ending_in(self, codes: str, rarest: float = 0.0) -> Iterator[Entry]:
        """Entries of at least this frequency with a pronunciation that ends in these phones (`phones.encode`)."""
        block = self._block
        starts: set[int] = set()
        for stop in (b" ", b"\n"):
            needle = codes.encode() + stop
            at = block.find(needle)
            while at >= 0:
                starts.add(block.rfind(b"\n", 0, at) + 1)
                at = block.find(needle, at + 1)
        least = round(rarest * 10)
        for start in sorted(starts):
            facts = block.index(b"\t", start) + 2
            if int(block[facts : facts + 2]) >= least:
                yield _parse(block[start : block.index(b"\n", start)])

    def entries(self, rarest: float = 0.0) -> Iterator[Entry]:
        """Every line of the dictionary in order, of words of at least this frequency."""
        least = round(rarest * 10)
        for line in self._block.splitlines():
            facts = line.index(b"\t") + 2
            if int(line[facts : facts + 2]) >= least:
                yield _parse(line)

    def matching(self, pronunciation: bytes, rarest: float = 0.0) -> Iterator[Entry]:
        """Entries of at least this frequency with a pronunciation whose encoded phones end as this pattern says."""
        least = round(rarest * 10)
        for found in re.finditer(rb"^.*(?:" + pronunciation + rb")(?: .*)?$", self._block, re.MULTILINE):
            line = found.group()
            facts = line.index(b"\t") + 2
            if int(line[facts : facts + 2]) >= least:
                yield _parse(line)

    def with_user_words(self, words: Mapping[str, str]) -> Lexicon:
        """A lexicon in which these words are said as the user wants.

        A pronunciation is ARPABET ("F AY1 R"), several parted by commas. LexiconError when one cannot be read.
        """
        added = {normal(word): _pronunciations(word, text) for word, text in words.items()}
        return Lexicon(self._block, {**self._user, **added})

    def saying(self, ways: Mapping[str, Pronunciation]) -> Lexicon:
        """A lexicon in which these words are said so."""
        added = {normal(word): (way,) for word, way in ways.items()}
        return Lexicon(self._block, {**self._user, **added})

    def user_way(self, word: str) -> Pronunciation | None:
        """How the user, or the list of names, says a word; None where they are silent."""
        return next(iter(self._user_word(word)), None)

    def is_guess(self, word: str) -> bool:
        """Whether the word is sounded out letter by letter: nobody knows it, nor any word that it is made of."""
        plain = normal(word)
        return not self.knows(word) and len(plain) <= _LONGEST and not derived(plain, self.stem)

    def _user_word(self, word: str) -> tuple[Pronunciation, ...]:
        return self._user.get(normal(word), ()) if self._user else ()

    def _known(self, word: str) -> tuple[Pronunciation, ...]:
        line = self._line(word.encode())
        return () if line is None else _parse(line).pronunciations

    def _guessed(self, word: str) -> tuple[Pronunciation, ...]:
        if len(word) <= _LONGEST:
            return tuple(Pronunciation(phones, guessed=True) for phones in guess(word, self.stem, self._stress_table()))
        # What no one says as one word is sounded out a part at a time, in time that grows with its length only.
        parts = (sound_out(word[at : at + _LONGEST], self._stress_table()) for at in range(0, len(word), _LONGEST))
        return (Pronunciation(tuple(chain.from_iterable(parts)), guessed=True),)

    def _stress_table(self) -> StressTable:
        if self._stress is None:
            self._stress = load_stress_table()
        return self._stress

    def stem(self, word: str) -> tuple[float, tuple[tuple[str, ...], ...]]:
        """What is known of a part of a word: its frequency (names count 2 less) and its phones, or 0.0 and ()."""
        found = self._stems.get(word)
        if found is None:
            found = self._stems[word] = self._sought_stem(word)
        return found

    def _sought_stem(self, word: str) -> tuple[float, tuple[tuple[str, ...], ...]]:
        own = self._user_word(word)
        if own:
            return 5.0, tuple(one.phones for one in own)
        line = self._line(word.encode())
        if line is None:
            return 0.0, ()
        entry = _parse(line)
        return entry.zipf - (0.0 if entry.kind == "w" else 2.0), tuple(one.phones for one in entry.pronunciations)

    def _line(self, word: bytes) -> bytes | None:
        """The dictionary's line on the word: one page is found by bisection, the line in it by plain search."""
        page = bisect_right(self._page_words, word) - 1
        if page < 0 or not word:
            return None
        start, end = self._page_starts[page], self._page_starts[page + 1]
        at = self._block.find(b"\n" + word + b"\t", max(0, start - 1), end)
        if at >= 0:
            return self._block[at + 1 : self._block.index(b"\n", at + 1)]
        return self._block[: self._block.index(b"\n")] if start == 0 and self._block.startswith(word + b"\t") else None


def _pages(block: bytes) -> tuple[list[int], list[bytes]]:
    """Where every page of lines starts, with the block's end after the last, and the first word of each page."""
    starts = [0] if block else []
    while starts and starts[-1] + _PAGE_BYTES < len(block):
        starts.append(block.index(b"\n", starts[-1] + _PAGE_BYTES - 1) + 1)
    starts = [start for start in starts if start < len(block)]
    return [*starts, len(block)], [block[start : block.index(b"\t", start)] for start in starts]


def load_lexicon() -> Lexicon:
    """The dictionary that ships with Songwright (some 20 ms); LexiconError when its file is missing or damaged."""
    try:
        words = files("songwright_resources") / "words"
        return Lexicon(
            zlib.decompress((words / "lexicon.z").read_bytes()), _names((words / "names.txt").read_text("utf-8"))
        )
    except (OSError, zlib.error) as error:
        raise LexiconError(
            said(
                "The pronouncing dictionary that comes with Songwright cannot be read, so words have no syllables. "
                "Please install Songwright again."
            ),
            detail=repr(error),
        ) from error


def _names(text: str) -> dict[str, tuple[Pronunciation, ...]]:
    """The names of names.txt with their pronunciations."""
    rows = (row.split("\t") for row in text.splitlines() if row and row[0] != "#")
    return {name: tuple(Pronunciation(tuple(one.split())) for one in ways.split(",")) for name, ways in rows}


def normal(word: str) -> str:
    """The word as the dictionary spells it: lower case, straight apostrophes, no accents."""
    word = word.lower()
    if word.isascii():
        return word
    word = word.translate(_APOSTROPHES)
    parts = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    return "".join([letter for letter in parts if not unicodedata.combining(letter)])


_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʻ´`", "'"))
_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ß": "ss", "ð": "th", "þ": "th", "ł": "l", "đ": "d", "ı": "i"}
)


def _parse(line: bytes) -> Entry:
    word, facts, lengths, codes = line.decode().split("\t")
    ways = tuple([Pronunciation(decode(one)) for one in codes.split(" ")])
    return Entry(word, facts[0], int(facts[1:]) / 10, tuple([int(size, 36) for size in lengths]), ways)


def _with_spoken_ed(ways: tuple[Pronunciation, ...]) -> tuple[Pronunciation, ...]:
    """The ways in which a final "-ed" is a syllable; where there are none, the ways with one."""
    spoken = tuple(way for way in ways if way.phones[-2:] in {("AH0", "D"), ("IH0", "D")})
    return spoken or tuple(Pronunciation((*way.phones[:-1], "IH0", "D"), guessed=way.guessed) for way in ways)


def _pronunciations(word: str, text: str) -> tuple[Pronunciation, ...]:
    ways = [tuple(re.split(r"[\s-]+", one.strip().upper())) for one in text.split(",") if one.strip()]
    unknown = [phone for way in ways for phone in way if phone not in CODES]
    if not ways or unknown:
        raise LexiconError(
            said(
                "The pronunciation given for “{word}” cannot be read. Write its sounds in ARPABET with a stress digit "
                "after each vowel, such as F AY1 R for “fire”.",
                word=word,
            ),
            detail=f"{word}: {text!r}; unknown sounds {unknown}",
        )
    return tuple(Pronunciation(way) for way in ways)
