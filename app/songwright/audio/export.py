"""Rendering in a process of its own, so that a window stays quick and music plays on meanwhile.

`songwright-audio --export` reads one request from stdin and reports on stdout, one JSON object a line
(`songwright.audio.protocol`). When stdin ends before it is done, as it does when the owner dies, it stops and leaves no
file. An owner who cannot wait for that kills it and calls `audiofile.remove_temporaries`.
"""

from __future__ import annotations

import os
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from songwright.audio.protocol import LineReader, encode
from songwright.audio.renderings import Rendering, SoundOptions
from songwright.audio.score import Score
from songwright.core.errors import SongwrightError
from songwright.host.paths import find_paths
from songwright.host.priority import step_back

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from songwright.audio.voice.cue import Cue

__all__ = ["ExportEvent", "ExportFailed", "ExportJob", "Exported", "Rendered", "main"]

_SINGING_SHARE = 0.3  # of an export's time, when nothing was sung before
_LEAST_STEP = 0.005  # progress is reported in half per cents


@dataclass(frozen=True, slots=True)
class Rendered:
    """This share (0-1) is done."""

    share: float


@dataclass(frozen=True, slots=True)
class Exported:
    """All files are written."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class ExportFailed:
    """A file was not written; `message` is for the user, empty when it was cancelled."""

    message: str
    detail: str = ""


ExportEvent = Rendered | Exported | ExportFailed


class ExportJob:
    """One export as its owner sees it, without input or output of its own.

    Start `export_command()`, write `request` to its stdin and leave that open; feed
    what comes from its stdout to `receive`, and its exit code to `ended`. Close stdin to cancel.
    """

    def __init__(
        self,
        score: Score,
        renderings: Sequence[Rendering],
        options: SoundOptions = SoundOptions(),  # noqa: B008
        cues: Sequence[Cue] = (),
    ) -> None:
        self.paths = tuple(path for rendering in renderings for path in rendering.paths)
        self.request = encode(
            {
                "score": score.to_json(),
                "renderings": [rendering.to_json() for rendering in renderings],
                "soundfont": None if options.soundfont is None else str(options.soundfont),
                "loudness": options.loudness,
                "cues": [cue.to_json() for cue in cues],
            }
        )
        self._lines = LineReader()
        self._over = False

    def receive(self, data: bytes) -> list[ExportEvent]:
        """What these bytes report."""
        events = [event for message in self._lines.feed(data) if (event := self._event(message)) is not None]
        self._over = self._over or any(not isinstance(event, Rendered) for event in events)
        return events

    def ended(self, exit_code: int, stderr: str = "") -> ExportFailed | None:
        """The process has ended; a failure when it had not said how its work went."""
        if self._over:
            return None
        self._over = True
        detail = f"exit code {exit_code}\n{stderr}".strip()
        return ExportFailed("The export stopped unexpectedly and no file was written; please try again.", detail)

    def _event(self, message: dict[str, Any]) -> ExportEvent | None:
        match message:
            case {"is": "rendered", "share": float(share)}:
                return Rendered(share)
            case {"is": "exported"}:
                return Exported(self.paths)
            case {"is": "failed", "message": str(text), "detail": str(detail)}:
                return ExportFailed(text, detail)
            case _:
                return None


def main() -> int:
    """Do what stdin asks; the exit status is 0 when the file was written, 1 when not."""
    step_back()
    reports = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    messages = _requests()
    request = next(messages, None)
    if request is None:
        return 1
    cancelled = threading.Event()
    threading.Thread(target=_await_end, args=(messages, cancelled), daemon=True).start()
    with reports:
        return _export(request, reports.write, cancelled)


def _requests() -> Iterator[dict[str, Any]]:
    lines = LineReader()
    while data := os.read(0, 1 << 16):
        yield from lines.feed(data)


def _await_end(messages: Iterator[dict[str, Any]], cancelled: threading.Event) -> None:
    for _ in messages:
        pass
    cancelled.set()


def _export(request: dict[str, Any], write: Any, cancelled: threading.Event) -> int:  # noqa: ANN401
    from songwright.audio.render import RenderCancelled, render
    from songwright.audio.voice.cue import Cue

    said = 0.0

    def progress(share: float) -> None:
        nonlocal said
        if share - said >= _LEAST_STEP:
            said = share
            write(encode({"is": "rendered", "share": share}))

    try:
        score = Score.from_json(request["score"])
        cues = [Cue.from_json(cue) for cue in request["cues"]]
        share = _SINGING_SHARE if cues else 0.0
        render(
            _sung(score, cues, lambda done: progress(share * done), cancelled),
            [Rendering.from_json(rendering) for rendering in request["renderings"]],
            soundfont=Path(request["soundfont"]) if request["soundfont"] else None,
            loudness=request["loudness"],
            progress=lambda done: progress(share + (1 - share) * done),
            cancelled=cancelled.is_set,
        )
    except RenderCancelled:
        write(encode({"is": "failed", "message": "", "detail": ""}))
        return 1
    except SongwrightError as error:
        write(encode({"is": "failed", "message": error.message, "detail": error.detail}))
        return 1
    write(encode({"is": "exported"}))
    return 0


def _sung(score: Score, cues: Sequence[Cue], progress: Callable[[float], None], cancelled: threading.Event) -> Score:
    """The score with its voices; without them when nobody can sing here: instruments play the tune then."""
    if not cues:
        return score
    from songwright.audio.render import RenderCancelled
    from songwright.audio.voice.acoustics import SingerError
    from songwright.audio.voice.clips import ClipStore
    from songwright.audio.voice.sung_score import Singers, sung_score

    def step(done: float) -> None:
        if cancelled.is_set():
            raise RenderCancelled("The export was stopped.")
        progress(done)

    store = ClipStore(find_paths().voices)
    try:
        return sung_score(score, cues, Singers(store), step)
    except SingerError as error:
        sys.stderr.write(f"{error.message} {error.detail}\n")
        return score
