"""Wishes for a whole piece settled before its first word: each word gets a line, and what cannot be is said.

A refusal names the reason and the nearest wish that can be fulfilled.
"""

from __future__ import annotations

import difflib
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, islice

import numpy as np

from songwright.core.language import said
from songwright.llm.form.line.automaton import possible_endings
from songwright.llm.form.line.line_task import Fitting, LineTask
from songwright.llm.form.verse.form_tasks import ImpossibleFormError, line_tasks
from songwright.llm.form.verse.given import given_of
from songwright.llm.form.verse.rhyme_plan import RhymePlan
from songwright.llm.form.words.vocabulary import Flags, Vocabulary
from songwright.llm.wishes import Wishes, contradictions
from songwright.lyrics.forms import Form

__all__ = ["WishPlan"]

_SHUFFLES = 12  # ways of giving words to lines that are tried
_MOST_LETTERS = 8  # letters to be left out of which the nearest choice is sought
_MOST_TOLD = 3  # reasons of a refusal
_THEME_SHARE = 2  # one line in so many may be given a theme word


@dataclass(slots=True)
class WishPlan:
    """Settles the wishes for one form; `able` are the words that may be used at all (all, without a model)."""

    form: Form
    vocabulary: Vocabulary
    kept: Mapping[int, str] = field(default_factory=dict)
    endings: Mapping[int, str] = field(default_factory=dict)
    able: Flags | None = None
    _fitting: Fitting = field(init=False)
    _known: dict[tuple[object, ...], bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._fitting = Fitting(self.vocabulary)
        if self.able is None:
            self.able = np.ones(len(self.vocabulary), dtype=bool)

    def settle(self, wishes: Wishes, seed: int = 0) -> Wishes:
        """The wishes with every word in a line of its own. Raises ImpossibleFormError.

        Another seed puts the words into other lines. Theme words go where they fit, as many as do.
        """
        self._check(wishes)
        source = random.Random(seed)
        try:
            settled = self._placed(wishes, source)
        except ImpossibleFormError as error:
            nearest = next((told for other, told in _weaker(wishes) if self._possible(other, source)), "")
            raise ImpossibleFormError(
                said("{message}{nearest}", message=error.message, nearest=nearest), detail=error.detail
            ) from error
        return self._with_theme(settled, source)

    # Placing words

    def _possible(self, wishes: Wishes, source: random.Random) -> bool:
        try:
            self._placed(wishes, source)
        except ImpossibleFormError:
            return False
        return True

    def _placed(self, wishes: Wishes, source: random.Random) -> Wishes:
        """Every wished word in a line, and the form possible with them."""
        if not wishes.anywhere:
            self._prove(wishes)
            return wishes
        lines = self._open_lines(wishes)
        plain = replace(wishes, anywhere=())
        self._prove(plain)
        for _ in range(_SHUFFLES):
            given = self._assigned(plain, wishes.anywhere, source.sample(lines, len(lines)))
            settled = replace(plain, required=(*plain.required, *given))
            try:
                self._prove(settled)
            except ImpossibleFormError:
                continue
            return settled
        raise ImpossibleFormError(
            said(
                "No lines can be found for {listed} that keep the form with all of them.",
                listed=_listed(wishes.anywhere),
            )
        )

    def _assigned(self, wishes: Wishes, words: Sequence[str], lines: Sequence[int]) -> list[tuple[int, str]]:
        """A line for each word, by augmenting paths. Raises ImpossibleFormError for a word that fits nowhere."""
        owner: dict[int, str] = {}
        for word in words:
            if not self._find_line(word, lines, owner, set(), wishes):
                raise ImpossibleFormError(
                    said(
                        "“{word}” fits into no line of this form beside the other wishes. Leave it out, or "
                        "choose another form.",
                        word=word,
                    )
                )
        return sorted(owner.items())

    def _find_line(
        self, word: str, lines: Sequence[int], owner: dict[int, str], tried: set[int], wishes: Wishes
    ) -> bool:
        for line in lines:
            if line in tried or not self._fits(word, line, wishes):
                continue
            tried.add(line)
            if line not in owner or self._find_line(owner[line], lines, owner, tried, wishes):
                owner[line] = word
                return True
        return False

    def _fits(self, word: str, line: int, wishes: Wishes) -> bool:
        """Whether the line alone can be written with the word in it."""
        asked = self.form.lines[line]
        letter = wishes.acrostic[line : line + 1]
        key = (word, asked.patterns, asked.least, asked.most, asked.rhyme, letter, wishes.without, wishes.forbidden)
        known = self._known.get(key)
        if known is None:
            required = (*(one for one in wishes.required if one[0] != line), (line, word))
            try:
                task = self._tasks(replace(wishes, required=required))[line]
                known = bool(possible_endings(self.vocabulary, self._fitting, task).any())
            except ImpossibleFormError:
                known = False
            self._known[key] = known
        return known

    def _with_theme(self, wishes: Wishes, source: random.Random) -> Wishes:
        """Theme words put where they fit, without spoiling anything."""
        lines = self._open_lines(wishes)
        room = max(1, len(lines) // _THEME_SHARE)
        settled = replace(wishes, theme=())
        for word in wishes.theme[:room]:
            for line in source.sample(lines, len(lines)):
                if not self._fits(word, line, settled):
                    continue
                richer = replace(settled, required=(*settled.required, (line, word)))
                if self._possible(richer, source):
                    settled = richer
                    lines.remove(line)
                    break
        return settled

    def _open_lines(self, wishes: Wishes) -> list[int]:
        """Lines that are written again, once each, and have no word to hold yet."""
        taken = {line for line, _ in wishes.required} | set(self.kept)
        seen: set[str] = set()
        found = []
        for index, line in enumerate(self.form.lines):
            again = line.refrain is not None and line.refrain in seen
            if line.refrain is not None:
                seen.add(line.refrain)
            if index not in taken and not again:
                found.append(index)
        return found

    # Proving

    def _prove(self, wishes: Wishes) -> None:
        """Raise ImpossibleFormError when the form cannot be written with these wishes, all of them placed."""
        given = given_of(self.form, self.kept, self.endings, self.vocabulary)
        RhymePlan(self.form, self._tasks(wishes), self.vocabulary, self._fitting, given)

    def _tasks(self, wishes: Wishes) -> list[LineTask]:
        required = tuple(one for one in wishes.required if one[0] not in self.kept)
        able = self.able if self.able is not None else np.ones(len(self.vocabulary), dtype=bool)
        return line_tasks(self.form, replace(wishes, required=required), self.vocabulary, able, self.endings)

    # Refusing what can be seen without trying

    def _check(self, wishes: Wishes) -> None:
        told = list(islice(self._refusals(wishes), _MOST_TOLD))
        if told:
            raise ImpossibleFormError(" ".join(told))

    def _refusals(self, wishes: Wishes) -> Iterator[str]:
        yield from contradictions(wishes, len(self.form.lines))
        yield from self._refused_count(wishes, len(self._open_lines(wishes)))
        for word in (*(word for _, word in wishes.required), *wishes.anywhere):
            yield from self._refused_word(word)

    def _refused_word(self, word: str) -> Iterator[str]:
        index = self.vocabulary.index.get(word.lower())
        if index is None:
            yield self._unknown(word)
            return
        longest = max(max(map(len, line.patterns), default=line.most) for line in self.form.lines)
        if int(self.vocabulary.syllables[index]) > longest:
            yield said(
                "“{word}” has {syllables} syllables, but no line of the form has more than {longest}. "
                "Ask for a shorter word.",
                word=word,
                syllables=int(self.vocabulary.syllables[index]),
                longest=longest,
            )

    def _unknown(self, word: str) -> str:
        if not word.isascii():
            return said(
                "“{word}” is not in English letters, so its syllables cannot be counted. Choose another word.",
                word=word,
            )
        near = difflib.get_close_matches(word.lower(), self.vocabulary.words, n=2, cutoff=0.75)
        other = said("Choose another word.")
        return said(
            "“{word}” cannot be kept for certain: it is unknown or very rare, or counted in several ways. {advice}",
            word=word,
            advice=said("Words like it that can be kept: {words}.", words=_listed(near)) if near else other,
        )

    def _refused_count(self, wishes: Wishes, lines: int) -> Iterator[str]:
        count = len(wishes.anywhere)
        if count > lines:
            yield said(
                "{count} words are asked for, but the form has {lines} lines to write, and each can hold one for "
                "certain. {advice}",
                count=count,
                lines=lines,
                advice=_fewer(wishes.anywhere[:lines]),
            )


def _fewer(words: Sequence[str]) -> str:
    """What to ask for instead: no more words than there are lines."""
    if not words:
        return said("Choose a longer form.")
    few = _listed(words) if len(words) <= 6 else said("the first {count}", count=len(words))
    return said("Ask for {words}, or choose a longer form.", words=few)


def _weaker(wishes: Wishes) -> Iterator[tuple[Wishes, str]]:
    """Wishes with something left out, the least first, and how to say so."""
    yield from _without_one_word(wishes)
    yield from _with_one_freed(wishes)
    yield from _with_fewer_letters(wishes)
    if wishes.acrostic.strip():
        yield replace(wishes, acrostic=""), said(" It can be written without the first letters.")
    if wishes.without:
        yield replace(wishes, without=""), said(" It can be written when no letter is left out.")
    if wishes.required or wishes.anywhere:
        yield replace(wishes, required=(), anywhere=()), said(" It can be written without the words asked for.")
    if wishes.banned or wishes.forbidden:
        yield replace(wishes, banned=(), forbidden=()), said(" It can be written when no word need be avoided.")


def _without_one_word(wishes: Wishes) -> Iterator[tuple[Wishes, str]]:
    for index, (line, word) in enumerate(wishes.required):
        rest = wishes.required[:index] + wishes.required[index + 1 :]
        yield (
            replace(wishes, required=rest),
            said(" It can be written without “{word}” in line {line}.", word=word, line=line + 1),
        )
    for index, word in enumerate(wishes.anywhere):
        others = wishes.anywhere[:index] + wishes.anywhere[index + 1 :]
        yield replace(wishes, anywhere=others), said(" It can be written without “{word}”.", word=word)


def _with_one_freed(wishes: Wishes) -> Iterator[tuple[Wishes, str]]:
    """With one word or phrase, of those that are to be avoided, allowed."""
    for phrase in (*wishes.banned, *wishes.forbidden):
        banned = tuple(one for one in wishes.banned if one != phrase)
        forbidden = tuple(one for one in wishes.forbidden if one != phrase)
        freer = replace(wishes, banned=banned, forbidden=forbidden)
        yield freer, said(" It can be written when “{phrase}” need not be avoided.", phrase=phrase)


def _with_fewer_letters(wishes: Wishes) -> Iterator[tuple[Wishes, str]]:
    letters = tuple(dict.fromkeys(wishes.without.lower()))[:_MOST_LETTERS]
    for size in range(len(letters) - 1, 0, -1):
        for kept in combinations(letters, size):
            fewer = said(" It can be written when only {letters} is left out.", letters=_listed(kept))
            yield replace(wishes, without="".join(kept)), fewer


def _listed(words: Sequence[str]) -> str:
    quoted = [f"“{word}”" for word in words]
    if len(quoted) == 1:
        return quoted[0]
    return said("{words} and {last}", words=", ".join(quoted[:-1]), last=quoted[-1])
