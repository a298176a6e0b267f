"""A model server as the worker sees it: what it is, which models it has, and what it can be asked."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from songwright.core.language import said
from songwright.host.network.server_line import ServerBusyError, ServerError, ServerLine
from songwright.llm.addresses import ServerAddress

__all__ = ["ServerFacts", "examine", "line_to"]

_PAUSE = 1.0
_LOADING_SECONDS = 300.0  # a large model comes from a slow disk


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """What a server says of itself.

    `odds`: it tells the odds of single tokens and their numbers, as llama-server does, so that form can be kept;
    `context` in tokens and `slots` (how many texts it reads side by side) only then; `models` are the names of its
    models, `model` the one to ask for.
    """

    models: tuple[str, ...]
    model: str
    odds: bool = False
    context: int = 0
    slots: int = 1
    vocabulary: int = 0
    parameters: int = 0
    size: int = 0
    opening: str = ""
    closing: str = ""


def line_to(address: ServerAddress) -> ServerLine:
    """A line to a server that was typed in; nothing is opened yet."""
    host = address.host.strip("[]")
    return ServerLine(host, address.port, secure=address.secure, base=address.base, key=address.key)


def examine(
    line: ServerLine, wished: str = "", stopped: Callable[[], bool] = lambda: False, patience: float = _LOADING_SECONDS
) -> ServerFacts:
    """Ask a server what it is. It may be loading its model: it is asked again for a while, until `stopped`.

    Raises ServerError for one that is none, is not there, or does not have the model that is `wished`.
    """
    end = time.monotonic() + patience
    while True:
        try:
            return _examined(line, wished)
        except ServerBusyError:
            if stopped() or time.monotonic() > end:
                raise
            time.sleep(_PAUSE)


def _examined(line: ServerLine, wished: str) -> ServerFacts:
    entries = _entries(line.get("/v1/models"))
    models = tuple(str(entry["id"]) for entry in entries)
    if wished and wished not in models:
        near = [name for name in models if name.split(":")[0] == wished.split(":")[0]]
        if len(near) != 1:
            raise ServerError(
                said(
                    "{server} has no model “{model}”. It has: {models}.",
                    server=line.name,
                    model=wished,
                    models=", ".join(models) or "–",
                )
            )
        wished = near[0]
    if not models:
        raise ServerError(said("{server} has no model yet. Load one there first.", server=line.name))
    model = wished or models[0]
    entry = next(entry for entry in entries if str(entry["id"]) == model)
    return _with_odds(line, ServerFacts(models, model), entry)


def _entries(answer: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - JSON
    """The models in a list of them; none when it is no such list."""
    data = answer.get("data") if isinstance(answer, dict) else None
    return [entry for entry in data if isinstance(entry, dict) and "id" in entry] if isinstance(data, list) else []


def _with_odds(line: ServerLine, facts: ServerFacts, entry: dict[str, Any]) -> ServerFacts:
    """The facts with those that only llama-server gives: another server does not know the question."""
    try:
        props = line.get("/props")
        meta = entry.get("meta") or {}
        settings = props["default_generation_settings"]
        vocabulary = int(meta["n_vocab"])
        return ServerFacts(
            facts.models,
            facts.model,
            odds=vocabulary > 0,
            context=int(settings["n_ctx"]),
            slots=max(1, int(props.get("total_slots", 1))),
            vocabulary=vocabulary,
            parameters=int(meta.get("n_params", 0)),
            size=int(meta.get("size", 0)),
            opening=str(props.get("bos_token", "")),
            closing=str(props.get("eos_token", "")),
        )
    except ServerBusyError:
        raise
    except (ServerError, KeyError, TypeError, ValueError, AttributeError):
        return facts
