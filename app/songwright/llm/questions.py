"""Questions about a text that is being worked on, and their answers: plain data that goes through the protocol.

A question is put with `ModelClient.ask` (a window) or `ModelProcess.ask` (threads); what follows are the events

    Reading*  the model reads the lines around the place (only when they are new to it)
    Told*     a sentence for the user
    Offered*  one more option, as soon as it is found and not yet ranked: show it, or wait
    Answered  all options, the best first: the end
    Stopped   the end instead, after `cancel`: what was offered stands
    Failed    the end instead: the sentence says why; the text on the page is never touched

One piece or question at a time: `busy` says whether there is one. The same question, settings and seed give the same
answer; another seed gives other lines. Questions need a loaded model (or one being loaded, for which they wait).

The worker knows nothing of the song, so a question carries its `Place`; `place_in` makes it from rows of text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from songwright.llm.wishes import Wishes
from songwright.lyrics.forms import Form, LineForm
from songwright.lyrics.tokens import tokens

__all__ = [
    "Direction",
    "LineCosts",
    "LineOptions",
    "NextWords",
    "Option",
    "Place",
    "Question",
    "WordOptions",
    "after_cursor",
    "place_in",
]

_BEGUN = re.compile(r"(?:[^\W_]|['’-])+$")
_NEAR = 40  # rows before and after a place that the model reads


class Direction(StrEnum):
    """In which way another line should differ from the one that stands there."""

    ANY = ""
    SHORTER = "shorter"
    SIMPLER = "simpler"
    STRONGER_IMAGE = "stronger image"
    OTHER_RHYME = "other rhyme"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a text a question is asked.

    `before` and `after` are the rows around the line, "" between stanzas, headings left out. `about` is what the piece
    is about and `kind` what it is ("song", "poem"), both for the model. `form` is what the line must be, None in free
    verse; `rhymes` are the words (or lines, whose last words count) that it must rhyme with, `inner` those that a word
    inside it must rhyme with beside its own end, `ends_with` the word that it must end in (sestina), "" for any. A line
    that is repeated elsewhere (a refrain) is asked about once. `example` is a text in whose manner the piece is.
    """

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    about: str = ""
    kind: str = "poem"
    form: LineForm | None = None
    rhymes: tuple[str, ...] = ()
    ends_with: str = ""
    inner: tuple[str, ...] = ()
    wishes: Wishes = field(default_factory=Wishes)
    example: str = ""


@dataclass(frozen=True, slots=True)
class LineOptions:
    """Which lines fit here? `count` of them, ranked by how likely the model finds them in their place.

    `line` is what stands there now ("" for nothing): it is never offered again. `direction` says in which way the new
    ones should differ from it. `beginning` are words that every option starts with ("finish this line"). In form every
    option keeps the form, the rhymes and the wishes; in free verse it is about as long as `line`, or as the lines
    around. With OTHER_RHYME the line keeps its metre but leaves `rhymes` alone (its partners are then the user's next
    step); SHORTER in form still keeps the form and takes fewer, longer words.
    """

    place: Place
    line: str = ""
    direction: Direction = Direction.ANY
    beginning: str = ""
    count: int = 3


@dataclass(frozen=True, slots=True)
class WordOptions:
    """Which words could stand in place of `line[start:end]`? `count` of them, likeliest first, the present one too.

    In form every option has the syllables and stresses that the place asks for, and rhymes where the word does; in free
    verse it is any word of as many syllables. `Option.probability` is the model's softmax over the legal words of this
    place, given the lines before and the words to the left; `Option.cost` what the whole line loses in log-probability
    against the present word (negative: the line gains).
    """

    place: Place
    line: str
    start: int
    end: int
    count: int = 12


@dataclass(frozen=True, slots=True)
class LineCosts:
    """What did form cost? One option for each word of `lines`, in order (`place.before` are the rows before them).

    `Option.text` is the word with its place in `line`, `start`, `end`; `probability` is the model's for it there,
    `cost` (>= 0, in nats) how much likelier the model's own first choice was, and `note` that choice.
    """

    place: Place
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NextWords:
    """Which word comes next? The `count` likeliest of all, and in form also the `count` likeliest that keep it.

    `left` is the line as far as it is written. Letters at its end begin the word, of which only those are told that
    begin so; after a blank it is any. In form a word keeps it when the line can be completed after it, with the rhymes
    and wishes of its place. `Option.unbound` is what the model gives the word, `Option.probability` its share among the
    words that keep the form, 0 for one that does not: `unbound / probability` is what form leaves of all words. In free
    verse the two are the same. `after` is what stands in the line after the cursor: words are likelier from which it
    follows.
    """

    place: Place
    left: str = ""
    count: int = 9
    after: str = ""

    @property
    def parts(self) -> tuple[str, str]:
        """(what stands before the word, the letters with which it begins)."""
        found = _BEGUN.search(self.left)
        return (self.left[: found.start()], found[0]) if found else (self.left, "")


Question = LineOptions | WordOptions | LineCosts | NextWords


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that could stand there.

    `probability` from 0 to 1: for a word its share among the legal ones; for a line its share among those offered.
    `cost` in nats of log-probability, against the word or line that stands there now (0 without one); lower is better.
    `note` is a remark for the user ("now", "rare word", "near rhyme"), or "". `line`, `start` and `end` say where in
    the question's lines the text stands (`LineCosts` only). `unbound` is what the model gives a word when no form binds
    it (`NextWords` only).
    """

    text: str
    probability: float = 0.0
    cost: float = 0.0
    note: str = ""
    line: int = 0
    start: int = 0
    end: int = 0
    unbound: float = 0.0


def after_cursor(text: str, column: int) -> str:
    """What of a row stands after the cursor; nothing when the cursor is in a word or right before one."""
    after = text[column:]
    return "" if after[:1].isalnum() else after.rstrip()


def place_in(
    rows: Sequence[str],
    index: int,
    form: Form | None = None,
    *,
    about: str = "",
    kind: str = "poem",
    wishes: Wishes | None = None,
) -> Place:
    """The place of row `index` in a text.

    `rows` are the text's rows without headings, "" between stanzas. With a form, its lines are the rows that are not
    empty, in order; rows beyond the form are free. Rows may be missing words ("") only between stanzas: give an empty
    line of a form as "_".
    """
    before = tuple(_shown(rows[max(0, index - _NEAR) : index]))
    after = tuple(_shown(rows[index + 1 : index + 1 + _NEAR]))
    free = Place(before, after, about, kind, wishes=wishes or Wishes())
    sung = [place for place, row in enumerate(rows) if row.strip()]
    if form is None or index not in sung or sung.index(index) >= len(form.lines):
        return free
    return _in_form(free, form, [rows[row] for row in sung], sung.index(index))


def _in_form(free: Place, form: Form, texts: Sequence[str], here: int) -> Place:
    """The place as line `here` of a form, whose lines have these texts so far ("_": none yet)."""
    line = form.lines[here]
    others = [
        (other, text)
        for number, (other, text) in enumerate(zip(form.lines, texts, strict=False))
        if text != "_" and number != here
    ]
    return replace(
        free,
        form=line,
        rhymes=tuple(dict.fromkeys(text for other, text in others if _partners(line, other))),
        ends_with=next((_last_word(text) for other, text in others if _same_end(line, other)), ""),
        inner=tuple(dict.fromkeys(text for other, text in others if line.inner and other.rhyme == line.inner)),
        wishes=free.wishes.of_lines((here,)),
    )


def _shown(rows: Sequence[str]) -> list[str]:
    return [row for row in rows if row != "_"]


def _partners(line: LineForm, other: LineForm) -> bool:
    """Whether two lines rhyme without being the same line."""
    if line.rhyme is None or line.rhyme != other.rhyme:
        return False
    return line.refrain is None or line.refrain != other.refrain


def _same_end(line: LineForm, other: LineForm) -> bool:
    return line.end_word is not None and line.end_word == other.end_word


def _last_word(text: str) -> str:
    return "".join(token.text for token in tokens(text)[-1:])
