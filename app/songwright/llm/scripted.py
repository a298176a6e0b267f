"""A model that plays a script: every way in which a real one works, stalls or dies, on demand (for tests).

The script is a JSON file: `{"load": [action, ...], "write": [action, ...], "context": 4096, "chat": true}`. The
vocabulary is the 256 bytes and an end token, so a script can also break a character in two. Actions:

- `{"say": "text"}`, `{"bytes": "f0 9f"}`: the next tokens; after the last action the script starts over
- `{"wait": seconds}`: a slow decode, which the cancel flag ends
- `{"hang": true}`: a decode that never returns
- `{"abort": true}`, `{"segfault": true}`, `{"exit": 3}`, `{"kill": 9}`: the ways to die
- `{"garbage": "text"}`, `{"print": "text"}`: onto the protocol's stream; onto stdout, as native code does
- `{"offer": {"text": "Dark water", "probability": 0.4}}`: an option for a question (`songwright.llm.questions`), in the
  list "ask" of the script, which is played once for each question, waits and deaths included
- `{"error": "text"}`, `{"memory": true}`, `{"raise": true}`: ModelError, MemoryError, anything else
"""

from __future__ import annotations

import ctypes
import json
import os
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from songwright.host.child.message_codec import from_plain
from songwright.llm.cancel import CancelFlag
from songwright.llm.chat import Message
from songwright.llm.model import LoadOptions, Logits, ModelError, ModelInfo
from songwright.llm.questions import Option

__all__ = ["ScriptedBackend"]

_END = 256
_CERTAIN = 40.0


class ScriptedBackend:
    """Implements `songwright.llm.model.Backend` without a model."""

    def __init__(self, cancel: CancelFlag, script: Path, reports: int) -> None:
        """`reports` is the file descriptor of the protocol's stream, for garbage."""
        self._cancel = cancel
        self._reports = reports
        self._script: dict[str, Any] = json.loads(script.read_text("utf-8"))
        self._place = 0
        self._bytes = b""
        self._length = 0
        self._next: int | None = None
        self._options: list[Option] = []
        self._offer: Callable[[Option], None] = lambda _option: None

    def load(self, path: Path, options: LoadOptions, progress: Callable[[float], None]) -> ModelInfo:  # noqa: ARG002
        """Play the script's "load" actions."""
        progress(0.5)
        for action in self._script.get("load", ()):
            self._act(action)
        progress(1.0)
        return ModelInfo(name=path.stem, architecture="script", context=self.capacity, vocabulary=257, chat=self._chats)

    @property
    def _chats(self) -> bool:
        return bool(self._script.get("chat", True))

    def chat(self, messages: Sequence[Message]) -> str | None:
        """The turns between angle brackets, unless the script says that there is no template."""
        if not self._chats:
            return None
        return "".join(f"<{message.role}>{message.content}" for message in messages) + "<assistant>"

    def encode(self, text: str, *, special: bool = False) -> list[int]:  # noqa: ARG002 - there are no special tokens
        """The text's bytes."""
        return list(text.encode("utf-8", "replace"))

    def piece(self, token: int) -> bytes:
        """The byte itself."""
        return bytes([token]) if token < _END else b""

    def tokenizer(self) -> str:
        """Nothing: bytes are quickly read."""
        return ""

    def is_end(self, token: int) -> bool:
        """Whether this is the end token."""
        return token == _END

    def harmless(self, text: str) -> str:
        """The text: there are no control tokens in it."""
        return text

    def begin(self, tokens: Sequence[int], progress: Callable[[int, int], None], *, near: bool = False) -> None:  # noqa: ARG002
        """Forget what was read; the script goes on where it was."""
        self._cancel.check()
        progress(0, len(tokens))
        self._length, self._next = len(tokens), None

    def extend(self, tokens: Sequence[int]) -> None:
        """Take note of what was written, so that the script moves on."""
        self._cancel.check()
        self._length += len(tokens)
        self._next = None
        if 10 in tokens:
            self._bytes = self._bytes.lstrip(b"\n")

    def logits(self) -> Logits:
        """All but certainty for the script's next byte."""
        if self._next is None:
            self._next = self._advance()
        scores = np.zeros(257, dtype=np.float32)
        scores[self._next] = _CERTAIN
        return scores

    def branch(self, count: int, tokens: int) -> _ScriptedBranch:  # noqa: ARG002 - a script goes one way only
        """One branch: the text itself."""
        return _ScriptedBranch(self)

    def score(self, continuations: Sequence[Sequence[int]]) -> list[list[float]]:
        """All but certainty for what the script says next, as far as its current action goes."""
        self.logits()
        ahead = [self._next, *self._bytes]
        return [
            [0.0 if at < len(ahead) and token == ahead[at] else -_CERTAIN for at, token in enumerate(one)]
            for one in continuations
        ]

    @property
    def room(self) -> int:
        """How many more bytes fit into the context."""
        return self.capacity - self._length

    @property
    def capacity(self) -> int:
        """The script's "context"."""
        return int(self._script.get("context", 4096))

    def close(self) -> None:
        """Nothing to free."""

    def answer(self, offer: Callable[[Option], None]) -> tuple[Option, ...]:
        """Play the script's "ask" actions for a question; the options in the order in which they were offered."""
        self._options, self._offer = [], offer
        for action in self._script.get("ask", ()):
            self._cancel.check()
            self._act(action)
        return tuple(self._options)

    def _advance(self) -> int:
        actions = self._script.get("write", ())
        for _ in range(len(actions) + 1):
            if self._bytes:
                token, self._bytes = self._bytes[0], self._bytes[1:]
                return token
            if actions:
                action = actions[self._place % len(actions)]
                self._place += 1
                self._act(action)
        return _END

    def _act(self, action: dict[str, Any]) -> None:
        (name, value), *_ = action.items()
        getattr(self, f"_act_{name}")(value)

    def _act_say(self, text: str) -> None:
        self._bytes += text.encode()

    def _act_bytes(self, text: str) -> None:
        self._bytes += bytes.fromhex(text)

    def _act_offer(self, option: dict[str, Any]) -> None:
        self._options.append(from_plain(option, Option))
        self._offer(self._options[-1])

    def _act_wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._cancel.check()
            time.sleep(0.005)

    def _act_hang(self, _: object) -> None:
        while True:
            threading.Event().wait(1)

    def _act_abort(self, _: object) -> None:
        os.abort()

    def _act_segfault(self, _: object) -> None:
        ctypes.string_at(0)

    def _act_exit(self, code: int) -> None:
        os._exit(code)

    def _act_kill(self, signal: int) -> None:
        os.kill(os.getpid(), signal)

    def _act_garbage(self, text: str) -> None:
        os.write(self._reports, text.encode("utf-8", "surrogateescape") + b"\n")

    def _act_print(self, text: str) -> None:
        os.write(1, text.encode() + b"\n")

    def _act_error(self, text: str) -> None:
        raise ModelError(text)

    def _act_memory(self, _: object) -> None:
        raise MemoryError

    def _act_raise(self, _: object) -> None:
        raise RuntimeError("a fault in the script")


class _ScriptedBranch:
    """The one way in which a scripted text goes on; implements `songwright.llm.model.Branches`."""

    def __init__(self, backend: ScriptedBackend) -> None:
        self._backend = backend
        self.count = 1

    def grow(self, tokens: Sequence[tuple[int, int]]) -> Logits:
        """Read the token; what the script says next, [1, vocabulary]."""
        self._backend.extend([token for _, token in tokens])
        return self._backend.logits()[np.newaxis]

    def copy(self, source: int, target: int) -> None:
        """Nothing to do: there is only one branch."""

    def take(self, branch: int) -> None:
        """Nothing to do: the text is the branch."""

    def close(self) -> None:
        """Nothing to forget."""
