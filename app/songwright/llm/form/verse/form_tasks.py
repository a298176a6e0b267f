"""What a form and the wishes ask of each line: a task for a line's writer, before anything is known of its rhymes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.llm.form.line.line_task import Inner, LineTask
from songwright.llm.form.words.vocabulary import Flags, Vocabulary
from songwright.llm.form.words.withheld_phrases import Phrases
from songwright.llm.wishes import Wishes
from songwright.lyrics.forms import Form, LineForm

__all__ = ["ImpossibleFormError", "line_tasks"]

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_FEWEST, _MOST = 4, 12  # syllables of a line whose form asks for no number


class ImpossibleFormError(SongwrightError):
    """What is asked for cannot be written, whatever the words."""


def line_tasks(
    form: Form, wishes: Wishes, vocabulary: Vocabulary, able: Flags, ends: Mapping[int, str] | None = None
) -> list[LineTask]:
    """A task for each line of the form, with `able` words only; `ends` are last words that are settled, by line.

    Raises ImpossibleFormError for a word not to be had.
    """
    permitted = np.logical_and(able, _permitted(wishes, vocabulary))
    banned = Phrases(vocabulary, wishes.banned)
    sharing: defaultdict[str | None, set[str]] = defaultdict(set)
    for index, line in enumerate(form.lines):
        sharing[line.rhyme].add(line.refrain or str(index))
        sharing[line.inner].add(f"+{line.refrain or index}")
    letters = [wishes.acrostic[index : index + 1].strip().lower() for index in range(len(form.lines))]
    beginning = {first: _beginning(vocabulary, first) for first in set(letters)}
    required = dict(wishes.required)
    tasks = []
    for index, line in enumerate(form.lines):
        wanted = [
            vocabulary.index.get(word.lower(), -1) for word in (required.get(index, ""), (ends or {}).get(index, ""))
        ]
        uncertain, done_without = banned.uncertain([word for word in wanted if word >= 0])
        allowed = permitted & ~done_without
        wish = _wish(required.get(index), vocabulary, index, allowed)
        rhymes = line.rhyme is not None and len(sharing[line.rhyme]) > 1
        inner = None
        if line.inner is not None and len(sharing[line.inner]) > 1:
            inner = Inner(
                vocabulary.rhyming & vocabulary.content & vocabulary.inside, line.inner_at, line.inner == line.rhyme
            )
        tasks.append(LineTask(_patterns(line), allowed, beginning[letters[index]], wish, rhymes, uncertain, inner))
    return tasks


def _permitted(wishes: Wishes, vocabulary: Vocabulary) -> Flags:
    barred = [_ALPHABET.index(one.lower()) for one in wishes.without if one.lower() in _ALPHABET]
    found: Flags = np.logical_not(np.any(vocabulary.letters[:, barred], axis=1))
    forbidden = np.zeros(len(vocabulary), dtype=bool)
    forbidden[[vocabulary.index[word.lower()] for word in wishes.forbidden if word.lower() in vocabulary.index]] = True
    return np.asarray(found & ~vocabulary.spread(forbidden))


def _beginning(vocabulary: Vocabulary, first: str) -> Flags:
    if not first:
        return np.ones(len(vocabulary), dtype=bool)
    if first not in _ALPHABET:
        raise ImpossibleFormError(
            said("No line can begin with “{first}”. First letters are those from A to Z.", first=first)
        )
    return np.equal(vocabulary.initials, _ALPHABET.index(first))


def _patterns(line: LineForm) -> tuple[str, ...]:
    if line.patterns:
        return line.patterns
    free = line.most - line.least > _MOST
    least, most = (_FEWEST, _MOST) if free else (line.least, line.most)
    return tuple("x" * size for size in range(least, most + 1))


def _wish(word: str | None, vocabulary: Vocabulary, index: int, allowed: Flags) -> int | None:
    if word is None:
        return None
    known = vocabulary.index.get(word.lower())
    if known is not None and not allowed[known]:
        raise ImpossibleFormError(
            said(
                "“{word}” is asked for in line {line}, but another wish forbids it or the model cannot spell "
                "it. Take one of the wishes back.",
                word=word,
                line=index + 1,
            )
        )
    if word.lower() not in vocabulary.index:
        raise ImpossibleFormError(
            said(
                "“{word}” cannot be placed in line {line}: it is not one word in Latin letters, so its "
                "syllables are not known. Ask for its words one by one, or spell it as it sounds.",
                word=word,
                line=index + 1,
            )
        )
    return vocabulary.index[word.lower()]
