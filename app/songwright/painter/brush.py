"""The painter's process: takes one request on stdin, paints, and ends.

The library can neither be cancelled nor trusted with bad files: ending this process is the way out of both.
`--scripted FILE` plays a JSON list of actions in the library's place, for tests: `{"share": 0.5}`, `{"exit": 3}`,
`{"kill": 9}`, `{"hang": true}`, `{"take": bytes}`, `{"error": "text"}`; after the last one it gives the starting
picture back.
"""

from __future__ import annotations

import base64
import importlib
import io
import json
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.host.child.box import bound_memory
from songwright.host.child.serving import ReportStream, commands, take_stdout
from songwright.host.priority import step_back
from songwright.painter.protocol import CannotPaint, PaintedOver, Painting, PaintOver

__all__ = ["main", "most_memory"]

_WORKING_MEMORY = 4 << 30  # libraries and pictures; whole runs took 1.4 and 2.9 GB, weights included (docs/picture.md)

Paint = Callable[[PaintOver, Callable[[float], None]], bytes]


def main(options: Sequence[str] = ()) -> int:
    """Do what stdin asks; the exit status is 0 when it worked."""
    report = ReportStream(take_stdout())
    request = next(commands(PaintOver), None)
    if request is None:
        return 1
    step_back()
    bound_memory(most_memory(request.weights))
    paint = _scripted(Path(options[1])) if options[:1] == ["--scripted"] else _by_library
    try:
        painted = paint(request, lambda share: report(Painting(share)))
    except SongwrightError as error:
        report(CannotPaint(error.message, error.detail))
        return 1
    except MemoryError as error:
        told = said(
            "The painter wanted more memory than weights of this size call for, and was stopped. Try another file."
        )
        report(CannotPaint(told, repr(error)))
        return 1
    except (ValueError, RuntimeError, OSError) as error:  # what the library raises for weights it cannot use
        report(CannotPaint(said("The painter cannot use these weights. Try another file."), repr(error)))
        return 1
    report(PaintedOver(base64.b64encode(painted).decode("ascii")))
    return 0


def most_memory(weights: Path) -> int:
    """The bytes that painting with a file of weights may take: they may be converted to numbers of twice the length."""
    try:
        return 3 * weights.stat().st_size + _WORKING_MEMORY
    except OSError:
        return _WORKING_MEMORY


def _by_library(request: PaintOver, told: Callable[[float], None]) -> bytes:
    """Paint with stable-diffusion-cpp-python; the picture as a PNG file."""
    library, pictures = _installed("stable_diffusion_cpp"), _installed("PIL.Image")
    start = pictures.open(io.BytesIO(base64.b64decode(request.picture))).convert("RGB")
    painter = library.StableDiffusion(model_path=str(request.weights))
    painted = painter.generate_image(
        prompt=request.prompt,
        init_image=start,
        strength=request.strength,
        width=request.side,
        height=request.side,
        sample_steps=request.steps,
        cfg_scale=1.0,  # what painters of few steps are made for
        seed=request.seed,
        progress_callback=lambda step, steps, _seconds: told(min(1.0, step / max(1, steps))),
    )
    file = io.BytesIO()
    painted[0].save(file, "PNG")
    return file.getvalue()


def _installed(name: str) -> Any:  # noqa: ANN401 - an optional library without types
    try:
        return importlib.import_module(name)
    except ImportError as error:
        told = said("Painting needs the extra “pictures” (stable-diffusion-cpp-python), which is not installed.")
        raise SongwrightError(told, detail=repr(error)) from error


def _scripted(script: Path) -> Paint:
    actions: list[dict[str, Any]] = json.loads(script.read_text("utf-8"))

    def paint(request: PaintOver, told: Callable[[float], None]) -> bytes:
        for action in actions:
            _act(action, told)
        return base64.b64decode(request.picture)

    return paint


def _act(action: dict[str, Any], told: Callable[[float], None]) -> None:
    if "share" in action:
        told(float(action["share"]))
    elif "exit" in action:
        os._exit(int(action["exit"]))
    elif "kill" in action:
        os.kill(os.getpid(), int(action["kill"]))
    elif "hang" in action:
        threading.Event().wait()
    elif "take" in action:
        bytearray(int(action["take"]))
    elif "error" in action:
        raise ValueError(action["error"])
