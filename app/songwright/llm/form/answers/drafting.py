"""Several lines for one place, drawn side by side; each keeps the form, the rhymes and the wishes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from songwright.core.language import said
from songwright.llm.form.line.automaton import LineAutomaton, State, possible_endings
from songwright.llm.form.line.line_task import Fitting, LineTask
from songwright.llm.form.line.pen import Draft, Pen
from songwright.llm.form.line.sampling import Chances, Freedom, log_total
from songwright.llm.form.line.slots import rhymes_with, rhyming_words
from songwright.llm.form.verse.form_tasks import ImpossibleFormError, line_tasks
from songwright.llm.form.words.tries import Tokens
from songwright.llm.form.words.vocabulary import Flags, Vocabulary
from songwright.llm.form.words.withheld import Restraints, WithheldWords
from songwright.llm.model import Backend, Branches
from songwright.llm.questions import Place
from songwright.lyrics.forms import Form, LineForm
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.metre import scan_pattern
from songwright.lyrics.syllables import syllabify

__all__ = ["Drafting", "DrawnLine"]

_MOST_BRANCHES = 8  # beside one another, a step of more takes hardly less than two steps
_TOKENS_A_SYLLABLE = 3


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line, the log-probability that the model gives it here, and its tokens, the one that ends it included."""

    text: str
    odds: float
    tokens: int


@dataclass(frozen=True, slots=True)
class Drafting:
    """What it takes to write lines for a place; the backend has read as far as the line's `beginning`."""

    place: Place
    backend: Backend
    vocabulary: Vocabulary
    tokens: Tokens
    lexicon: Lexicon
    freedom: Freedom
    beginning: str = ""
    rhymes: bool = True

    def next_words(self) -> tuple[Flags, Callable[[str], bool]]:
        """The words that may come next, and a judge of words beyond the vocabulary.

        Raises ImpossibleFormError when the line cannot go on.
        """
        task = self._task()
        automaton = LineAutomaton(self.vocabulary, Fitting(self.vocabulary), task, self._endings(task))
        return automaton.choices(self._start(automaton, task)), lambda word: self._goes_on(automaton, task, word)

    def _goes_on(self, automaton: LineAutomaton, task: LineTask, word: str) -> bool:
        """Whether a word that the vocabulary lacks may come next, by its sound in the lexicon."""
        wishes = self.place.wishes
        if {*wishes.without.lower()} & {*word.lower()} or word.lower() in map(str.lower, wishes.forbidden):
            return False
        text = f"{self.beginning} {word}".strip()
        patterns, size = self._readings(text, task)
        if automaton.resumed(patterns, size, due=self._due(text, task)):
            return True
        whole = any(len(pattern) == size for pattern in patterns) and not self._due(text, task)
        return whole and not self.place.ends_with and rhymes_with(text, self._partners, self.lexicon)

    def lines(self, count: int, seed: int) -> Iterator[DrawnLine]:
        """So many lines, alike ones included. Raises ImpossibleFormError before the first, Cancelled, ModelError."""
        task = self._task()
        automaton = LineAutomaton(self.vocabulary, Fitting(self.vocabulary), task, self._endings(task))
        state = self._start(automaton, task)
        random = np.random.Generator(np.random.PCG64(seed))
        pen = Pen(self.vocabulary, self.tokens, self._bars(), self.freedom.twist)
        longest = max(len(reading.pattern) - reading.position for reading in state)
        while count > 0:
            branches = self.backend.branch(min(count, _MOST_BRANCHES), longest * _TOKENS_A_SYLLABLE + 8)
            try:
                drafts = [self._begun(pen, automaton, state) for _ in range(max(1, branches.count))]
                self._grow(pen, drafts, branches, random)
            finally:
                branches.close()
            yield from (DrawnLine(draft.text, draft.likelihood, len(draft.read) + 1) for draft in drafts)
            count -= len(drafts)

    def _grow(self, pen: Pen, drafts: Sequence[Draft], branches: Branches, random: np.random.Generator) -> None:
        """Write all drafts to their ends, each on the branch of its number, a token at a time."""
        start = self.backend.logits().copy()
        logits = dict.fromkeys(range(len(drafts)), start)
        while logits:
            steps = []
            for number, scores in logits.items():
                chances = Chances(pen.moves(drafts[number]), scores)
                place = chances.draw(self.freedom, random)
                go, token = chances.at(place)
                drafts[number].likelihood += float(chances.logits[place]) - log_total(scores)
                pen.take(drafts[number], go, token)
                if not drafts[number].done:
                    steps.append((number, token))
            grown = branches.grow(steps) if steps else ()
            logits = {number: scores for (number, _), scores in zip(steps, grown, strict=True)}

    # What the line must be

    def _task(self) -> LineTask:
        """The line's task, with words only that the model's tokens can write."""
        line = replace(self.place.form or LineForm(), stanza=0, refrain=None, end_word=None)
        able = np.zeros(len(self.vocabulary), dtype=bool)
        able[self.tokens.inner.order] = True
        (task,) = line_tasks(
            Form("line", "Line", "", (line,)), self.place.wishes, self.vocabulary, able, {0: self.place.ends_with}
        )
        return replace(task, rhymes=bool(self._partners))

    @property
    def _partners(self) -> Sequence[str]:
        return self.place.rhymes if self.rhymes else ()

    def _endings(self, task: LineTask) -> Flags:
        found = possible_endings(self.vocabulary, Fitting(self.vocabulary), task)
        if self.place.ends_with:
            found &= np.arange(len(found)) == self.vocabulary.index.get(self.place.ends_with.lower(), -1)
        found &= rhyming_words(self.vocabulary, self.lexicon, self._partners)
        if not found.any():
            raise ImpossibleFormError(_no_ending(self.place, self._partners))
        return found

    def _start(self, automaton: LineAutomaton, task: LineTask) -> State:
        """Where the line stands after its beginning."""
        if not self.beginning.strip():
            state = automaton.start if automaton.possible else frozenset()
        else:
            patterns, size = self._readings(self.beginning, task)
            state = automaton.resumed(patterns, size, due=self._due(self.beginning, task))
        if not state:
            raise ImpossibleFormError(_no_line(self.beginning))
        return state

    def _readings(self, text: str, task: LineTask) -> tuple[list[str], int]:
        """The patterns that a text fits as the beginning of the line, and its syllables."""
        sung = syllabify(text, self.lexicon)
        readings = ((pattern, scan_pattern(sung, pattern[: len(sung)])) for pattern in task.patterns)
        return [pattern for pattern, reading in readings if reading is not None and reading.fits], len(sung)

    def _due(self, text: str, task: LineTask) -> bool:
        """Whether the wished word is still to come after a text."""
        return task.wish is not None and self.vocabulary.words[task.wish].lower() not in text.lower().split()

    def _begun(self, pen: Pen, automaton: LineAutomaton, state: State) -> Draft:
        if not self.beginning.strip():
            return pen.begin(automaton, self.tokens.line_end)
        return pen.resume(automaton, state, self.beginning.rstrip(), self.tokens.line_end)

    def _bars(self) -> WithheldWords:
        """What the line should not say: banned phrases, and words of weight that stand in the lines around."""
        bars = WithheldWords(
            self.vocabulary, Restraints(banned=self.place.wishes.banned, held_back=self.place.wishes.held_back)
        )
        for row in (*self.place.after[:2], *self.place.before[-4:]):
            bars.note(self._known(row))
        bars.begin(self._known(self.beginning))
        return bars

    def _known(self, row: str) -> list[int]:
        """The words of a row by their numbers, -1 for those that the vocabulary does not have."""
        return [self.vocabulary.index.get(word.strip(".,;:!?").lower(), -1) for word in row.split()]


def _no_line(beginning: str) -> str:
    if not beginning.strip():
        return said("No line can be written here: no words fulfil everything that is asked. Ask for less.")
    return said(
        "No line in this form begins with “{beginning}”. Begin with fewer words, or with others.", beginning=beginning
    )


def _no_ending(place: Place, partners: Sequence[str]) -> str:
    if place.ends_with:
        return said("The line cannot end in “{word}” here. Choose another form or end word.", word=place.ends_with)
    if partners:
        last = partners[0].split()[-1]
        return said(
            "No word that fits here rhymes with “{last}”. Change that line, or ask for another rhyme.", last=last
        )
    return said("No line can be written here: no words fulfil everything that is asked. Ask for less.")
