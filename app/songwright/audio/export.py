"""Rendering in a process of its own, so that a window stays quick and music plays on meanwhile.

`audio.device --export` carries out one `ExportRequest` (`songwright.host.child`). When stdin ends before it is
done, as it does when the owner dies, it stops and leaves no file. An owner who cannot wait for that kills it and calls
`audiofile.remove_temporaries`.
"""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from songwright.audio.renderings import Rendering, SoundOptions
from songwright.audio.score import Score
from songwright.audio.voice.cue import Cue
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.host.child.client import Death, JobClient
from songwright.host.child.serving import ReportStream, commands, take_stdout
from songwright.host.paths import find_paths
from songwright.host.priority import step_back

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["ExportFailed", "ExportJob", "ExportReport", "ExportRequest", "Exported", "Rendered", "main"]

_SINGING_SHARE = 0.3  # of an export's time, when nothing was sung before
_LEAST_STEP = 0.005  # progress is reported in half per cents


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """Command: render this score (`Score.to_json`) into these files, and end. Loudness in LUFS; None: as mixed."""

    score: object
    renderings: tuple[Rendering, ...]
    soundfont: Path | None = None
    loudness: float | None = None
    cues: tuple[Cue, ...] = ()


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


ExportReport = Rendered | Exported | ExportFailed


class ExportJob(JobClient):
    """One export as its owner sees it; its events are the reports."""

    def __init__(
        self,
        score: Score,
        renderings: Sequence[Rendering],
        options: SoundOptions = SoundOptions(),  # noqa: B008
        cues: Sequence[Cue] = (),
    ) -> None:
        self.paths = tuple(path for rendering in renderings for path in rendering.paths)
        request = ExportRequest(score.to_json(), tuple(renderings), options.soundfont, options.loudness, tuple(cues))
        super().__init__(request, ExportReport, (Exported, ExportFailed))

    def died(self, death: Death) -> Sequence[object]:
        """A failure when it had not said how its work went."""
        message = said("The export stopped unexpectedly and no file was written; please try again.")
        return [ExportFailed(message, death.detail) for _ in super().died(death)]


def main() -> int:
    """Do what stdin asks; the exit status is 0 when the file was written, 1 when not."""
    step_back()
    report = ReportStream(take_stdout())
    asked = commands(ExportRequest)
    request = next(asked, None)
    if request is None:
        return 1
    cancelled = threading.Event()
    threading.Thread(target=_await_end, args=(asked, cancelled), daemon=True).start()
    return _export(request, report, cancelled)


def _await_end(asked: Iterator[ExportRequest], cancelled: threading.Event) -> None:
    for _ in asked:
        pass
    cancelled.set()


def _export(request: ExportRequest, report: ReportStream, cancelled: threading.Event) -> int:
    # Imported when used, here and below: a process that exports notes needs no renderer and no singer.
    from songwright.audio.render import RenderCancelled, render

    said = 0.0

    def progress(share: float) -> None:
        nonlocal said
        if share - said >= _LEAST_STEP:
            said = share
            report(Rendered(share))

    try:
        share = _SINGING_SHARE if request.cues else 0.0
        render(
            _sung(Score.from_json(request.score), request.cues, lambda done: progress(share * done), cancelled),
            request.renderings,
            soundfont=request.soundfont,
            loudness=request.loudness,
            progress=lambda done: progress(share + (1 - share) * done),
            cancelled=cancelled.is_set,
        )
    except RenderCancelled:
        report(ExportFailed(""))
        return 1
    except SongwrightError as error:
        report(ExportFailed(error.message, error.detail))
        return 1
    report(Exported(tuple(path for rendering in request.renderings for path in rendering.paths)))
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
            raise RenderCancelled(said("The export was stopped."))
        progress(done)

    store = ClipStore(find_paths().voices)
    try:
        return sung_score(score, cues, Singers(store), step)
    except SingerError as error:
        sys.stderr.write(f"{error.message} {error.detail}\n")
        return score
