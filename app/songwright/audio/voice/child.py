"""Singing in a process of its own, niced, so that neither window nor player ever waits for it.

`audio.device --sing` takes `Sing` and `Read` on stdin and reports each sound as it is there. It ends as stdin does.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections import deque
from typing import TYPE_CHECKING

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.host.child.serving import ReportStream, commands, take_stdout
from songwright.host.paths import find_paths
from songwright.host.priority import step_back

if TYPE_CHECKING:
    from songwright.audio.voice.cue import Cue
    from songwright.audio.voice.sung_score import Singers

__all__ = ["main"]


def main() -> int:
    """Sing what stdin asks until it ends."""
    step_back()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    report = ReportStream(take_stdout())
    wanted = _Wanted()
    threading.Thread(target=_sing, args=(wanted, report), name="singer", daemon=True).start()
    # Imported when used, here and below: a child answers first, then loads what sings.
    from songwright.audio.voice.messages import Read, SingCommand
    from songwright.audio.voice.reader import RowReader

    reader = RowReader(find_paths().voices)
    with contextlib.closing(reader):
        for command in commands(SingCommand):
            if isinstance(command, Read):
                report(reader.read(command))
            else:
                wanted.replace(command.cues)
    return 0


class _Wanted:
    """The cues that are still to be sung, in order; one thread puts them, another takes them."""

    def __init__(self) -> None:
        self._cues: deque[Cue] = deque()
        self._changed = threading.Condition()

    def replace(self, cues: tuple[Cue, ...]) -> None:
        with self._changed:
            self._cues = deque(cues)
            self._changed.notify()

    def take(self) -> Cue:
        """The next cue, as soon as there is one."""
        with self._changed:
            self._changed.wait_for(lambda: bool(self._cues))
            return self._cues.popleft()

    @property
    def empty(self) -> bool:
        with self._changed:
            return not self._cues


def _sing(wanted: _Wanted, report: ReportStream) -> None:
    from songwright.audio.voice.clips import ClipStore
    from songwright.audio.voice.messages import AllSung, CannotSing
    from songwright.audio.voice.sung_score import Singers

    paths = find_paths()
    singers = Singers(ClipStore(paths.voices, spare=paths.spare_voices))
    while True:
        cue = wanted.take()
        try:
            _report(cue, singers, report)
        except SongwrightError as error:
            wanted.replace(())
            report(CannotSing(error.message, error.detail))
        except Exception as error:  # noqa: BLE001 - one phrase that cannot be sung leaves the others to be
            report(CannotSing(said("A phrase could not be sung; its instrument plays it."), repr(error)))
        else:
            if wanted.empty:
                report(AllSung())


def _report(cue: Cue, singers: Singers, report: ReportStream) -> None:
    from songwright.audio.voice.messages import SungCue

    report(SungCue(cue.name, singers.sing(cue)))
