"""A writing plan: which parts of the text are fixed and which the model fills in, and in what shape.

Small models ramble. A plan keeps them on the page: headings and breaks are fed as given, the model writes so many
lines of so many words, and a chorus that comes back is written once. The worker carries a plan out (`llm.author`),
so that the text already has its shape while it streams.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from songwright.llm.chat import Message
from songwright.llm.opening import ABOUT
from songwright.llm.wishes import Wishes
from songwright.lyrics.forms import Form

__all__ = ["ABOUT", "Fill", "LineShape", "Plan", "Say", "Step", "Verse"]


@dataclass(frozen=True, slots=True)
class LineShape:
    """What a line or paragraph looks like, in words.

    It may end from `least` words on, is pushed to end beyond `wish` and must end at `most`. `verse` lines take no
    quotation marks and start with a capital; paragraphs end with a sentence.
    """

    least: int = 3
    wish: int = 7
    most: int = 11
    verse: bool = True


@dataclass(frozen=True, slots=True)
class Say:
    """Fixed text: for the reader unless not `shown`, for the model unless not `read`."""

    text: str
    shown: bool = True
    read: bool = True


@dataclass(frozen=True, slots=True)
class Fill:
    """The model writes `count` lines (or paragraphs) of a shape, with `gap` between two of them.

    `title` sends the words to the piece's title instead of its text. `start` are words that the first line begins with:
    they are shown, and the model goes on from them.
    """

    count: int
    shape: LineShape = LineShape()
    title: bool = False
    gap: str = "\n"
    start: str = ""

    @property
    def most_tokens(self) -> int:
        """No line takes more tokens, whatever the model does."""
        return self.shape.most * 4


@dataclass(frozen=True, slots=True)
class Verse:
    """The model writes in exact form: every line has the syllables, stresses and rhymes that the form asks for.

    `wishes` ask for letters and words beyond the form. `kept` are lines that stand already, by their index in the form:
    they are given out as they are, and the others rhyme with them and go on from them. `endings` are words that lines
    with these indices must end in, their beginnings being written again.
    """

    form: Form
    wishes: Wishes = field(default_factory=Wishes)
    kept: tuple[tuple[int, str], ...] = ()
    endings: tuple[tuple[int, str], ...] = ()

    @property
    def most_tokens(self) -> int:
        """A generous estimate of the tokens that the form takes."""
        sizes = [max(map(len, line.patterns), default=min(line.most, 16)) for line in self.form.lines]
        return sum(size * 2 + 4 for size in sizes)


Step = Say | Fill | Verse


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that the worker needs to write a piece.

    `messages` is the conversation up to the model's turn, `plain` the same for a model without a chat template; in
    both, `ABOUT` stands for the description `about`, which is shortened when it is more than the model can read.
    `wishes` are kept by every line that a `Fill` writes, as far as they concern letters and words to be left out and
    first letters; a `Verse` has its own. `prose` tells a text that is none of verse, which another model may write.
    `shown` are lines of verse that the model reads as an example: it is not to go on with runs of their words.
    """

    messages: tuple[Message, ...]
    plain: str
    steps: tuple[Step, ...]
    about: str = ""
    wishes: Wishes = field(default_factory=Wishes)
    prose: bool = False
    shown: tuple[str, ...] = ()

    @property
    def most_tokens(self) -> int:
        """A generous estimate of the tokens that the steps add to the context."""
        total = longest = 0
        for step in self.steps:
            if isinstance(step, Fill):
                total += step.count * (step.shape.most * 2 + 4)
                longest = max(longest, step.most_tokens)
            elif isinstance(step, Verse):
                total += step.most_tokens
            elif step.read:
                total += len(step.text)
        return total + longest
