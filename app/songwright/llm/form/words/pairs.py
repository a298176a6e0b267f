"""Words that English does not put after a word: a small table, so that a line takes them only where nothing else fits.

The model knows grammar well enough; what leads it astray is a place where few words fit: "on my a seat", "he'd ran",
"that's sing", "was a shoes". `words/pairs.toml` has the lists. What closes a line is the business of `closing`; here
are two rules of it that are certain: no line ends in "a" and an adjective, no piece in a verb that wants its object.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from songwright.llm.form.words.vocabulary import Flags, Vocabulary

__all__ = ["Pairs"]

_ARTICLES = ("a", "an")
_GERUND = "ing"
_NO_GERUNDS = frozenset(
    {"bring", "sing", "sting", "king", "ring", "thing", "wing", "spring", "string", "swing", "nothing"}
)


class Pairs:
    """The table for a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        table = _table()
        verbs = _Verbs.read(table)
        third = {_third(base) for base in (*verbs.bases, *table["regular"])}
        inflected = (verbs.pasts - verbs.participles - verbs.bases) | third
        gerunds = self._gerunds()
        alone = frozenset(table["verbs_alone"])
        objects = {"me", "him", "us", "them"}
        barred: dict[str, Iterable[str]] = {
            "determiners": table["after_determiner"],
            "no": table["after_no"],
            "would": inflected | gerunds | objects,
            "modals": (inflected | gerunds | {"is", "are", "was", "were", "am"}) - {"say"},
            "is": (alone | third | set(table["not_after_is"])) - {"become", "come"},
            "be": (alone | inflected) - {"become", "come"},
            "have": (alone | inflected) - {"become", "come"},
            "to": inflected | {"is", "are", "was", "were", "am"},
        }
        articles = self._flags((*table["after_determiner"], *alone, *self._plurals(table)))
        self._kinds: npt.NDArray[np.int8] = np.zeros(len(vocabulary), dtype=np.int8)
        self._barred: list[Flags] = [np.zeros(len(vocabulary), dtype=bool)]
        for name, words in barred.items():
            self._kinds[self._known(table[name])] = len(self._barred)
            self._barred.append(self._flags(words))
        self._kinds[self._known(_ARTICLES)] = len(self._barred)
        self._barred.append(articles)
        self._article = len(self._barred) - 1
        self._to = self.kind(self._vocabulary.index.get("to", -1))
        self._bare = self._flags((*table["bare_adjectives"], *(verbs.participles - {"cut", "hit"}), *alone))
        self._unfinished = self._flags(table["unfinished"])

    def kind(self, before: int) -> int:
        """The class of a word that comes before; 0 for none."""
        return int(self._kinds[before]) if before >= 0 else 0

    def fitting(self, allowed: Flags, before: int, *, left: int, last: bool) -> Flags:
        """The allowed words that may follow the word `before` (-1: none), all of them where none may.

        A word of `left` syllables ends the line, which may be the piece's `last`.
        """
        kind = self.kind(before)
        barred, closes = self._barred[kind], self._vocabulary.syllables == left
        if kind == self._article:
            barred = barred | (self._bare & closes)
        if last and kind != self._to:  # "nothing left to say" has its object before it
            barred = barred | (self._unfinished & closes)
        fits = allowed & ~barred
        return fits if fits.any() else allowed

    def _known(self, words: Iterable[str]) -> list[int]:
        return [self._vocabulary.index[word] for word in words if word in self._vocabulary.index]

    def _flags(self, words: Iterable[str]) -> Flags:
        flags: Flags = np.zeros(len(self._vocabulary), dtype=bool)
        flags[self._known(words)] = True
        return flags

    def _gerunds(self) -> set[str]:
        words = self._vocabulary.words
        return {word for word in words if word.endswith(_GERUND) and len(word) > len("doing") - 1} - _NO_GERUNDS

    def _plurals(self, table: dict[str, list[str]]) -> set[str]:
        """Words in -s without which a longer word of weight is left, and irregular ones."""
        known, singular = self._vocabulary.index, frozenset(table["singular"])
        found = {
            word
            for word in self._vocabulary.words
            if word.endswith("s") and not word.endswith(("ss", "us", "is", "'s")) and word[:-1] in known
        }
        heavy = {word for word in found if self._vocabulary.content[known[word[:-1]]] and len(word) > len("cats") - 1}
        return (heavy - singular) | set(table["plurals"])


class _Verbs:
    """Forms of verbs: `bases`, `pasts` and `participles`."""

    def __init__(self, rows: Iterable[list[str]]) -> None:
        forms = [(base, past, participle) for base, past, participle in rows]
        self.bases = frozenset(base for base, _, _ in forms)
        self.pasts = frozenset(past for _, past, _ in forms)
        self.participles = frozenset(participle for _, _, participle in forms)

    @classmethod
    def read(cls, table: dict[str, list[str]]) -> _Verbs:
        """The irregular verbs of the table."""
        return cls(row.split() for row in " ".join(table["irregular"]).split(";") if row.strip())


def _third(base: str) -> str:
    """The form that he, she and it take."""
    if base in ("have", "be", "do", "go"):
        return {"have": "has", "be": "is", "do": "does", "go": "goes"}[base]
    if base.endswith(("ch", "sh", "ss", "x")):
        return f"{base}es"
    return f"{base[:-1]}ies" if base.endswith("y") and base[-2] not in "aeou" else f"{base}s"


@cache
def _table() -> dict[str, list[str]]:
    """The lists of the table, each as its words."""
    text = (files("songwright_resources") / "words" / "pairs.toml").read_text("utf-8")
    return {name: words.split() for name, words in tomllib.loads(text).items()}
