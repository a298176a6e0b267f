"""A model on a server that gives its tokens' odds (llama-server): what the worker needs of a model, over HTTP.

Every question carries the whole text as tokens; the server keeps what it has read of it, so that only what is new is
read. Which token comes next is drawn here, among those that form allows, so a line keeps its form for certain wherever
the model is; what is not among the tokens that the server names shares evenly what they leave of the odds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

import numpy as np

from songwright.core.language import said
from songwright.host.network.server_line import ServerError, ServerLine
from songwright.llm.addresses import server_address
from songwright.llm.cancel import CancelFlag, DecodingCancelled
from songwright.llm.chat import Message, render_chat
from songwright.llm.model import LoadOptions, Logits, ModelError, ModelInfo
from songwright.llm.plan import Plan
from songwright.llm.remote.model_server import ServerFacts, examine, line_to
from songwright.llm.remote.server_vocabulary import ServerVocabulary
from songwright.llm.remote.whole_writer import WholeListener, WholeWriter
from songwright.llm.sampling_settings import Sampling

__all__ = ["ServerBackend"]

_NAMED = 2048  # tokens whose odds are asked for: with 49,152 all that verse draws from, and 200 KB an answer
_MOST_BRANCHES = 64
_MOST_SLOTS = 16
_LOOK_SECONDS = 0.05


class ServerBackend:
    """Implements `songwright.llm.model.Backend`; `writes_whole` when the server gives no odds and writes for itself."""

    def __init__(self, cancel: CancelFlag) -> None:
        self._cancel = cancel
        self._line: ServerLine | None = None
        self._facts = ServerFacts((), "")
        self._vocabulary: ServerVocabulary | None = None
        self._pool: ThreadPoolExecutor | None = None
        self._read: tuple[int, ...] = ()
        self._current: Logits | None = None

    def load(self, path: Path, options: LoadOptions, progress: Callable[[float], None]) -> ModelInfo:
        """Look at the server of this address. Raises ModelError (or ServerError) when it cannot be used."""
        self.close()
        address = server_address(str(path))
        if address is None:
            raise ModelError(said("“{text}” is no address of a server. It looks like http://machine:8080.", text=path))
        self._line = line_to(address.with_key(options.key))
        self._facts = facts = self._waited(lambda line: examine(line, address.model, self._cancel.is_set))
        progress(0.3)
        if facts.odds:
            self._vocabulary = self._waited(lambda line: ServerVocabulary(line, facts))
            self._pool = ThreadPoolExecutor(min(facts.slots, _MOST_SLOTS), thread_name_prefix="server")
        progress(1.0)
        return ModelInfo(
            name=f"{facts.model} ({address.place})",
            architecture="server",
            context=self.capacity,
            vocabulary=facts.vocabulary,
            parameters=facts.parameters,
            size=facts.size,
            chat=True,
        )

    @property
    def writes_whole(self) -> bool:
        """Whether the server writes the text by itself, because it gives no probabilities."""
        return not self._facts.odds

    def write_whole(self, plan: Plan, settings: Sampling, seed: int, listener: WholeListener) -> tuple[str, int]:
        """Have the server write; why the text ended, and in how many pieces it came. Raises ServerError."""
        writer = WholeWriter(self.line, self.model, self._cancel, listener)
        try:
            reason = "complete" if writer.write(plan, settings, seed) else "full"
        except DecodingCancelled:
            reason = "stopped"
        return reason, writer.tokens

    @property
    def line(self) -> ServerLine:
        """The line to the server. Raises ModelError without one."""
        if self._line is None:
            raise ModelError(said("No model is loaded, so nothing can be written. Choose a model first."))
        return self._line

    @property
    def model(self) -> str:
        """The name of the model on the server."""
        return self._facts.model

    # Text and tokens

    def chat(self, messages: Sequence[Message]) -> str | None:
        """The conversation in the template of the server's model; None when that does not take it."""
        return render_chat(self._templated, messages)

    def _templated(self, messages: Sequence[Message]) -> str:
        turns = [{"role": message.role, "content": message.content} for message in messages]
        return str(self.line.post("/apply-template", {"model": self.model, "messages": turns})["prompt"])

    def encode(self, text: str, *, special: bool = False) -> list[int]:
        """Text as tokens."""
        return self._words.encode(text, special=special)

    def encode_all(self, texts: Sequence[str]) -> list[list[int]]:
        """Many texts as tokens, in few questions."""
        return self._words.encode_all(texts)

    def piece(self, token: int) -> bytes:
        """The bytes a token stands for; empty for control tokens."""
        return self._words.piece(token)

    def tokenizer(self) -> str:
        """A digest of the vocabulary."""
        return self._words.digest()

    def is_end(self, token: int) -> bool:
        """Whether the token ends the model's turn."""
        return self._words.is_end(token)

    def harmless(self, text: str) -> str:
        """The text without the names of control tokens."""
        return self._words.harmless(text)

    @property
    def _words(self) -> ServerVocabulary:
        if self._vocabulary is None:
            raise ModelError(
                said(
                    "This server tells no odds of single words, so it can write freely, but it can neither keep a "
                    "form nor answer this. A llama-server can."
                )
            )
        return self._vocabulary

    # Reading

    def begin(self, tokens: Sequence[int], progress: Callable[[int, int], None], *, near: bool = False) -> None:  # noqa: ARG002
        """Start a new text. What the server has read of it before, it does not read again."""
        progress(0, len(tokens))
        self._read, self._current = tuple(tokens), None
        self._current = self.odds_after([self._read])[0]

    def extend(self, tokens: Sequence[int]) -> None:
        """Let the text go on; the server is asked when its odds are wanted."""
        self._cancel.check()
        self._read, self._current = (*self._read, *tokens), None
        if self.room < 0:
            raise ModelError(said("The text has grown longer than the model can follow."), detail="no room")

    def logits(self) -> Logits:
        """The log-odds of every token to come next, float32 [vocabulary]."""
        if not self._read:
            raise ModelError(said("The model has read nothing that it could go on from."), detail="logits before begin")
        if self._current is None:
            self._current = self.odds_after([self._read])[0]
        return self._current

    def odds_after(self, texts: Sequence[Sequence[int]]) -> Logits:
        """The log-odds of what may follow each text, float32 [texts, vocabulary].

        Raises DecodingCancelled, ServerError.
        """
        self._cancel.check()
        if self._pool is None:
            raise ModelError(said("No model is loaded, so nothing can be written. Choose a model first."))
        slots = min(self._facts.slots, _MOST_SLOTS)
        asked = [self._pool.submit(self._asked, text, place % slots) for place, text in enumerate(texts)]
        self._wait(asked)
        return np.stack([future.result() for future in asked])

    def _asked(self, text: Sequence[int], slot: int) -> Logits:
        body: dict[str, object] = {
            "model": self.model,
            "prompt": list(text),
            "n_predict": 1,
            "n_probs": min(_NAMED, self._facts.vocabulary),
            "temperature": 0,
            "cache_prompt": True,
            "id_slot": slot,
            "response_fields": ["completion_probabilities"],
        }
        answer = self.line.post("/completion", body)
        return _row(answer, self._facts.vocabulary, self.line.name)

    def _wait(self, asked: Sequence[Future[Any]]) -> None:
        """Until all are answered; hangs up when it was cancelled meanwhile."""
        open_ones = set(asked)
        while open_ones:
            _, open_ones = wait(open_ones, timeout=_LOOK_SECONDS)
            if open_ones and self._cancel.is_set():
                self.line.abort()
                wait(open_ones)
                raise DecodingCancelled

    def _waited(self, ask: Callable[[ServerLine], Any]) -> Any:  # noqa: ANN401
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(ask, self.line)
            self._wait([asked])
            return asked.result()

    # Several ways at once

    def branch(self, count: int, tokens: int) -> ServerBranches:
        """Up to `count` branches that read no more than so many tokens each."""
        del tokens
        return ServerBranches(self.odds_after, self._read, max(1, min(count, _MOST_BRANCHES)), self._taken)

    def _taken(self, read: tuple[int, ...]) -> None:
        self._read, self._current = read, None

    def score(self, continuations: Sequence[Sequence[int]]) -> list[list[float]]:
        """The log-probability of every token of each continuation of what was read, which stays as it is."""
        beginnings = {tuple(one[:at]) for one in continuations for at in range(1, len(one))}
        if any(len(one) > self.room for one in beginnings):
            raise ModelError(said("The text has grown longer than the model can follow."), detail="score: no room")
        ordered = sorted(beginnings)
        after: dict[tuple[int, ...], Logits] = {(): self.logits()}
        if ordered:
            after |= dict(zip(ordered, self.odds_after([(*self._read, *one) for one in ordered]), strict=True))
        return [[float(after[tuple(one[:at])][token]) for at, token in enumerate(one)] for one in continuations]

    @property
    def room(self) -> int:
        """How many more tokens fit into the context."""
        return self.capacity - len(self._read)

    @property
    def capacity(self) -> int:
        """How many tokens fit into the context in all."""
        return self._facts.context or LoadOptions().context

    def close(self) -> None:
        """Hang up."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        if self._line is not None:
            self._line.abort()
        self._line = self._pool = self._vocabulary = self._current = None
        self._facts, self._read = ServerFacts((), ""), ()


class ServerBranches:
    """Implements `songwright.llm.model.Branches`: each is a text of its own, and the server keeps what they share."""

    def __init__(
        self,
        odds_after: Callable[[Sequence[Sequence[int]]], Logits],
        read: tuple[int, ...],
        count: int,
        taken: Callable[[tuple[int, ...]], None],
    ) -> None:
        self._odds_after = odds_after
        self._texts = [read] * count
        self._taken = taken

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._texts)

    def grow(self, tokens: Sequence[tuple[int, int]]) -> Logits:
        """Read tokens in some branches; what may follow each, [tokens, vocabulary]."""
        texts = []
        for branch, token in tokens:
            self._texts[branch] = (*self._texts[branch], token)
            texts.append(self._texts[branch])
        return self._odds_after(texts)

    def copy(self, source: int, target: int) -> None:
        """Make a branch the same as another one."""
        self._texts[target] = self._texts[source]

    def take(self, branch: int) -> None:
        """Let the text go on as this branch does."""
        self._taken(self._texts[branch])
        self.close()

    def close(self) -> None:
        """Forget the branches."""
        self._texts = []


def _row(answer: Any, vocabulary: int, name: str) -> Logits:  # noqa: ANN401 - JSON
    """The log-odds of all tokens, of those that the server names and of the others alike."""
    try:
        named = answer["completion_probabilities"][0]["top_logprobs"]
        tokens = np.array([entry["id"] for entry in named], dtype=np.intp)
        odds = np.array([entry["logprob"] for entry in named], dtype=np.float64)
        left = max(1.0 - float(np.exp(odds).sum()), 1e-9) / max(1, vocabulary - len(tokens))
        row = np.full(vocabulary, min(math.log(left), float(odds.min())), dtype=np.float32)
        row[tokens] = odds
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise ServerError(
            said("{server} tells no odds of words, so no form can be kept with it. Write freely.", server=name),
            detail=f"{type(error).__name__}: {error}",
        ) from error
    return row
