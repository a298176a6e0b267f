"""Has a server write a whole text by itself, and puts what comes in order: title, headings, verse, and no talk.

This is for servers that tell no odds (Ollama, LM Studio, vLLM): the words are theirs, so that no form can be kept for
certain, and that is said.
"""

from __future__ import annotations

import json
import queue
import re
import threading
from collections.abc import Iterator
from typing import Any, Protocol

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.host.network.server_line import ServerError, ServerLine
from songwright.llm.cancel import CancelFlag, DecodingCancelled
from songwright.llm.opening import ABOUT
from songwright.llm.plan import Plan, Verse
from songwright.llm.remote.told_layout import asked_layout, is_titled, is_verse
from songwright.llm.sampling_settings import Sampling

__all__ = ["RowTidier", "WholeListener", "WholeWriter"]

_TOKENS_A_WORD = 2
_SPARE_TOKENS = 400  # for a title, headings, and a model that thinks aloud first
_SLOW_SECONDS = 20.0
_LOOK_SECONDS = 0.1

_THINKING = re.compile(r"<think>.*?(</think>|$)", re.DOTALL)
_TITLE = re.compile(r"[*#_\s]*title[*_]*\s*:\s*[*_]*\s*(?P<title>.+)", re.IGNORECASE)
_HEADING = re.compile(
    r"[*#_(\[\s]*(?P<name>(verse|chorus|bridge|refrain|intro|outro|pre-chorus|hook|stanza|coda)\b[^\]*)]{0,20}?)[\s:*_)\]]*",
    re.IGNORECASE,
)
_TALK = re.compile(
    r"(sure|certainly|of course|here is|here's|here are|okay)\b.*[:!.]?|```.*|---+|\*\*\*+", re.IGNORECASE
)
_MARKUP = re.compile(r"\*\*|__|^#+\s*|^>\s*")


class WholeListener(Protocol):
    """Hears what is written, as it comes."""

    def text(self, text: str, *, title: bool, odds: tuple[tuple[str, float], ...]) -> None:
        """More of the text, or its title."""

    def notice(self, message: str) -> None:
        """Something the user should know."""


class WholeWriter:
    """Carries out one plan with one question. `tokens` counts the pieces in which the words came."""

    def __init__(self, line: ServerLine, model: str, cancel: CancelFlag, listener: WholeListener) -> None:
        self._line = line
        self._model = model
        self._cancel = cancel
        self._listener = listener
        self.tokens = 0

    def write(self, plan: Plan, settings: Sampling, seed: int) -> bool:
        """Write; False when the server ended before the text did. Raises DecodingCancelled, ServerError."""
        verse = next((step for step in plan.steps if isinstance(step, Verse)), None)
        if verse is not None:
            self._refuse_given(verse)
            self._listener.notice(
                said(
                    "This server tells no odds of single words, so the form is only asked for and cannot be kept for "
                    "certain. The report of the form shows what leaves it; a llama-server can keep it."
                )
            )
        tidier = RowTidier(titled=is_titled(plan), verse=is_verse(plan))
        ended = ""
        for piece, reason in self._pieces(self._question(plan, settings, seed)):
            ended = reason or ended
            self.tokens += bool(piece)
            self._show(tidier, tidier.add(piece))
        self._show(tidier, tidier.end())
        return ended != "length"

    @staticmethod
    def _refuse_given(verse: Verse) -> None:
        """Lines or words that must stand for certain cannot be promised by a server that only writes."""
        wishes = verse.wishes
        if verse.kept or verse.endings or wishes.required or wishes.acrostic or wishes.without:
            raise SongwrightError(
                said(
                    "This server tells no odds of single words, so it cannot keep lines or words that must stand. "
                    "Write this with the built-in model, a model file, or a llama-server."
                )
            )

    def _question(self, plan: Plan, settings: Sampling, seed: int) -> dict[str, object]:
        turns = [{"role": turn.role, "content": turn.content.replace(ABOUT, plan.about)} for turn in plan.messages]
        turns[-1]["content"] += f"\n\n{asked_layout(plan)}"
        return {
            "model": self._model,
            "messages": turns,
            "stream": True,
            "seed": seed % (1 << 31),
            "temperature": settings.temperature,
            "top_p": settings.top_p,
            "max_tokens": plan.most_tokens * _TOKENS_A_WORD + _SPARE_TOKENS,
        }

    def _show(self, tidier: RowTidier, text: str) -> None:
        if tidier.title:
            self._listener.text(tidier.title, title=True, odds=())
            tidier.title = ""
        if text:
            self._listener.text(text, title=False, odds=())

    def _pieces(self, question: dict[str, object]) -> Iterator[tuple[str, str]]:
        """Pieces of text as they come, each with why the text ended ("" while it goes on)."""
        rows: queue.SimpleQueue[str | SongwrightError | None] = queue.SimpleQueue()

        def listen() -> None:
            try:
                for row in self._line.stream("/v1/chat/completions", question):
                    rows.put(row)
                rows.put(None)
            except SongwrightError as error:
                rows.put(error)

        threading.Thread(target=listen, name="server-stream", daemon=True).start()
        while (row := self._next(rows)) is not None:
            if isinstance(row, SongwrightError):
                raise row
            yield _piece(row, self._line.name)

    def _next(self, rows: queue.SimpleQueue[str | SongwrightError | None]) -> str | SongwrightError | None:
        """The next row; warns the user when it is slow to come, and hangs up when it is not wanted any more."""
        waited = 0.0
        while True:
            if self._cancel.is_set():
                self._line.abort()
                raise DecodingCancelled
            try:
                return rows.get(timeout=_LOOK_SECONDS)
            except queue.Empty:
                before, waited = waited, waited + _LOOK_SECONDS
            if int(before / _SLOW_SECONDS) != int(waited / _SLOW_SECONDS):
                self._listener.notice(
                    said("The server has said nothing for {seconds:.0f} seconds; still waiting.", seconds=waited)
                )


def _piece(row: str, name: str) -> tuple[str, str]:
    try:
        found = json.loads(row)
        if "error" in found:
            raise ServerError(said("{server} gave up: {words}", server=name, words=_told(found["error"])), detail=row)
        choices = found.get("choices") or [{}]
        delta = choices[0].get("delta") or {}
        return str(delta.get("content") or ""), str(choices[0].get("finish_reason") or "")
    except (ValueError, AttributeError, TypeError, IndexError, RecursionError) as error:
        raise ServerError(
            said("{server} answers in a way that no model server does.", server=name), detail=row[:300]
        ) from error


def _told(error: Any) -> str:  # noqa: ANN401 - JSON
    return str(error.get("message", "") if isinstance(error, dict) else error)[:300]


class RowTidier:
    """Turns what a chatty model writes into rows of the text. `title` is the title, once it has come."""

    def __init__(self, *, titled: bool, verse: bool) -> None:
        self.title = ""
        self._titled = titled
        self._verse = verse
        self._raw = ""
        self._begun = False
        self._gap = 0

    def add(self, piece: str) -> str:
        """What of the text is sure now that this has come too: whole rows."""
        self._raw = _THINKING.sub("", self._raw + piece) if "</think>" in self._raw + piece else self._raw + piece
        if self._raw.lstrip().startswith("<think>"):
            return ""
        *rows, self._raw = self._raw.split("\n")
        return "".join(map(self._row, rows))

    def end(self) -> str:
        """What is left."""
        rest, self._raw = _THINKING.sub("", self._raw), ""
        return self._row(rest) if rest.strip() else ""

    def _row(self, row: str) -> str:
        row = _MARKUP.sub("", row).strip()
        if not row:
            self._gap += self._begun
            return ""
        if self._titled and not self._begun and (found := _TITLE.fullmatch(row)):
            self.title, self._titled = found["title"].strip(' "“”*_'), False
            return ""
        if _TALK.fullmatch(row) and (not self._begun or row.startswith(("`", "-", "*"))):
            return ""
        if self._verse and (heading := _HEADING.fullmatch(row)):
            row = f"[{heading['name'].strip().title()}]"
        elif self._verse:
            row = row.strip('"“”')
        lead = ""
        if self._begun:
            apart = self._gap or row.startswith("[") or not self._verse
            lead = "\n\n" if apart else "\n"
        self._begun, self._gap = True, 0
        return lead + row
