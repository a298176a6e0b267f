"""Which letters begin a word that there is: so that free writing, token by token, makes up none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache

from songwright.lyrics.lexicon import load_lexicon

__all__ = ["KnownWords", "known_words"]

_APOSTROPHES = "'’"
_ENDINGS = ("s", "t", "ll", "re", "ve", "d", "m")  # what may follow an apostrophe
_LETTER_WORDS = "aio"  # the dictionary lists how every letter is said
_ADVERB, _LONG_STEM = "ly", 4
_RUN_TOGETHER = re.compile(r"[a-z][A-Z]")  # a capital inside a word
_UNLISTED = "x"  # the kind of what no spelling list has
_LETTERS = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*['’]?")


class KnownWords:
    """A sorted list of words; what its user wrote counts as known too."""

    def __init__(self, words: Iterable[str], own: str = "") -> None:
        """`own` is a text of the user's."""
        named = [_plain(word) for word in _LETTERS.findall(own)]
        # Of "watchmaker's" the part before the mark is known too: a word has to be there before it has an ending.
        self._words = sorted({*words, *named, *(word.partition("'")[0] for word in named)})

    def with_own(self, own: str) -> KnownWords:
        """These words and those of a text of the user's."""
        return KnownWords(self._words, own) if own.strip() else self

    def has(self, word: str) -> bool:
        """Whether there is this word; with an ending such as "'s", whether there is the one before it."""
        plain = _plain(word)
        return self._found(plain) or ("'" in plain and self._found(plain.split("'")[0]))

    def begins(self, letters: str) -> bool:
        """Whether a word begins with these letters."""
        whole = _plain(letters)
        plain, mark, ending = whole.partition("'")
        marked = mark or letters[-1:] in _APOSTROPHES
        if marked and self._found(plain) and any(one.startswith(ending) for one in _ENDINGS):
            return True
        # "wouldn't" is a word of the list, "wouldn" none.
        wanted = f"{whole}'" if letters[-1:] in _APOSTROPHES else whole
        place = bisect_left(self._words, wanted)
        return place < len(self._words) and self._words[place].startswith(wanted)

    def misspells(self, text: str, piece: str, *, names: bool = False) -> bool:
        """Whether a text that goes on with this piece has a word that is none, or begins none.

        With `names` words that begin with a capital are let pass: in prose they may be anything.
        """
        begun = re.search(r"[A-Za-z'’]*$", text)
        whole = (begun[0] if begun else "") + piece
        found = list(_LETTERS.finditer(whole))
        if names:
            found = [word for word in found if not (word[0][0].isupper() or self._is_derived(_plain(word[0])))]
        if not found:
            return False
        if _RUN_TOGETHER.search(whole):
            return True
        open_ = found.pop() if found[-1].end() == len(whole) else None
        return not all(self.has(word[0]) for word in found) or (open_ is not None and not self.begins(open_[0]))

    def _is_derived(self, word: str) -> bool:
        """Whether it is a word of the list and the beginning of "-ly": no list has every adverb."""
        return any(
            self._found(word[:-size]) and _ADVERB.startswith(word[-size:]) and len(word) > _LONG_STEM + size
            for size in range(1, len(_ADVERB) + 1)
        )

    def _found(self, word: str) -> bool:
        if len(word) == 1 and word not in _LETTER_WORDS:
            return False
        place = bisect_left(self._words, word)
        return place < len(self._words) and self._words[place] == word


@cache
def known_words() -> KnownWords:
    """The words of the dictionary that ships with Songwright."""
    return KnownWords(entry.word for entry in load_lexicon().entries() if entry.kind != _UNLISTED)


def _plain(word: str) -> str:
    return word.lower().replace("’", "'").strip("'")
