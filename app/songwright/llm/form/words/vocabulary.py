"""The words that form-exact writing may use, as arrays.

Every word here has one count of syllables and one stress pattern on which the dictionary and an independent reader
agree (see training/words/build_consensus.py), so that a line made of them is in form by anybody's count.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from songwright.lyrics.abbreviations import is_abbreviation
from songwright.lyrics.lexicon import Lexicon, load_lexicon, normal
from songwright.lyrics.mosaics import load_mosaics
from songwright.lyrics.phones import decode, encode, encode_plain, is_vowel, plain
from songwright.lyrics.rhyme import rhyme_parts
from songwright.lyrics.syllables import FUNCTION_WORDS, syllabify

__all__ = ["Flags", "Ints", "Vocabulary", "WordType", "fits", "load_vocabulary"]

Flags: TypeAlias = npt.NDArray[np.bool_]
Ints: TypeAlias = npt.NDArray[np.intp]
_T = TypeVar("_T")
_Numbers = TypeVar("_Numbers", int, Ints)

_PAIR_LOSS = 17  # tenths of Zipf that "know it" is taken to be rarer than "know"
_COMMON_OTHERS = 3.5  # rarer words outside the vocabulary hardly draw a model
_WISHED = re.compile(r"[a-z](?:[a-z']*[a-z])?")
_WISHED_ZIPF = 3.0  # how common a word that is asked for is taken to be at least
_MOST_PARTS = 4  # of a name: "Mary Ann", "King of the Road"
_ARTICLES = frozenset({"a", "an", "the"})
# How words begin to the ear where their first letter says otherwise: "a union", "an hour".
_CONSONANT = re.compile(r"eu|ew|one(s|self)?$|once|ub|uni([^nmd]|mo|nf$)|unanim|ur[aio]|us[aeui]|ut[ei]|uk")
_VOWEL = re.compile(r"heir|herb|homage|honest|hono|hour")
_CAPITALS = {"i": "I", "i'm": "I'm", "i'll": "I'll", "i've": "I've", "i'd": "I'd"}


@dataclass(frozen=True, slots=True)
class WordType:
    """What metre sees of a word: the stress of each syllable and how it may stand.

    `role` is "article" (one weak syllable), "function" (one syllable that stands anywhere) or "content".
    """

    stresses: str
    role: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words by index, with one entry in each array for every word.

    `kinds` index `types`; `tails` and `onsets` number the rhyme parts (words with the same tail rhyme, unless their
    onset is the same too, and with it their number among `sounds`), `tail_numbers` and `onset_numbers` number their
    phones; `tail_syllables` is 1 for masculine rhymes, 2 for feminine ones. `rhyming` marks words whose rhyme is
    certain, `closing` those that may end a line, `content` those that a reader notices when they come again.
    `letters` [words, 26] tells which letters a word has, `initials` its first letter (0 for "a"). `others` are words
    that may not be used, with their frequencies: a model is drawn to them too. `vowels` marks words that begin with a
    vowel to the ear: "an hour".

    The last words are pairs that rhyme together ("know it", see `lyrics.mosaics`): they can only end a line. `pairs`
    [pairs, 2] are the words that they are made of; `inside` marks all other words.
    """

    words: tuple[str, ...]
    index: dict[str, int]
    frequency: npt.NDArray[np.float64]
    types: tuple[WordType, ...]
    kinds: Ints
    syllables: Ints
    tails: Ints
    onsets: Ints
    sounds: Ints
    tail_syllables: Ints
    rhyming: Flags
    closing: Flags
    content: Flags
    letters: Flags
    initials: Ints
    vowels: Flags
    inside: Flags
    pairs: Ints
    others: tuple[tuple[str, float], ...] = ()
    tail_numbers: dict[tuple[str, ...], int] = field(default_factory=dict)
    onset_numbers: dict[tuple[str, ...], int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.words)

    def spread(self, words: Flags) -> Flags:
        """These words, and the pairs that have one of them."""
        found = words.copy()
        if len(self.pairs):
            found[-len(self.pairs) :] |= words[self.pairs].any(axis=1)
        return found

    def apart(self, words: Iterable[int]) -> list[int]:
        """Words with the pairs among them as two; negative numbers stay as they are."""
        first = len(self) - len(self.pairs)
        return [one for word in words for one in ((word,) if word < first else self.pairs[word - first].tolist())]

    def sound(self, onset: int, tail: int) -> int:
        """The number among `sounds` of these."""
        return tail * (len(self.onset_numbers) + 1) + onset

    def tail_of_sound(self, sound: _Numbers) -> _Numbers:
        """The tail of words with these of `sounds`."""
        return sound // (len(self.onset_numbers) + 1)


def fits(kind: WordType, pattern: str, position: int) -> bool:
    """Whether a word may start at this place of a pattern ("s" strong, "w" weak, "x" either) that has room for it.

    Stressed syllables of longer words stand in strong places; half stressed ones may also give way ("LIGHT-house"),
    but not at a word's start. A weak syllable may be raised to a strong place when its neighbours are weak
    ("mel-o-DY"): none in the word is stressed, and places beyond the word are weak ones.
    """
    if kind.role == "article":
        return pattern[position] != "s"
    if kind.role == "function":
        return True
    stresses = kind.stresses
    for index, stress in enumerate(stresses):
        place = position + index
        if pattern[place] == "w" and (stress == "1" or (stress == "2" and index == 0)):
            return False
        if pattern[place] == "s" and stress == "0":
            around = stresses[max(0, index - 1) : index] + stresses[index + 1 : index + 2]
            beside = pattern[max(0, place - 1) : place] + pattern[place + 1 : place + 2]
            if around.strip("0") or beside.strip("w"):
                return False
    return True


def load_vocabulary(rarest: float = 3.3, asked: Collection[str] = (), lexicon: Lexicon | None = None) -> Vocabulary:
    """The shipped word list without words rarer than `rarest` (Zipf), and without abbreviations.

    Words that a user `asked` for come after the usual ones, however rare, as the lexicon (by default the shipped one)
    says them in its first reading: other spellings ("harbour"), names ("Aoife", "Mary Ann", spelled as asked), words
    that it can only guess. What is no word in Latin letters does not.
    """
    rows = _consensus()
    certain = {row[0]: row for row in rows if row[1] != "x" and not is_abbreviation(row[0])}
    used = [row for row in certain.values() if int(row[2]) >= rarest * 10]
    taken = {row[0] for row in used}
    wanted = {word: one for one in dict.fromkeys(asked) if (word := one.lower()) not in taken}
    more, names = _asked_rows(wanted, certain, lexicon or load_lexicon()) if wanted else ([], {})
    return replace(_vocabulary([*used, *more], names), others=_others(rows, taken))


def _consensus() -> list[list[str]]:
    """The rows of the shipped list: word, mark, frequency (tenths of Zipf), stresses, onset and tail of its rhyme."""
    packed = (files("songwright_resources") / "words" / "consensus.z").read_bytes()
    return [row.split("\t") for row in zlib.decompress(packed).decode().splitlines()]


def _others(rows: list[list[str]], taken: Collection[str]) -> tuple[tuple[str, float], ...]:
    """Common words that are not in the vocabulary, with their share of all words (Zipf: log10 of it, plus 9)."""
    common = (row for row in rows if row[0] not in taken and int(row[2]) >= _COMMON_OTHERS * 10)
    return tuple((row[0], 10 ** (int(row[2]) / 10 - 9)) for row in common)


def _asked_rows(
    wanted: dict[str, str], certain: dict[str, list[str]], lexicon: Lexicon
) -> tuple[list[list[str]], dict[str, str]]:
    """Rows for words that were asked for (small letters -> as asked), and how the names among them are spelled."""
    rows = [row for word in wanted if (row := _asked_row(word, certain, lexicon)) is not None]
    return rows, {row[0]: wanted[row[0]] for row in rows if _is_name(wanted[row[0]], lexicon, certain)}


def _asked_row(word: str, certain: Mapping[str, list[str]], lexicon: Lexicon) -> list[str] | None:
    """The row of a word that is asked for: as readers agree on it, as a listed word, else as the lexicon says it."""
    if " " in word:
        return _row_of_several(word, certain, lexicon)
    own = lexicon.user_way(word)
    if own is None and (row := certain.get(word) or _respelled(word, certain)) is not None:
        return row
    if not _WISHED.fullmatch(normal(word)):
        return None
    way = own or lexicon.pronunciations(word)[0]
    parts = rhyme_parts(way)
    stresses = "".join(str(syllable.stress) for syllable in syllabify(word, lexicon))
    if not parts or len(stresses) != way.syllables or not parts[0].syllables:
        return None
    zipf = max(lexicon.zipf(word), _WISHED_ZIPF)
    sounds = encode_plain(parts[0].onset), encode_plain(parts[0].tail)
    return [word, "*", str(round(zipf * 10)), stresses, *sounds]


def _row_of_several(words: str, certain: Mapping[str, list[str]], lexicon: Lexicon) -> list[str] | None:
    """The row of a name of several words ("mary ann"): counted and stressed as it stands, rhymed by its last word."""
    parts = words.split()
    rows = [_asked_row(part, certain, lexicon) for part in parts]
    last = rows[-1]
    if len(parts) > _MOST_PARTS or last is None or None in rows:
        return None
    stresses = "".join(str(syllable.stress) for syllable in syllabify(words, lexicon))
    return [words, "*", str(round(_WISHED_ZIPF * 10)), stresses, *last[-2:]]


def _is_name(asked: str, lexicon: Lexicon, certain: Mapping[str, list[str]]) -> bool:
    """Whether a word that is asked for keeps its capitals inside a line."""
    word, entry = asked.lower(), lexicon.entry(asked)
    if asked == word or (entry is not None and entry.kind == "w"):
        return False
    return lexicon.user_way(word) is not None or (word not in certain and _respelled(word, certain) is None)


def _respelled(word: str, certain: Mapping[str, list[str]]) -> list[str] | None:
    """The row of a word that only the spelling list lacks, by that of a word which the dictionary says alike."""
    lexicon = load_lexicon()
    entry = lexicon.entry(word) if word.isascii() and word.isalpha() else None
    if entry is None or entry.kind != "x" or len(entry.pronunciations) > 1:
        return None
    for twin in lexicon.ending_in(encode(entry.pronunciations[0].phones)):
        row = certain.get(twin.word)
        if row is not None and row[1] != "-" and entry.pronunciations[0] in twin.pronunciations:
            return [word, *row[1:]]
    return None


def _vocabulary(rows: list[list[str]], names: Mapping[str, str]) -> Vocabulary:
    """A vocabulary of rows of consensus.z: word, mark, frequency, stresses, onset, tail; `names` by their spelling."""
    single = len(rows)
    places = {row[0]: place for place, row in enumerate(rows)}
    rows = [*rows, *_pairs(rows)]
    words, marks, zipfs, stresses, onsets, tails = zip(*rows, strict=True)
    kinds, types = _numbered([_word_type(word, sung) for word, sung in zip(words, stresses, strict=True)])
    tail_of, tail_codes = _numbered(list(tails))
    onset_of, onset_codes = _numbered(list(onsets))
    return Vocabulary(
        words=tuple(_CAPITALS.get(word) or names.get(word, word) for word in words),
        index={word: place for place, word in enumerate(words)},
        frequency=10.0 ** (np.array(zipfs, dtype=np.float64) / 10 - 9),
        types=tuple(types),
        kinds=kinds,
        syllables=np.array([len(sung) for sung in stresses], dtype=np.intp),
        tails=tail_of,
        onsets=onset_of,
        sounds=tail_of * (len(onset_codes) + 1) + onset_of,
        tail_syllables=np.array([sum(map(is_vowel, decode(tail))) for tail in tails], dtype=np.intp),
        rhyming=np.array([mark == "*" for mark in marks], dtype=bool),
        closing=np.array([mark != "-" for mark in marks], dtype=bool),
        content=np.array([word.split(" ")[0] not in FUNCTION_WORDS for word in words], dtype=bool),
        letters=_letters(words),
        initials=np.array([ord(normal(word)[0]) - ord("a") for word in words], dtype=np.intp),
        vowels=np.array([_begins_with_vowel(word) for word in words], dtype=bool),
        inside=np.arange(len(rows)) < single,
        pairs=np.array([[places[one] for one in row[0].split(" ")] for row in rows[single:]], dtype=np.intp).reshape(
            -1, 2
        ),
        tail_numbers=_by_phones(tail_codes),
        onset_numbers=_by_phones(onset_codes),
    )


def _pairs(rows: list[list[str]]) -> list[list[str]]:
    """Rows for pairs of these words that rhyme together: their rhyme is as certain as that of the first one.

    Only those are made with which a single word rhymes, too.
    """
    mosaics = load_mosaics()
    known = {row[0]: row for row in rows}
    weak = {word: phones for word, phones in mosaics.weak.items() if word in known}
    firsts = (row for row in rows if row[0] in mosaics.strong and _may_begin_pair(row))
    found = [_pair(first, word, phones) for first in firsts for word, phones in weak.items()]
    single = {(row[5], row[4]) for row in rows if row[1] == "*"}
    onsets = Counter(tail for tail, _ in single)
    return [row for row in found if onsets[row[5]] > ((row[5], row[4]) in single)]


def _may_begin_pair(row: list[str]) -> bool:
    """A word that ends on its stressed syllable and whose rhyme is certain, or a small word that is said strongly."""
    word, mark, tail = row[0], row[1], row[5]
    certain = mark == "*" or (mark != "x" and word in FUNCTION_WORDS)
    return certain and sum(map(is_vowel, decode(tail))) == 1


def _pair(first: list[str], weak: str, phones: Sequence[str]) -> list[str]:
    """The row of a word and a weak one after it."""
    word, _, zipf, stresses, onset, tail = first
    after = ["AH" if phone == "IH" else phone for phone in phones]
    both = encode_plain((*map(plain, decode(tail)), *after))
    return [f"{word} {weak}", "*", str(int(zipf) - _PAIR_LOSS), stresses[:-1] + "10", onset, both]


def _begins_with_vowel(word: str) -> bool:
    plain_word = normal(word)
    return bool(_VOWEL.match(plain_word)) or (plain_word[0] in "aeiou" and not _CONSONANT.match(plain_word))


def _by_phones(codes: list[str]) -> dict[tuple[str, ...], int]:
    return {tuple(map(plain, decode(code))): number for number, code in enumerate(codes)}


def _letters(words: tuple[str, ...]) -> Flags:
    found = np.zeros((len(words), 128), dtype=bool)
    for place, word in enumerate(words):
        found[place, list(normal(word).encode())] = True
    return found[:, ord("a") : ord("z") + 1]


def _word_type(word: str, stresses: str) -> WordType:
    if len(stresses) > 1:
        return WordType(stresses, "content")
    if word in _ARTICLES:
        return WordType("0", "article")
    return WordType("0", "function") if stresses == "0" else WordType("1", "content")


def _numbered(things: list[_T]) -> tuple[Ints, list[_T]]:
    """Each thing as the number of its first like, and the different things."""
    numbers: dict[_T, int] = {}
    return np.array([numbers.setdefault(thing, len(numbers)) for thing in things], dtype=np.intp), list(numbers)
