"""Carries out a writing plan with a model: runs in the worker, knows the model only as a `Backend`."""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Protocol

import numpy as np

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.llm.cast import Cast
from songwright.llm.form.verse.wish_plan import WishPlan
from songwright.llm.form.verse.workshop import Workshop
from songwright.llm.form.words.leaning import Floats, noun_odds
from songwright.llm.known_words import KnownWords, known_words
from songwright.llm.model import Backend
from songwright.llm.opening import Opening
from songwright.llm.plan import Fill, Plan, Say, Verse
from songwright.llm.refusals import Refusals
from songwright.llm.sampler import ModelTokenKind, Sampler, likeliest
from songwright.llm.sampling_settings import Sampling
from songwright.llm.shaping import ShapedLine
from songwright.llm.shown_words import HeadedVerse, LineScreen
from songwright.llm.usual_form import as_title, hook_line
from songwright.llm.wishes import Wishes
from songwright.lyrics.forms import Form
from songwright.lyrics.syllables import FUNCTION_WORDS

__all__ = ["Author", "Listener", "Odds"]

Odds = tuple[tuple[str, float], ...]
_ANY_SUBJECT = "something"
_WAYS = 2  # words of the subject that beginnings are asked to hold, each in its way
_NAMED_OFTEN = 3  # lines of free writing that have a word of the subject, beyond which it is like any other


class Listener(Protocol):
    """Hears what the author does, as it does it."""

    def reading(self, done: int, total: int) -> None:
        """So many tokens of the prompt were read; all of them when the writing begins."""

    def text(self, text: str, *, title: bool, odds: Odds) -> None:
        """More of the text (or of the title); `odds` are the likeliest next tokens at its start."""

    def notice(self, message: str) -> None:
        """Something the user should know."""


@dataclass(slots=True)
class Author:
    """Writes one piece after the lines `before` it, if any. `tokens` counts what the model generated."""

    backend: Backend
    plan: Plan
    settings: Sampling
    seed: int
    listener: Listener
    workshop: Workshop = field(kw_only=True)
    before: tuple[str, ...] = ()
    tokens: int = 0
    _sampler: Sampler = field(init=False)
    _plain_letters: bool = field(init=False)
    _subject_words: frozenset[str] = field(init=False)
    _fresh_subject: frozenset[str] = field(init=False)
    _cast: Cast = field(default_factory=Cast)
    _words: KnownWords | None = field(init=False)
    _refusals: Refusals = field(init=False)
    _in_title: Refusals = field(init=False)
    _subject: tuple[Floats, Floats] | None = None
    _pending: str = ""
    _lines: list[str] = field(default_factory=list)
    _known: dict[int, _Token] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._lines += self.before
        self._refusals = Refusals(self.plan.wishes)
        self._in_title = Refusals(replace(self.plan.wishes, acrostic=""))
        self._sampler = Sampler(self.settings, self.seed, self._kind, self._alike)
        # A small model that may not do what it wants slips into any language: keep it to the reader's letters.
        self._plain_letters = self.plan.about.isascii()
        self._subject_words = frozenset(re.findall(r"[a-z]{3,}", self.plan.about.lower()))
        self._fresh_subject = self._subject_words
        free = any(isinstance(step, Fill) for step in self.plan.steps)
        asked = " ".join((self.plan.about, *self.plan.wishes.asked()))
        self._words = known_words().with_own(asked) if free and self._plain_letters else None

    def write(self) -> bool:
        """Carry the plan out; False when the context was full before its end. Raises Cancelled, ModelError."""
        exact = any(isinstance(step, Verse) for step in self.plan.steps)
        without = self._odds_without_subject() if exact else None
        prompt = self._prompt()
        self.backend.begin(prompt, self.listener.reading)
        if without is not None and (about := noun_odds(self.backend)) is not None:
            self._subject = about, without
        self.listener.reading(len(prompt), len(prompt))
        return self.carry_out()

    def _odds_without_subject(self) -> Floats | None:
        """What the model would say on the same request about no subject."""
        limit = self.backend.capacity // 2
        opening = Opening(self.plan.messages, self.plan.plain, _ANY_SUBJECT)
        return self.workshop.noun_odds_after(opening.tokens(self.backend, limit, lambda _: None))

    def carry_out(self) -> bool:
        """The plan's steps, after whatever the backend has read; as `write` otherwise."""
        for step in self.plan.steps:
            if isinstance(step, Say):
                self._say(step)
            elif not (self._verse(step) if isinstance(step, Verse) else self._fill(step)):
                self.listener.notice(said("The piece ends early: the model cannot follow a longer text."))
                return False
        return True

    # The prompt

    def _prompt(self) -> list[int]:
        limit = max(self.backend.capacity - self.plan.most_tokens, self.backend.capacity // 2)
        opening = Opening(self.plan.messages, self.plan.plain, self.plan.about)
        return opening.tokens(self.backend, limit, self.listener.notice)

    # The steps

    def _say(self, step: Say) -> None:
        if step.read:
            self._pending += step.text
        if step.shown:
            self._show(step.text)

    def _show(self, text: str, *, title: bool = False, odds: Odds = ()) -> None:
        if text:
            self.listener.text(text, title=title, odds=odds)

    def _feed_pending(self) -> None:
        if self._pending:
            tokens = self.backend.encode(self._pending)
            self._pending = ""
            self.backend.extend(tokens)

    def _verse(self, step: Verse) -> bool:
        if self.backend.room < step.most_tokens + len(self._pending) + 8:
            return False
        self._feed_pending()
        if not re.search(r"[A-Za-z]", self.plan.about):
            self.listener.notice(said("Exact form can be kept in English only, so the lines are English."))
        # A later verse is not to begin as the first one did.
        seed, asked = self.seed + len(self._lines), self._asked(step)
        poet = self.workshop.poet(
            self.settings,
            seed,
            asked=asked,
            subject=self._subject,
            named=[word for word in self._subject_words if word not in FUNCTION_WORDS],
            preparing=self._tell_preparing,
        )
        ways = self._ways(step, self._settled(step))
        room = self.backend.room
        show = HeadedVerse(step.form.headings, self._show)
        self._lines += poet.write(
            step.form,
            ways[0],
            show=show,
            kept=dict(step.kept),
            endings=dict(step.endings),
            before=tuple(self._lines),
            shown=self._shown(),
            ways=ways,
        )
        self._name_by_hook(step.form)
        self.tokens += room - self.backend.room
        return True

    def _name_by_hook(self, form: Form) -> None:
        """A song whose form has a place for the title is called by what stands there."""
        hook = hook_line(form)
        titled = any(isinstance(step, Fill) and step.title for step in self.plan.steps)
        if hook is not None and not titled:
            written = self._lines[len(self._lines) - len(form.lines) + hook]
            self._show(as_title(written), title=True)

    def _shown(self) -> tuple[str, ...]:
        """The lines of an example that this model reads: the page before a text, for one without a chat template."""
        chats = any(turn.role == "assistant" for turn in self.plan.messages)
        reads = chats or self.backend.chat(self.plan.messages) is None
        return self.plan.shown if reads else ()

    def _settled(self, step: Verse) -> Wishes:
        """The verse's wishes with every word in a line of its own; what cannot be is refused before the first word."""
        if replace(step.wishes, held_back=()) == Wishes():
            return step.wishes
        return self._plan_of(step).settle(step.wishes, self.seed)

    def _plan_of(self, step: Verse) -> WishPlan:
        vocabulary, tokens = self.workshop.words(self._asked(step))
        able = np.zeros(len(vocabulary), dtype=bool)
        able[tokens.inner.order] = True
        return WishPlan(step.form, vocabulary, dict(step.kept), dict(step.endings), able)

    def _asked(self, step: Verse) -> tuple[str, ...]:
        """The words that the verse may use beyond common ones: those asked for, and the subject's."""
        return (*step.wishes.asked(), *sorted(self._subject_words - FUNCTION_WORDS))

    def _ways(self, step: Verse, wishes: Wishes) -> list[Wishes]:
        """The wishes in several ways, of which each attempt to begin has one: with a word of the subject, and without.

        A word that is asked for may be forced: of 500 quatrains that were marked from 1 to 5, first lines that had to
        hold it had 3.1 and others 3.5, but second lines 2.5 and 3.4, so only the first line is asked. The line of the
        title has a word of the subject in all ways where one fits. Of what was written, a piece that names its subject
        is preferred; a small model that has not done so at the beginning loses it.
        """
        hook = hook_line(step.form)
        asked = bool(wishes.required or wishes.acrostic or wishes.without or step.kept or step.endings)
        if asked or (hook is None and self._lines):
            return [wishes]
        found = [*islice(self._naming(step, wishes, hook or 0), 1 if hook is not None else _WAYS)]
        if hook is not None or not found:
            return found or [wishes]
        return [found[0], wishes, *found[1:], wishes][: 2 * len(found)]

    def _naming(self, step: Verse, wishes: Wishes, line: int) -> Iterator[Wishes]:
        """The wishes with a word of the subject in a line, for each that fits there."""
        plan = self._plan_of(step)
        # What a subject ends in is mostly what it is about: "her husband's violin", "the night shift at the bakery".
        for word in reversed(re.findall(r"[a-z]{3,}", self.plan.about.lower())):
            known = plan.vocabulary.index.get(word, -1)
            if known >= 0 and plan.vocabulary.content[known]:
                with contextlib.suppress(SongwrightError):
                    yield plan.settle(replace(wishes, required=((line, word),)), self.seed)

    def _tell_preparing(self) -> None:
        self.listener.notice(said("Reading the model's vocabulary: this takes a few seconds."))

    def _fill(self, step: Fill) -> bool:
        for number in range(step.count):
            if number:
                self._pending += step.gap
                self._show(step.gap)
            if self.backend.room < step.most_tokens + len(self._pending) + 8:
                return False
            start = "" if number else step.start.rstrip()
            self._pending += start
            self._show(start)
            self._feed_pending()
            text = start + self._line(step, start, last=number + 1 == step.count)
            if step.title:
                self._show(as_title(text), title=True)
            else:
                self._lines.append(text)
                self._note_subject()
                self._cast.hear(text)
        return True

    def _note_subject(self) -> None:
        """Words of the subject that many lines have are held back as others are: a song would go round in them."""
        said = Counter(word for line in self._lines for word in set(re.findall(r"[a-z]{3,}", line.lower())))
        self._fresh_subject = frozenset(word for word in self._subject_words if said[word] < _NAMED_OFTEN)

    def _stream(self, step: Fill, text: str, odds: Odds) -> None:
        """Give out what was written as it comes; a title waits until it is whole, for its capitals."""
        if not step.title:
            self._show(text, odds=odds)

    def _line(self, step: Fill, start: str, *, last: bool) -> str:
        refusals = self._in_title if step.title else self._refusals
        line = ShapedLine(
            step.shape,
            tuple(self._lines),
            plain=self._plain_letters,
            about=self.plan.about,
            refusals=refusals,
            known=self._words,
        )
        line.begin(start)
        screen = LineScreen(step, last=last, begun=bool(start))
        for _ in range(step.most_tokens):
            if line.must_end():
                break
            token = self._sampler.draw(
                self.backend.logits(),
                lambda token: self._judge(token, line, title=step.title),
                lambda token: self._is_plain(token, prose=not step.shape.verse),
            )
            if token is None:
                break
            odds = self._odds() if self.settings.alternatives else ()
            piece = self.backend.piece(token)
            if self._knows(token).breaks or (step.title and self._knows(token).quotes):
                tail = _before_break(piece)
                self._stream(step, screen.add(tail.encode()), odds)
                self._pending += tail
                break
            self.tokens += 1
            self._sampler.remember([token])
            text = screen.add(piece)
            self._stream(step, text, odds)
            line.append(screen.taken)
            self.backend.extend([token])
        self._stream(step, screen.end(), ())
        if mark := "" if step.title else line.unclosed():
            self._show(mark)
            self._pending = mark + self._pending
        return screen.shown

    def _judge(self, token: int, line: ShapedLine, *, title: bool) -> float | None:
        known = self._knows(token)
        if known.breaks or (title and known.quotes):
            if not line.may_end():
                return None
            return line.end_bias() if not known.head or line.allows(known.head) else None
        if not known.text or not line.allows(known.text):
            return None
        return 0.0 if line.verse or title else -self._cast.price(line.text, known.text)

    def _is_plain(self, token: int, *, prose: bool) -> bool:
        """Whether a token is never adjusted, only forbidden: in prose one with a capital may begin a new name."""
        known = self._knows(token)
        return not (known.breaks or known.quotes or (prose and known.text.strip()[:1].isupper()))

    def _knows(self, token: int) -> _Token:
        known = self._known.get(token)
        if known is None:
            known = self._known[token] = _Token.of(self.backend.piece(token), end=self.backend.is_end(token))
        return known

    def _odds(self) -> Odds:
        found = likeliest(self.backend.logits(), self.settings.alternatives)
        return tuple((self.backend.piece(token).decode("utf-8", "replace"), chance) for token, chance in found)

    def _kind(self, token: int) -> ModelTokenKind:
        """What is never stale: the people of a story, and the subject's words until it has been named often enough."""
        known = self._knows(token)
        word = known.text.strip()
        if known.kind is ModelTokenKind.CONTENT and (
            _begins_any(word.lower(), self._fresh_subject) or self._cast.has(word)
        ):
            return ModelTokenKind.WORD
        return known.kind

    def _alike(self, token: int) -> tuple[int, ...]:
        """The tokens that begin the same word, with a blank and a capital and without."""
        word = self._knows(token).text.strip().lower()
        ways = (f" {word}", f" {word.capitalize()}", word, word.capitalize())
        found = (self.backend.encode(way) for way in ways)
        return (token, *(tokens[0] for tokens in found if len(tokens) == 1 and tokens[0] != token))


@dataclass(frozen=True, slots=True)
class _Token:
    """What a token means to the author; worked out once, because each candidate is asked about at every step.

    `breaks`: ends the line, with `head` before the break; `quotes`: holds a quotation mark, which ends a title.
    """

    text: str
    kind: ModelTokenKind
    breaks: bool
    quotes: bool
    head: str

    @classmethod
    def of(cls, piece: bytes, *, end: bool) -> _Token:
        text = piece.decode("utf-8", "replace")
        return cls(text, _kind(text), end or b"\n" in piece, b'"' in piece, _before_break(piece).strip())


def _begins_any(start: str, words: frozenset[str]) -> bool:
    return len(start) > 2 and any(word.startswith(start) or start.startswith(word) for word in words)


def _kind(piece: str) -> ModelTokenKind:
    word = piece.strip()
    if not word or not word[0].isalnum():
        return ModelTokenKind.MARK
    if not piece[0].isspace():
        return ModelTokenKind.PART
    return ModelTokenKind.CONTENT if len(word) >= 4 else ModelTokenKind.WORD


def _before_break(piece: bytes) -> str:
    return re.split(rb'[\n"]', piece)[0].decode("utf-8", "ignore").rstrip()
