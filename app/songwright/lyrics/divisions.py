"""How a line's words are cut into syllables: by the dictionary, or as its file or its user has them ("noth-ing")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import accumulate, groupby, pairwise

from songwright.core.song import Line
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.syllables import Syllable, syllabify

__all__ = ["ELISION", "divided", "elided", "line_syllables"]

ELISION = "‿"
"""Binds two words whose last and first syllables are sung as one ("gli‿occhi"), as in printed vocal scores."""


def line_syllables(line: Line, lexicon: Lexicon) -> tuple[Syllable, ...]:
    """The syllables of a line as it is sung."""
    return divided(line.text, syllabify(line.text, lexicon), line.divisions)


def divided(text: str, syllables: Iterable[Syllable], divisions: Iterable[tuple[str, str]]) -> tuple[Syllable, ...]:
    """The syllables of a text with the words that `divisions` name (see `Line`) cut as these say.

    A syllable bears the strongest stress of those that begin in it. A division of other letters than the word's counts
    for nothing. Words that are bound by `ELISION` count as one, with one syllable where they meet.
    """
    wanted = dict(divisions)
    if not wanted and ELISION not in text:
        return tuple(syllables)
    words = groupby(syllables, key=lambda syllable: syllable.word)
    cut = tuple(one for _, word in words for one in _word(text, tuple(word), wanted))
    return _bound(text, cut) if ELISION in text else cut


def elided(gap: str) -> bool:
    """Whether what stands between two words binds them, whatever signs are beside the elision."""
    return ELISION in gap and not any(character.isspace() for character in gap)


def _bound(text: str, syllables: tuple[Syllable, ...]) -> tuple[Syllable, ...]:
    """The syllables with those joined that an elision stands between."""
    words: list[list[Syllable]] = []
    for syllable in syllables:
        last = words[-1][-1] if words else None
        if last is not None and syllable.word == last.word:
            words[-1].append(syllable)
        elif last is not None and elided(text[last.end : syllable.start]):
            stress = min((one.stress for one in (last, syllable) if one.stress), default=0)
            joined = replace(last, text=text[last.start : syllable.end], end=syllable.end, stress=stress)
            # What follows of the second word belongs to it: its own number is taken on.
            words[-1][-1] = replace(joined, word=syllable.word)
        else:
            words.append([syllable])
    return tuple(
        replace(syllable, word=number, in_word=place, word_length=len(word))
        for number, word in enumerate(words)
        for place, syllable in enumerate(word)
    )


def _word(text: str, word: tuple[Syllable, ...], wanted: Mapping[str, str]) -> Iterator[Syllable]:
    start, end = word[0].start, word[-1].end
    whole = text[start:end].lower()
    parts = wanted.get(whole, "").split("-")
    if "".join(parts) != whole or not all(parts):
        yield from word
        return
    for place, (first, last) in enumerate(pairwise(accumulate(map(len, parts), initial=start))):
        stresses = [syllable.stress for syllable in word if first <= syllable.start < last]
        # 1 is the primary stress, 2 a secondary one.
        stress = min((stress for stress in stresses if stress), default=0)
        yield Syllable(text[first:last], first, last, stress, word[0].word, place, len(parts))
