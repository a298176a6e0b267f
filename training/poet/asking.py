"""Ties a request to an excerpt: what a user would have said to get just this, in words that stand in it."""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from dataclasses import dataclass

from wordfreq import zipf_frequency

from training.poet.diction import FILLER, words
from training.poet.pieces import Excerpted

__all__ = ["Asked", "Asker"]

_LEAD = re.compile(
    r"^(the song of|song of|song|ballad of|ode to|ode on|lines on|lines to|to|on|in|at)\b[:,.]?\s*", re.I
)
_NO_TITLE = re.compile(r"\d|\b[IVXL]+\b|sonnet|untitled|canto|stanza|fragment|poem|song\b|hymn|ballad", re.I)
_PHRASE = re.compile(r"(?:^|(?<=[ \n]))((?:the|a|an|my|his|her|two|our|three)(?: [a-z']+){1,6}?)(?=[,.;:!?\n]|$)", re.M)
_INFLECTED = re.compile(r"(ed|ing|ly|est)$")
_PHRASES, _TITLES = 0.55, 0.85  # shares of requests by a phrase of the text and (the rest up to here) by its title
_WORDS_TOLD, _NAME_TOLD = 0.2, 0.35  # shares of requests that also name words, and (the rest up to here) the title


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: what about, words that have to stand in the text, and the title; "" and () when not told."""

    about: str
    words: tuple[str, ...] = ()
    title: str = ""


class Asker:
    """Knows how common each word is in the collection, to find those that say what a text is about."""

    def __init__(self, texts: list[str], seed: int = 1) -> None:
        self._spread: Counter[str] = Counter()
        for text in texts:
            self._spread.update({word.lower() for word in words(text)})
        self._texts = len(texts)
        self._rng = random.Random(seed)

    def ask(self, excerpt: Excerpted) -> Asked | None:
        """A request for the excerpt; None when no words of it tell what it is about."""
        keys = self._telling(excerpt.text)
        about = self._about(excerpt, keys)
        if not about:
            return None
        draw = self._rng.random()
        title = title_of(excerpt)
        told = tuple(self._rng.sample(keys[:6], k=min(3, len(keys[:6])))) if draw < _WORDS_TOLD else ()
        named = title if _WORDS_TOLD <= draw < _NAME_TOLD else ""
        return Asked(about, told, named)

    def _about(self, excerpt: Excerpted, keys: list[str]) -> str:
        phrases = [phrase for phrase in _PHRASE.findall(excerpt.text) if _tells(phrase, keys)][:4]
        title, draw = _subject_title(excerpt), self._rng.random()
        if phrases and draw < _PHRASES:
            first = self._rng.choice(phrases)
            others = [key for key in keys[:3] if key not in first]
            return f"{first} and the {others[0]}" if others and self._rng.random() < 0.25 else first
        if title and draw < _TITLES:
            return title
        return f"{keys[0]} and {keys[1]}" if len(keys) >= 2 else title

    def _telling(self, text: str) -> list[str]:
        """The text's nouns and the like, those that tell most first."""
        counts: Counter[str] = Counter(
            word
            for word in words(text.lower())
            if word not in FILLER
            and len(word) > 3
            and "'" not in word
            and self._spread[word] > 3
            and 3 < zipf_frequency(word, "en") < 5.3
            and not _INFLECTED.search(word)
        )
        return sorted(counts, key=lambda word: -counts[word] * math.log(self._texts / self._spread[word]))


def title_of(excerpt: Excerpted) -> str:
    """The title where it is one and the excerpt begins the piece, else ""."""
    title = excerpt.title.strip(" .\"'")
    fit = excerpt.part == 0 and 2 <= len(title) < 40 and not _NO_TITLE.search(title) and title.upper() != title
    return title if fit else ""


def _subject_title(excerpt: Excerpted) -> str:
    """The title as a subject, where all its words of weight stand in the text."""
    subject = _LEAD.sub("", excerpt.title).strip(" .:,\"'").lower()
    weighty = [word for word in words(subject) if word not in FILLER]
    inside = set(words(excerpt.text.lower()))
    told = all({word, f"{word}s", word.rstrip("s")} & inside for word in weighty)
    return subject if weighty and told and len(words(subject)) <= 7 and not _NO_TITLE.search(subject) else ""


def _tells(phrase: str, keys: list[str]) -> bool:
    last = phrase.split()[-1]
    return last not in FILLER and any(key in phrase.split() for key in keys[:8])
