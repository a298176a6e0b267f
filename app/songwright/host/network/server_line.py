"""Speaks HTTP and JSON to one server that a person has named, over lines that are kept open; every fault in words.

The standard library serves: an answer and a stream of rows are all that is wanted, and a client library for one maker's
interface would bring a dozen packages along. No proxy is asked: the server is the one that was typed in, or none.
"""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from songwright.core.errors import SongwrightError
from songwright.core.language import said

__all__ = ["ServerBusyError", "ServerError", "ServerLine"]

_CONNECT_SECONDS = 15.0
_MOST_BYTES = 256 << 20  # of one answer: a large vocabulary takes some ten megabytes
_LONGEST_ROW = 1 << 20
_SHOWN = 300  # characters of what a server says of itself
_MOST_IDLE = 32


class ServerError(SongwrightError):
    """A server cannot be used: it is not there, is none, does not let us in, or has cut the line."""


class ServerBusyError(ServerError):
    """The server is there but loads its model or serves others; asking again later is worth a try."""


class ServerLine:
    """One server. Any thread may ask; each question takes an open line of its own."""

    def __init__(self, host: str, port: int, *, secure: bool = False, base: str = "", key: str = "") -> None:
        """`base` stands before every path, `key` is what the server lets in by; no line is opened yet."""
        self.name = f"{host}:{port}"
        self._host, self._port, self._secure = host, port, secure
        self._base = base
        self._key = key
        self._idle: list[http.client.HTTPConnection] = []
        self._busy: set[http.client.HTTPConnection] = set()
        self._lock = threading.Lock()

    def get(self, path: str, *, seconds: float = 30.0) -> Any:  # noqa: ANN401 - JSON
        """What the server has at a path, as JSON. Raises ServerError."""
        return self._answered("GET", path, None, seconds)

    def post(self, path: str, body: Mapping[str, object], *, seconds: float = 600.0) -> Any:  # noqa: ANN401 - JSON
        """The server's answer to a question, both JSON; it may think for so many seconds. Raises ServerError."""
        return self._answered("POST", path, body, seconds)

    def stream(self, path: str, body: Mapping[str, object], *, seconds: float = 600.0) -> Iterator[str]:
        """The rows of data of a stream of events, without "data: ", up to "[DONE]"; a cut stream raises ServerError."""
        line, answer = self._opened("POST", path, body, seconds)
        try:
            _refuse_page(answer, self.name)
            if answer.status >= 400:
                raise _refusal(answer.status, answer.read(_LONGEST_ROW), self.name)
            while True:
                row = answer.readline(_LONGEST_ROW)
                if not row:
                    raise ConnectionError("the stream ended before its end was told")
                text = row.decode("utf-8", "replace").strip()
                if text == "data: [DONE]":
                    return
                if text.startswith("data:"):
                    yield text.removeprefix("data:").strip()
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise _cut(self.name, error) from error
        finally:
            self._forget(line)

    def abort(self) -> None:
        """Hang up on every question that is open, from any thread: its asker gets a ServerError."""
        with self._lock:
            lines = [*self._busy, *self._idle]
            self._idle.clear()
        for line in lines:
            if line.sock is not None:
                with suppress(OSError):
                    line.sock.shutdown(socket.SHUT_RDWR)

    # Inside

    def _answered(self, method: str, path: str, body: Mapping[str, object] | None, seconds: float) -> Any:  # noqa: ANN401
        line, answer = self._opened(method, path, body, seconds)
        try:
            data = answer.read(_MOST_BYTES + 1)
            if not answer.isclosed() and answer.read(1):
                raise http.client.IncompleteRead(data)
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._forget(line)
            raise _cut(self.name, error) from error
        self._give_back(line, keep=not answer.will_close)
        _refuse_page(answer, self.name)
        if answer.status >= 400:
            raise _refusal(answer.status, data, self.name)
        try:
            return json.loads(data)
        except (ValueError, RecursionError) as error:
            raise _no_model_server(self.name, repr(data[:_SHOWN])) from error

    def _opened(
        self, method: str, path: str, body: Mapping[str, object] | None, seconds: float
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        """A line with the head of the answer. A kept line that the server has closed meanwhile is opened afresh."""
        headers = {"User-Agent": "songwright", "Accept": "application/json, text/event-stream"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        data = None
        if body is not None:
            data = json.dumps(body, separators=(",", ":")).encode()
            headers["Content-Type"] = "application/json"
        while True:
            line, kept = self._line(seconds)
            try:
                line.request(method, f"{self._base}{path}", body=data, headers=headers)
                return line, line.getresponse()
            except (OSError, http.client.HTTPException, ValueError) as error:
                self._forget(line)
                if not kept:
                    raise _cut(self.name, error) from error

    def _line(self, seconds: float) -> tuple[http.client.HTTPConnection, bool]:
        """An open line, and whether it had been used before."""
        with self._lock:
            kept = self._idle.pop() if self._idle else None
            if kept is not None:
                self._busy.add(kept)
        if kept is not None:
            if kept.sock is not None:
                kept.sock.settimeout(seconds)
            return kept, True
        line = self._new_line()
        try:
            line.connect()
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise _not_there(self.name, error) from error
        line.sock.settimeout(seconds)
        with self._lock:
            self._busy.add(line)
        return line, False

    def _new_line(self) -> http.client.HTTPConnection:
        if self._secure:
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(self._host, self._port, timeout=_CONNECT_SECONDS, context=context)
        return http.client.HTTPConnection(self._host, self._port, timeout=_CONNECT_SECONDS)

    def _give_back(self, line: http.client.HTTPConnection, *, keep: bool) -> None:
        if not keep:
            self._forget(line)
            return
        with self._lock:
            self._busy.discard(line)
            if len(self._idle) < _MOST_IDLE:
                self._idle.append(line)
                return
        line.close()

    def _forget(self, line: http.client.HTTPConnection) -> None:
        with self._lock:
            self._busy.discard(line)
        line.close()


def _not_there(name: str, error: Exception) -> ServerError:
    detail = f"{type(error).__name__}: {error}"
    if isinstance(error, ssl.SSLError):
        return ServerError(
            said("{server} does not speak https, or not for this name. Try the address with http.", server=name),
            detail=detail,
        )
    if isinstance(error, socket.gaierror):
        return ServerError(
            said("No machine is called “{server}” here. See that the address is written right.", server=name),
            detail=detail,
        )
    return ServerError(
        said(
            "Nothing answers at {server}. See that the server runs there, and that the address and port are right.",
            server=name,
        ),
        detail=detail,
    )


def _cut(name: str, error: Exception) -> ServerError:
    detail = f"{type(error).__name__}: {error}"
    if isinstance(error, TimeoutError):
        return ServerError(
            said("{server} has been silent for too long and was given up. The words so far are kept.", server=name),
            detail=detail,
        )
    return ServerError(
        said("{server} has cut the line. The words so far are kept; try again.", server=name), detail=detail
    )


def _refuse_page(answer: http.client.HTTPResponse, name: str) -> None:
    if answer.headers.get_content_type() in ("text/html", "application/xhtml+xml") and answer.status != 401:
        raise _no_model_server(name, f"{answer.status}: a web page")


def _no_model_server(name: str, detail: str) -> ServerError:
    return ServerError(
        said(
            "What answers at {server} is no model server (a web page, perhaps). Model servers are named like "
            "http://machine:8080.",
            server=name,
        ),
        detail=detail,
    )


def _refusal(status: int, data: bytes, name: str) -> ServerError:
    """What a refusal means; the server's own words, where it has any, are worth more than its number."""
    own = _own_words(data)
    detail = f"{status}: {own}"
    if status in (401, 403):
        return ServerError(
            said("{server} wants a key, or another one. Put it before the address: http://KEY@machine.", server=name),
            detail=detail,
        )
    if status in (404, 405):
        return ServerError(
            said("{server} has nothing of the kind: {words}", server=name, words=own or said("not found.")),
            detail=detail,
        )
    if status in (429, 502, 503, 504):
        return ServerBusyError(
            said("{server} is busy, or still loads its model: {words}", server=name, words=own or str(status)),
            detail=detail,
        )
    return ServerError(said("{server} refuses this: {words}", server=name, words=own or str(status)), detail=detail)


def _own_words(data: bytes) -> str:
    try:
        found = json.loads(data)
        told = found.get("error", found.get("message", found.get("detail", "")))
        text = told.get("message", "") if isinstance(told, dict) else told
    except (ValueError, AttributeError, RecursionError):
        return ""
    return " ".join(str(text).split())[:_SHOWN]
