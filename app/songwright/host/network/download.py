"""Brings a file here when a person has asked for it, and nothing else.

A file is fetched into "NAME.part" beside its place and moved there only when it is whole: as long as was said, with
the SHA-256 that was said (by the caller, else by the server) and sound in the eyes of `check`. A part that was begun is
gone on with, today or tomorrow. Proxies come from the usual variables (https_proxy, no_proxy), a mirror from
HF_ENDPOINT.

urllib serves: all that is wanted of HTTP is one GET with a range, and every library that offers more of it brings ten
others along.
"""

from __future__ import annotations

import http.client
import os
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import IO, cast

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.host.certificates import is_distrust, trusted
from songwright.host.network.part_file import (
    BLOCK,
    DownloadError,
    DownloadOrder,
    DownloadStopped,
    PartState,
    begun,
    discard,
    make_room,
    note_down,
    note_of,
    part_of,
    sha256_of,
    writing,
)

__all__ = ["DownloadError", "DownloadOrder", "DownloadStopped", "Patience", "download", "mirrored", "part_of"]

_LARGEST = 200_000_000_000
_HUB = "https://huggingface.co"
_SHA256 = re.compile(r'"?(?:sha256[:-])?([0-9a-fA-F]{64})"?')
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_BROKEN = (OSError, http.client.HTTPException, EOFError)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to bear with a server: seconds without an answer, bytes a second at least, tries without progress."""

    silence: float = 30.0
    least_rate: float = 512.0
    tries: int = 5
    pause: float = 2.0


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects and keeps their headers: a hub sends a file's checksum with the redirect to its store."""

    def __init__(self, seen: list[Message]) -> None:
        self._seen = seen

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> urllib.request.Request | None:
        """Note the headers, and go on only to an address of the web."""
        self._seen.append(headers)
        if not newurl.startswith(("https://", "http://")):
            raise DownloadError(said("The server sends on to an address that is none of the web's."), detail=newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def mirrored(url: str) -> str:
    """The address at the mirror that HF_ENDPOINT names, for files of the hub."""
    mirror = os.environ.get("HF_ENDPOINT", "").rstrip("/")
    return mirror + url.removeprefix(_HUB) if mirror and url.startswith(f"{_HUB}/") else url


def download(
    order: DownloadOrder,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    check: Callable[[Path], object] | None = None,
    patience: Patience | None = None,
) -> Path:
    """The whole file in its place. `progress` gets the bytes that are here and in all (0: not known).

    `check` looks at the gathered file and raises SongwrightError for one that is no good. Raises DownloadError,
    DownloadStopped (both within the bounds of `patience`), WriteFileError.
    """
    patience = patience or Patience()
    url = mirrored(order.url)
    if not re.match(r"https?://[^/\s]+/\S", url):
        raise DownloadError(said("“{url}” is no address of a file. Choose a model from the list.", url=url))
    part = part_of(order.target)
    with writing(order.target):
        order.target.parent.mkdir(parents=True, exist_ok=True)
    state = begun(part, order, url)
    failures = 0
    while not (state.total and state.done == state.total):
        before = state.done
        try:
            _gather(url, part, state, patience, progress, cancelled)
            if not state.total:
                break  # a server that says no size ends the file by closing
        except _BROKEN as error:
            failures = 1 if state.done > before else failures + 1
            if failures >= patience.tries:
                raise _given_up(state, error) from error
            _wait(patience.pause * failures, cancelled)
    return _accepted(order, part, state, cancelled, check)


def _gather(
    url: str,
    part: Path,
    state: PartState,
    patience: Patience,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool],
) -> None:
    """Add to the part what the server gives in one answer. Raises the errors of a broken connection."""
    if cancelled():
        raise DownloadStopped
    with _opened(url, state, patience) as answer:
        _agree(answer, part, state)
        make_room(part, state)
        note_down(part, url, state)
        with writing(part):
            file = part.open("ab")
        with file:
            _copy(answer, file, state, patience, progress, cancelled)


def _opened(url: str, state: PartState, patience: Patience) -> http.client.HTTPResponse:
    """The server's answer to a request for what is still missing."""
    state.headers.clear()
    headers = {"User-Agent": "songwright", "Accept-Encoding": "identity"}
    if state.done:
        headers["Range"] = f"bytes={state.done}-"
        if state.etag:
            headers["If-Range"] = state.etag
    opener = urllib.request.build_opener(_Redirects(state.headers), urllib.request.HTTPSHandler(context=trusted()))
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - http and https only, checked
    try:
        return cast("http.client.HTTPResponse", opener.open(request, timeout=patience.silence))
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == 416 and state.done:  # the part is longer than the file: begin again
            state.done, state.etag = 0, ""
            raise ConnectionError("the part did not fit") from error
        if error.code >= 500 or error.code in (408, 429):
            raise ConnectionError(f"the server answers {error.code}") from error
        raise DownloadError(
            said("The server does not have this file any more, or does not give it to everyone. Choose another model."),
            detail=f"{error.code} {error.reason}: {url}",
        ) from error
    except urllib.error.URLError as error:
        if is_distrust(error):
            raise DownloadError(
                said(
                    "The server could not prove who it is. Where every download fails so, this system lacks its list "
                    "of trusted servers (the package ca-certificates), or its clock is wrong."
                ),
                detail=f"{error.reason}: {url}",
            ) from error
        raise


def _agree(answer: http.client.HTTPResponse, part: Path, state: PartState) -> None:
    """Hold what the server says of the file against what is known of it. Raises DownloadError for another file."""
    headers: Message = answer.headers
    if headers.get_content_type() in ("text/html", "application/xhtml+xml"):
        raise DownloadError(
            said("A web page came instead of the model: the network wants a sign-in, or the address has changed."),
            detail=answer.url,
        )
    if headers.get("Content-Encoding", "identity") != "identity":
        raise ConnectionError("the server packs the file")
    offset, total = 0, _number(headers.get("Content-Length"))
    if answer.status == 206:
        found = _RANGE.fullmatch(headers.get("Content-Range", ""))
        if found is None or int(found[1]) != state.done:
            state.done, state.etag = 0, ""
            discard(part)
            raise ConnectionError("the server gives another part than it was asked for")
        offset, total = state.done, _number(found[2])
    elif state.done:
        discard(part)  # the whole file comes again
        state.done = 0
    if total:
        _agree_on_size(total, offset, state, answer.url)
    state.total = state.total or total
    state.etag = headers.get("ETag", "") if not headers.get("ETag", "").startswith("W/") else ""
    if not state.sha256:
        state.sha256 = _told_sha256([*state.headers, headers])


def _agree_on_size(total: int, offset: int, state: PartState, url: str) -> None:
    """Raises DownloadError for a size that is not the one that is known, or that no file can have."""
    if state.total and total != state.total:
        raise DownloadError(
            said(
                "The file has {total:,} bytes and should have {total_2:,}: it is another one than was meant.",
                total=total,
                total_2=state.total,
            ),
            detail=url,
        )
    if total > _LARGEST or total < offset:
        raise DownloadError(said("The server says a size that cannot be."), detail=f"{total} bytes")


def _copy(
    answer: http.client.HTTPResponse,
    file: IO[bytes],
    state: PartState,
    patience: Patience,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool],
) -> None:
    """The answer's bytes into the file, as long as they come fast enough and are no more than were said."""
    since, came = time.monotonic(), 0
    while True:
        if cancelled():
            raise DownloadStopped
        block = answer.read1(BLOCK)
        if not block:
            break
        if state.total and state.done + len(block) > state.total:
            raise DownloadError(said("More comes than the server said. The file is not what it should be."))
        if state.done + len(block) > _LARGEST:
            raise DownloadError(said("The file has no end."))
        with writing(Path(file.name)):
            file.write(block)
        state.done += len(block)
        came += len(block)
        if progress is not None:
            progress(state.done, state.total)
        if (waited := time.monotonic() - since) >= patience.silence:
            if came < patience.least_rate * waited:
                raise ConnectionError("the server is as good as silent")
            since, came = time.monotonic(), 0
    if state.total and state.done < state.total:
        raise ConnectionError(f"the connection ended after {state.done:,} of {state.total:,} bytes")


def _accepted(
    order: DownloadOrder,
    part: Path,
    state: PartState,
    cancelled: Callable[[], bool],
    check: Callable[[Path], object] | None,
) -> Path:
    """Move the gathered file to its place if it is the right one; a wrong one is thrown away."""
    try:
        if state.sha256 and sha256_of(part, cancelled) != state.sha256.lower():
            raise DownloadError(
                said(
                    "What came is not the file that was meant: its checksum is another one. It has been removed; "
                    "please try again, or choose another model."
                )
            )
        if check is not None:
            check(part)
    except SongwrightError:
        discard(part)
        raise
    with writing(order.target):
        part.replace(order.target)
    note_of(part).unlink(missing_ok=True)
    return order.target


def _told_sha256(headers: list[Message]) -> str:
    """The SHA-256 that a server gives for a file ("X-Linked-Etag" of the hub), "" when none does."""
    for one in headers:
        for name in ("X-Linked-Etag", "X-Checksum-Sha256", "ETag"):
            found = _SHA256.fullmatch((one.get(name) or "").strip())
            if found:
                return found[1].lower()
    return ""


def _wait(seconds: float, cancelled: Callable[[], bool]) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if cancelled():
            raise DownloadStopped
        time.sleep(min(0.1, seconds))


def _given_up(state: PartState, error: BaseException) -> DownloadError:
    kept = said(" What has come is kept: the next try goes on from there.") if state.done else ""
    return DownloadError(
        said("The connection fails again and again.{kept}", kept=kept), detail=f"{type(error).__name__}: {error}"
    )


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 16 else 0
