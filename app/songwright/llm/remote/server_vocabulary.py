"""The tokens of a model that a server holds, asked for in few questions: what each spells, and how text is cut up."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any

from songwright.core.language import said
from songwright.host.network.server_line import ServerError, ServerLine
from songwright.llm.remote.model_server import ServerFacts

__all__ = ["ServerVocabulary"]

_AT_ONCE = 2000  # texts in one question
_REMEMBERED = 100_000
_MARKED = re.compile(r"<[^<>\s]+>|\[[A-Z_/0-9]+\]|<\|[^|]*\|>")
# What ends a turn in the templates of the models that are in use; a server tells only one of them.
_TURN_ENDS = frozenset(
    [
        "</s>",
        "<eos>",
        "<|im_end|>",
        "<|eot_id|>",
        "<|eom_id|>",
        "<end_of_turn>",
        "<|end|>",
        "<|endoftext|>",
        "<|return|>",
    ]
)


class ServerVocabulary:
    """Spells and cuts up text as the server's model does."""

    def __init__(self, line: ServerLine, facts: ServerFacts) -> None:
        """Asks for all tokens at once. Raises ServerError."""
        self._line = line
        self._model = facts.model
        self._opening = facts.opening
        self._known: dict[tuple[str, bool], list[int]] = {}
        self._pieces = self._read_pieces(facts.vocabulary)
        # No text can spell a control token, so that one may stand between texts that are asked for together.
        self._divider = self._one_token(facts.closing or facts.opening)
        self._controls: dict[int, str] = {}
        self._controls = self._find_controls()
        self._ends = {token for token, text in self._controls.items() if text in _TURN_ENDS | {facts.closing}}

    def piece(self, token: int) -> bytes:
        """The bytes of a token; none of a control token."""
        return b"" if token in self._controls else self._pieces[token]

    def is_end(self, token: int) -> bool:
        """Whether the token ends the model's turn."""
        return token in self._ends

    def digest(self) -> str:
        """The same for vocabularies with the same tokens."""
        return "server " + hashlib.sha256(b"\n".join(self._pieces)).hexdigest()

    def harmless(self, text: str) -> str:
        """The text without the names of control tokens."""
        for spelling in sorted(self._controls.values(), key=len, reverse=True):
            text = text.replace(spelling, "")
        return text

    def encode(self, text: str, *, special: bool = False) -> list[int]:
        """The text as tokens; with `special`, control tokens in it count and the opening token is added."""
        if (found := self._known.get((text, special))) is not None:
            return list(found)
        opening = special and not (self._opening and text.startswith(self._opening))
        tokens = self._asked({"content": text, "add_special": opening, "parse_special": special})
        self._remember(text, tokens, special=special)
        return list(tokens)

    def encode_all(self, texts: Sequence[str]) -> list[list[int]]:
        """Each text as tokens, thousands in one question: a control token, which no text can spell, parts them."""
        missing = [text for text in dict.fromkeys(texts) if (text, False) not in self._known]
        if self._divider < 0:
            return [self.encode(text) for text in texts]
        for start in range(0, len(missing), _AT_ONCE):
            part = missing[start : start + _AT_ONCE]
            mixed = [item for text in part for item in (text, self._divider)]
            tokens = self._asked({"content": mixed, "add_special": False, "parse_special": False})
            for text, found in zip(part, _parted(tokens, self._divider), strict=False):
                self._remember(text, found, special=False)
        return [self.encode(text) for text in texts]

    def _remember(self, text: str, tokens: list[int], *, special: bool) -> None:
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[text, special] = tokens

    def _asked(self, body: dict[str, object]) -> list[int]:
        answer = self._line.post("/tokenize", {"model": self._model, **body})
        try:
            return [int(token) for token in answer["tokens"]]
        except (KeyError, TypeError, ValueError) as error:
            raise _unclear(self._line.name, error) from error

    def _read_pieces(self, count: int) -> list[bytes]:
        body = {"model": self._model, "content": list(range(count)), "with_pieces": True}
        answer = self._line.post("/tokenize", body)
        try:
            pieces = [_bytes_of(entry["piece"]) for entry in answer["tokens"]]
        except (KeyError, TypeError, ValueError) as error:
            raise _unclear(self._line.name, error) from error
        if len(pieces) != count:
            raise _unclear(self._line.name, ValueError(f"{len(pieces)} tokens of {count}"))
        return pieces

    def _find_controls(self) -> dict[int, str]:
        """Tokens that look like marks and that the same letters in a text do not give, with their spelling."""
        marked = {}
        for token, piece in enumerate(self._pieces):
            text = piece.decode("utf-8", "replace")
            if _MARKED.fullmatch(text):
                marked[token] = text
        spelled = self.encode_all(list(marked.values()))
        return {token: text for (token, text), found in zip(marked.items(), spelled, strict=True) if found != [token]}

    def _one_token(self, spelling: str) -> int:
        """The control token with this name; -1 when it is none."""
        found = self._asked({"content": spelling, "add_special": False, "parse_special": True}) if spelling else []
        plain = self._asked({"content": spelling, "add_special": False, "parse_special": False}) if spelling else []
        return found[0] if len(found) == 1 and plain != found else -1


def _parted(tokens: Sequence[int], divider: int) -> list[list[int]]:
    parts: list[list[int]] = [[]]
    for token in tokens:
        if token == divider:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _bytes_of(piece: Any) -> bytes:  # noqa: ANN401 - JSON
    return piece.encode("utf-8") if isinstance(piece, str) else bytes(piece)


def _unclear(name: str, error: Exception) -> ServerError:
    return ServerError(
        said("{server} answers otherwise than a llama-server does. It may be too old, or too new.", server=name),
        detail=f"{type(error).__name__}: {error}",
    )
