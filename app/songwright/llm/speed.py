"""How fast a model writes on this machine, found out in ten seconds."""

from __future__ import annotations

import time
from collections.abc import Callable

from songwright.core.song import Piece
from songwright.llm.brief import Brief, Length
from songwright.llm.models import ModelFile
from songwright.llm.process import ModelProcess
from songwright.llm.prompts import load_prompts
from songwright.llm.writing import Request, write

__all__ = ["SECONDS", "measured_speed"]

SECONDS = 10.0


def measured_speed(model: ModelFile, cancelled: Callable[[], bool] = lambda: False, seconds: float = SECONDS) -> float:
    """Tokens a second that the model writes, from a story that is stopped after so many seconds; 0.0 for none.

    Raises SongwrightError when it cannot write.
    """
    request = Request(Brief("the sea at night", Piece.STORY, length=Length.LONG), model, seed=1)
    end = 0.0

    def over() -> bool:
        nonlocal end
        if process.has(model.path, request.options) and not end:
            end = time.monotonic() + seconds  # loading does not count
        return cancelled() or (end > 0 and time.monotonic() >= end)

    with ModelProcess() as process:
        return write(request, load_prompts(), process, cancelled=over).statistics.speed
