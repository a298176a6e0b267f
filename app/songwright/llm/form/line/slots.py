"""Which words may stand in one place of a line that is there: same syllables, same metre, same rhyme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from songwright.llm.form.line.line_task import Fitting
from songwright.llm.form.words.vocabulary import Flags, Vocabulary
from songwright.llm.form.words.withheld_phrases import Phrases
from songwright.llm.questions import WordOptions
from songwright.lyrics.endings import Ending
from songwright.lyrics.lexicon import Lexicon, normal
from songwright.lyrics.metre import scan_pattern
from songwright.lyrics.phones import is_vowel
from songwright.lyrics.rhyme import RhymeKind, ending, kind_between
from songwright.lyrics.syllables import Syllable, syllabify
from songwright.lyrics.tokens import tokens

__all__ = ["Slot", "rhymes_with", "rhyming_words", "slot_of"]

_ARTICLES = frozenset({"a", "an"})


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of one word: which words of the vocabulary may stand there, and how it is written.

    `first` and `last` say whether it begins or ends its line.
    """

    words: Flags
    first: bool
    last: bool


def slot_of(question: WordOptions, vocabulary: Vocabulary, lexicon: Lexicon) -> Slot:
    """The slot of `line[start:end]`; its own word is not among `words`."""
    place, line = question.place, question.line
    sung = syllabify(line, lexicon)
    inside = [index for index, one in enumerate(sung) if question.start <= one.start < question.end]
    seen = tokens(line)
    first = not line[: question.start].strip() or not inside or inside[0] == 0
    last = not inside or sung[inside[-1]].word == len(seen) - 1
    begin, count = (inside[0], len(inside)) if inside else (0, 1)
    words = _in_metre(vocabulary, _patterns(question, sung), begin, count)
    words &= vocabulary.closing & rhyming_words(vocabulary, lexicon, place.rhymes) if last else vocabulary.inside
    words &= _keeping_inner_rhyme(question, vocabulary, lexicon, last=last)
    words &= _wished(question, vocabulary, first=first)
    words &= ~_banned(question, vocabulary)
    others = {normal(token.text) for token in seen if not question.start <= token.start < question.end}
    words[_known(vocabulary, [normal(line[question.start : question.end]), *others], content=True)] = False
    before = [normal(token.text) for token in seen if token.start < question.start]
    if before and before[-1] in _ARTICLES:
        words &= _after_article(vocabulary, lexicon, words, vowel=before[-1] == "an")
    return Slot(words, first, last)


def rhyming_words(vocabulary: Vocabulary, lexicon: Lexicon, partners: Sequence[str]) -> Flags:
    """Words that rhyme fully with the ends of all these lines and repeat none of them."""
    heard = _heard(partners, lexicon)
    if not heard:
        return np.ones(len(vocabulary), dtype=bool)
    tails = [vocabulary.tail_numbers.get(part.tail, -1) for one in heard for part in one.parts]
    found = np.logical_and(vocabulary.rhyming, np.isin(vocabulary.tails, tails))
    for word in np.flatnonzero(found):
        own = ending(vocabulary.words[word], lexicon)
        found[word] = own is not None and all(_rhymes(own, one) for one in heard)
    return found


def rhymes_with(text: str, partners: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether a line rhymes fully with the ends of all these lines and repeats none of them."""
    own = ending(text, lexicon)
    return own is not None and all(_rhymes(own, one) for one in _heard(partners, lexicon))


def _heard(texts: Sequence[str], lexicon: Lexicon) -> list[Ending]:
    return [one for one in (ending(text, lexicon) for text in texts) if one is not None]


def _rhymes(first: Ending, second: Ending) -> bool:
    return kind_between(first, second) is RhymeKind.PERFECT


def _patterns(question: WordOptions, sung: Sequence[Syllable]) -> list[str]:
    """The patterns that the line keeps; for one out of form its own stresses, in free verse any."""
    form = question.place.form
    if form is None or not form.patterns:
        return ["x" * len(sung)]
    same = [pattern for pattern in form.patterns if len(pattern) == len(sung)]
    kept = [pattern for pattern in same if (reading := scan_pattern(sung, pattern)) is not None and reading.fits]
    return kept or ["".join("x" if one.word_length == 1 else "s" if one.stress else "w" for one in sung)]


def _in_metre(vocabulary: Vocabulary, patterns: Sequence[str], begin: int, count: int) -> Flags:
    fitting = Fitting(vocabulary)
    found = np.zeros(len(vocabulary), dtype=bool)
    for pattern in patterns:
        found |= fitting(pattern, begin)[vocabulary.kinds]
    found &= vocabulary.syllables == count
    return found


def _keeping_inner_rhyme(question: WordOptions, vocabulary: Vocabulary, lexicon: Lexicon, *, last: bool) -> Flags:
    """Words that still make the inner rhyme which this one makes now; all words where it makes none."""
    form, line = question.place.form, question.line
    if form is None or form.inner is None:
        return np.ones(len(vocabulary), dtype=bool)
    inside = [token.text for token in tokens(line)[:-1]]
    own = [line] if form.inner == form.rhyme else []
    partners = inside if last and own else [] if last else [*own, *question.place.inner]
    now = ending(line[question.start : question.end], lexicon)
    heard = [(one, ending(one, lexicon)) for one in partners]
    made = [one for one, end in heard if now is not None and end is not None and _rhymes(now, end)]
    return rhyming_words(vocabulary, lexicon, made)


def _wished(question: WordOptions, vocabulary: Vocabulary, *, first: bool) -> Flags:
    """What the wishes for the line leave."""
    wishes = question.place.wishes
    barred = [ord(letter) - ord("a") for letter in wishes.without.lower() if "a" <= letter <= "z"]
    found: Flags = np.logical_not(np.any(vocabulary.letters[:, barred], axis=1))
    found[_known(vocabulary, [word.lower() for word in wishes.forbidden])] = False
    letter = wishes.acrostic[:1].strip().lower()
    if first and letter:
        found = np.logical_and(found, vocabulary.initials == ord(letter) - ord("a"))
    return found


def _banned(question: WordOptions, vocabulary: Vocabulary) -> Flags:
    """Words that are banned beside the others of the line."""
    sides = (question.line[: question.start], question.line[question.end :])
    before, after = ([vocabulary.index.get(normal(one.text), -1) for one in tokens(side)] for side in sides)
    return Phrases(vocabulary, question.place.wishes.banned).between(before, after)


def _after_article(vocabulary: Vocabulary, lexicon: Lexicon, words: Flags, *, vowel: bool) -> Flags:
    """Words that go with "an" (or "a"), by their first sound."""
    found = words.copy()
    for word in np.flatnonzero(words):
        found[word] = is_vowel(lexicon.pronunciations(vocabulary.words[word])[0].phones[0]) is vowel
    return found


def _known(vocabulary: Vocabulary, words: Sequence[str], *, content: bool = False) -> list[int]:
    return list(_indices(vocabulary, words, content=content))


def _indices(vocabulary: Vocabulary, words: Sequence[str], *, content: bool) -> Iterator[int]:
    for place, word in enumerate(words):
        index = vocabulary.index.get(word)
        # The word asked about comes first and is always meant; others only when a reader would notice the repeat.
        if index is not None and (not content or place == 0 or vocabulary.content[index]):
            yield index
