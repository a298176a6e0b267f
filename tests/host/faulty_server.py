"""A server on this machine that serves one file and misbehaves as it is told: for tests and benchmarks/downloads.py."""

from __future__ import annotations

import http.server
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256

__all__ = ["FAULTS", "FaultyServer", "serving"]

# What a server can do wrong; the first six end well if one tries again, the others must be refused.
MENDABLE = ("cuts", "stalls", "drops", "throttles", "no_ranges", "busy")
FATAL = ("corrupts", "lies_longer", "lies_shorter", "web_page", "gone", "endless", "other_file")
FAULTS = (*MENDABLE, *FATAL)


@dataclass
class FaultyServer:
    """The file, the fault, and how often it strikes (afterwards the server is sound, unless the fault is fatal)."""

    data: bytes
    fault: str = ""
    times: int = 2
    source: random.Random = field(default_factory=lambda: random.Random(1))
    url: str = ""
    requests: int = 0

    @property
    def sha256(self) -> str:
        """Of the true file."""
        return sha256(self.data).hexdigest()

    def strikes(self) -> bool:
        """Whether this request is met with the fault."""
        self.requests += 1
        return self.fault in FATAL or (bool(self.fault) and self.requests <= self.times)


@contextmanager
def serving(data: bytes, fault: str = "", seed: int = 1, times: int = 2) -> Iterator[FaultyServer]:
    """A server on loopback for as long as the block lasts."""
    told = FaultyServer(data, fault, times, random.Random(seed))
    stopping = threading.Event()

    class Handler(_Handler):
        server_told = told
        stop = stopping

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    told.url = f"http://127.0.0.1:{server.server_address[1]}/model.gguf"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        stopping.set()
        server.shutdown()
        server.server_close()


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_told: FaultyServer
    stop: threading.Event

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Serve the file, from where it is asked for, or do what is wrong."""
        told, strikes = self.server_told, self.server_told.strikes()
        fault = told.fault if strikes else ""
        self.close_connection = True
        with suppress(OSError):
            if fault in ("web_page", "gone", "busy"):
                self._refuse(fault)
            else:
                self._serve(fault)

    def _refuse(self, fault: str) -> None:
        page = b"<html><body>Sign in to this network</body></html>"
        self.send_response({"web_page": 200, "gone": 404, "busy": 503}[fault])
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def _serve(self, fault: str) -> None:
        told = self.server_told
        data = bytes(len(told.data)) if fault == "other_file" else told.data
        start = self._start(fault, len(data))
        body = bytearray(data[start:])
        if fault == "corrupts" and body:
            body[told.source.randrange(len(body))] ^= 0xFF
        total = len(data) + {"lies_longer": 1000, "lies_shorter": -1000}.get(fault, 0)
        self.send_response(206 if start else 200)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("ETag", '"one"')
        if start:
            self.send_header("Content-Range", f"bytes {start}-{total - 1}/{total}")
        if fault != "endless":
            self.send_header("Content-Length", str(total - start))
        self.end_headers()
        self._send(bytes(body), fault)

    def _start(self, fault: str, size: int) -> int:
        asked = self.headers.get("Range", "")
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and fault != "no_ranges" else 0
        return start if 0 <= start < size else 0

    def _send(self, body: bytes, fault: str) -> None:
        cut = self.server_told.source.randrange(max(1, len(body)))
        if fault == "cuts":
            self.wfile.write(body[:cut])
        elif fault == "stalls":
            self.wfile.write(body[:cut])
            self.wfile.flush()
            self.stop.wait(3.0)
        elif fault == "drops":
            self.connection.close()
        elif fault == "throttles":
            for at in range(0, len(body), max(1, len(body) // 8)):
                self.wfile.write(body[at : at + max(1, len(body) // 8)])
                self.wfile.flush()
                time.sleep(0.005)
        elif fault == "endless":
            end = time.monotonic() + 5
            while not self.stop.is_set() and time.monotonic() < end:
                self.wfile.write(body)
        else:
            self.wfile.write(body)
