"""What is to be written of a piece, and what of it stands so far."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from songwright.core.language import said
from songwright.llm.form.line.automaton import LineAutomaton
from songwright.llm.form.line.beam import line_worth
from songwright.llm.form.line.line_task import Fitting, LineTask
from songwright.llm.form.line.pen import Draft, Pen
from songwright.llm.form.verse.attempts import worth_of
from songwright.llm.form.verse.form_tasks import ImpossibleFormError
from songwright.llm.form.verse.given import Given
from songwright.llm.form.verse.rhyme_plan import RhymePlan
from songwright.llm.form.words.leaning import Leaning
from songwright.llm.form.words.tries import Tokens
from songwright.llm.form.words.vocabulary import Vocabulary
from songwright.llm.form.words.withheld import WithheldWords
from songwright.lyrics.forms import Form

__all__ = ["PieceSoFar", "VerseWork"]

_MARKS = ".,;:!?"
_WORD = re.compile(r"[a-z']+")
_SPARE = 1.6  # tokens that a line may take against the usual number


@dataclass(slots=True)
class PieceSoFar:
    """What stands, and what that leaves to be said.

    `tasks` say what each line must be; `worths` are those of the lines that are written together now, in nats a
    syllable; `unshown` is text that stands and was not shown yet.
    """

    tasks: Sequence[LineTask]
    rhyming: RhymePlan
    bars: WithheldWords
    lines: list[str] = field(default_factory=list)
    worths: list[float] = field(default_factory=list)
    unshown: list[str] = field(default_factory=list)

    def copy(self) -> PieceSoFar:
        """The same, which goes on by itself."""
        rhyming, bars = self.rhyming.copy(), self.bars.copy()
        return PieceSoFar(self.tasks, rhyming, bars, [*self.lines], [*self.worths], [*self.unshown])

    @property
    def worth(self) -> float:
        """What the lines written together are worth."""
        return worth_of(self.worths)

    def take(self, index: int, line: Draft, break_: str) -> None:
        """The line stands, shown with this break after it."""
        self.rhyming.taken(index, line.words)
        self.bars.note(line.words)
        self.worths.append(line_worth(line, marked=line.text[-1:] in _MARKS))
        self.repeat(line.text, break_)

    def repeat(self, text: str, break_: str) -> None:
        """A line stands that is not written now."""
        self.lines.append(text)
        self.unshown += [text, break_]

    def show(self, show: Callable[[str], None]) -> None:
        """Show what was not shown yet."""
        for text in filter(None, self.unshown):
            show(text)
        self.unshown.clear()


@dataclass(frozen=True, slots=True)
class VerseWork:
    """What is to be written: the form, what is there, and with which words; `named` are those of the subject."""

    form: Form
    given: Given
    vocabulary: Vocabulary
    tokens: Tokens
    fitting: Fitting
    twist: float
    leaning: Leaning | None
    named: Collection[str] = ()

    def pen(self, bars: WithheldWords) -> Pen:
        """A pen that holds back these words."""
        return Pen(self.vocabulary, self.tokens, bars, self.twist, self.leaning)

    def automaton(self, index: int, so_far: PieceSoFar) -> LineAutomaton:
        """How line `index` may be written now. Raises ImpossibleFormError."""
        task = replace(so_far.tasks[index], inner=so_far.rhyming.inner(index))
        automaton = LineAutomaton(self.vocabulary, self.fitting, task, so_far.rhyming.endings(index))
        if not automaton.possible:
            raise ImpossibleFormError(
                said(
                    "Line {line} cannot be written: no words fulfil everything that is asked. Ask for less there.",
                    line=index + 1,
                )
            )
        return automaton

    def repeated(self, index: int, so_far: PieceSoFar) -> str | None:
        """Line `index` where it is not to be written: a kept one, or a refrain that stands above; None for others."""
        if index in self.given.kept:
            return self.given.kept[index]
        copied = so_far.rhyming.copied(index)
        return None if copied is None else _closed(so_far.lines[copied], self.form, index)

    def is_open(self, index: int, so_far: PieceSoFar) -> bool:
        """Whether line `index` is to be written."""
        return index not in self.given.kept and so_far.rhyming.copied(index) is None

    def names_subject(self, so_far: PieceSoFar) -> bool:
        """Whether a word of the subject stands in the piece, or one of its kin ("keepers" for "keeper")."""
        said = {word for line in so_far.lines for word in _WORD.findall(line.lower())}
        return not self.named or any(_kin(word, other) for word in said for other in self.named)

    def end(self, index: int) -> tuple[tuple[int, ...], str]:
        """The tokens that end a line, and what is shown for them; nothing at the end of the piece."""
        if index + 1 == len(self.form.lines):
            return (), ""
        if self.form.lines[index].stanza != self.form.lines[index + 1].stanza:
            return self.tokens.stanza_end, "\n\n"
        return self.tokens.line_end, "\n"

    def usual_tokens(self, task: LineTask) -> int:
        """How many tokens a line takes, with some to spare."""
        syllables = float(np.average(self.vocabulary.syllables, weights=self.vocabulary.frequency))
        usual = self.tokens.inner.length_of(self.vocabulary.frequency) / syllables
        return round(max(map(len, task.patterns)) * usual * _SPARE) + 8


def _kin(word: str, other: str) -> bool:
    """Whether two words begin alike and differ by an ending at most."""
    short = min(len(word), len(other))
    stem = min(short, 4) if short > 3 else 3
    return word[:stem] == other[:stem] and abs(len(word) - len(other)) < short - 1


def _closed(line: str, form: Form, index: int) -> str:
    """A refrain where it comes again: at the end of a stanza it closes with a stop, whatever it went on with before."""
    last = index + 1 == len(form.lines) or form.lines[index].stanza != form.lines[index + 1].stanza
    open_mark = line.rstrip()[-1:] in ",;:–—" or line.rstrip()[-1:].isalnum()
    return f"{line.rstrip().rstrip(',;:–— ')}." if last and open_mark else line
