"""A model server on this machine that answers by a script and misbehaves as it is told.

As llama-server its model knows bytes, pairs of letters and two control tokens, and likes what is usual in English;
without odds it is one of the many that only write.
"""

from __future__ import annotations

import http.server
import json
import math
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import Any

OPENING, CLOSING = "<s>", "</s>"
PAIRS = [first + second for first in f" {ascii_lowercase}" for second in ascii_lowercase]
PIECES = [bytes([byte]) for byte in range(256)] + [pair.encode() for pair in PAIRS]
NUMBERS = {piece: number for number, piece in enumerate(PIECES)}
USUAL = Counter("  the and of in a light sea night tone rain lane shadow river moon stars are on to was his her\n")


@dataclass
class ScriptedServer:
    """What it says, and how it fails. `asked` are the questions that it was asked."""

    odds: bool = True
    says: str = "A line\nAnother line\n"
    fault: str = ""
    key: str = ""
    busy: int = 0
    models: tuple[str, ...] = ("small",)
    address: str = ""
    release: threading.Event = field(default_factory=threading.Event)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def questions(self, path: str) -> list[dict[str, Any]]:
        return [body for asked, body in self.asked if asked == path]


@contextmanager
def serving(told: ScriptedServer) -> Iterator[ScriptedServer]:
    """The server, on loopback for as long as the block lasts."""

    class Handler(_Handler):
        server_told = told

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    told.address = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield told
    finally:
        told.release.set()
        server.shutdown()
        server.server_close()


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_told: ScriptedServer

    def log_message(self, *_: object) -> None:
        """Nothing."""

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer(body)

    def _answer(self, body: dict[str, Any]) -> None:
        told = self.server_told
        told.asked.append((self.path, body))
        if told.key and self.headers.get("Authorization") != f"Bearer {told.key}":
            self._send({"error": {"message": "Invalid API Key"}}, 401)
        elif told.fault == "web page":
            self._send_bytes(b"<html>Welcome</html>", 200, "text/html")
        elif told.fault == "no json":
            self._send_bytes(b"hello", 200, "text/plain")
        elif told.busy > 0:
            told.busy -= 1
            self._send({"error": {"message": "Loading model"}}, 503)
        elif self.path == "/v1/chat/completions":
            self._stream()
        else:
            found = self._found(body)
            self._send({"error": {"message": "not here"}} if found is None else found, 404 if found is None else 200)

    def _found(self, body: dict[str, Any]) -> dict[str, Any] | None:
        told = self.server_told
        meta = {"n_vocab": len(PIECES) + 2, "n_params": 1000, "size": 4000} if told.odds else {}
        if self.path == "/v1/models":
            return {"data": [{"id": name, "meta": meta} for name in told.models]}
        if not told.odds:
            return None
        if self.path == "/props":
            settings = {"n_ctx": 4096}
            return {
                "default_generation_settings": settings, "total_slots": 4, "bos_token": OPENING, "eos_token": CLOSING,
            }  # fmt: skip
        if self.path == "/tokenize":
            return {"tokens": _tokens(body)}
        if self.path == "/apply-template":
            return {"prompt": "".join(f"<s>{turn['role']}: {turn['content']}\n" for turn in body["messages"])}
        if self.path == "/completion":
            return {"completion_probabilities": [{"top_logprobs": _odds(body["prompt"], int(body["n_probs"]))}]}
        return None

    def _stream(self) -> None:
        told = self.server_told
        if told.fault == "silent":
            told.release.wait(60)
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        middle = len(told.says) // 2
        with suppress(OSError):
            for at, letter in enumerate(told.says):
                if told.fault == "cut" and at == middle:
                    return
                if told.fault == "hang" and at == middle:
                    told.release.wait(60)
                    return
                self._row({"choices": [{"delta": {"content": letter}, "finish_reason": None}]})
            ended = "length" if told.fault == "full" else "stop"
            self._row({"choices": [{"delta": {}, "finish_reason": ended}]})
            self._row({"choices": [], "usage": {}})
            self.wfile.write(b"data: [DONE]\n\n")

    def _row(self, row: dict[str, Any]) -> None:
        self.wfile.write(b"data: " + json.dumps(row).encode() + b"\n\n")
        self.wfile.flush()

    def _send(self, found: dict[str, Any], status: int = 200) -> None:
        self._send_bytes(json.dumps(found).encode(), status, "application/json")

    def _send_bytes(self, data: bytes, status: int, kind: str) -> None:
        with suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)


def _tokens(body: dict[str, Any]) -> list[Any]:
    content = body["content"] if isinstance(body["content"], list) else [body["content"]]
    tokens: list[int] = [len(PIECES)] if body.get("add_special") else []
    for item in content:
        tokens += [item] if isinstance(item, int) else _spelled(item, special=body.get("parse_special", True))
    return [{"id": one, "piece": _piece(one)} for one in tokens] if body.get("with_pieces") else tokens


def _spelled(text: str, *, special: bool) -> list[int]:
    found: list[int] = []
    while text:
        mark = next((one for one in (OPENING, CLOSING) if special and text.startswith(one)), "")
        if mark:
            found.append(len(PIECES) + (OPENING, CLOSING).index(mark))
            text = text[len(mark) :]
        else:
            size = 2 if text[:2].encode() in NUMBERS else 1
            found += [NUMBERS[text[:2].encode()]] if size == 2 else list(text[0].encode())
            text = text[size:]
    return found


def _piece(token: int) -> str | list[int]:
    if token >= len(PIECES):
        return (OPENING, CLOSING)[token - len(PIECES)]
    return [token] if 127 < token < 256 else PIECES[token].decode()


def _odds(prompt: list[int], count: int) -> list[dict[str, Any]]:
    """Odds that depend on the last two bytes, so that lines differ."""
    turn = sum(prompt[-2:]) % 7
    weights = [
        1.0 + sum(USUAL.get(chr(byte), 0) for byte in piece) + 3 * (token % 7 == turn)
        for token, piece in enumerate(PIECES)
    ]
    weights += [0.1, 0.1]
    total = sum(weights)
    ranked = sorted(range(len(weights)), key=lambda token: -weights[token])[:count]
    return [{"id": token, "logprob": math.log(weights[token] / total)} for token in ranked]
