"""Has a drawn cover painted over in a process of its own, and waits for the picture."""

from __future__ import annotations

import base64
import binascii
import importlib.util
from collections.abc import Callable, Sequence

from songwright.core.artwork import Recipe
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.host.child.environment import child_command
from songwright.host.child.process import ChildProcess
from songwright.llm.models import available_memory
from songwright.painter.protocol import CannotPaint, PaintedOver, Painting, PaintJob, PaintOver
from songwright.painter.weights import PaintingWeights

__all__ = ["PAINTED_SIDE", "is_installed", "memory_told", "paint_over", "painter_command", "prompt_of"]

PAINTED_SIDE = 512
"""Pixels: what SDXS-512 and SD-Turbo were made for."""


def is_installed() -> bool:
    """Whether the extra `pictures` is there; its library is not loaded."""
    return importlib.util.find_spec("stable_diffusion_cpp") is not None


def memory_told(weights: PaintingWeights) -> str:
    """What painting with these weights will take, and what else to think of beforehand."""
    needed, free = weights.memory / 1e9, available_memory() / 1e9
    told = said(
        "Painting takes about {needed:.1f} GB of memory; {free:.1f} GB are free. It takes minutes and can be ended. "
        "Check the licence of your model before you sell a picture.",
        needed=needed,
        free=free,
    )
    return told if needed <= free else said("That may be too much for this machine.") + " " + told


def painter_command(*options: str) -> list[str]:
    """The command that starts the painter's process."""
    return child_command("songwright.painter.brush", *options)


def prompt_of(recipe: Recipe) -> str:
    """What the drawn picture shows, in the words that painters know: English ones."""
    cast = [actor.concept.replace("_", " ") for actor in recipe.cast]
    where = [recipe.place.replace("_", " "), recipe.hour, recipe.weather, recipe.season]
    return ", ".join(part for part in (*cast, *where, "printed poster in few inks") if part)


def paint_over(request: PaintOver, progress: Callable[[float], None], command: Sequence[str] | None = None) -> bytes:
    """The painted picture as a PNG file. SongwrightError when there is none; an interruption ends the process."""
    job = PaintJob(request)
    child = ChildProcess(job, command or painter_command())
    try:
        child.start()
        while True:
            for event in child.wait():
                if isinstance(event, Painting):
                    progress(event.share)
                elif isinstance(event, CannotPaint):
                    raise SongwrightError(event.message, detail=event.detail)
                elif isinstance(event, PaintedOver):
                    return _decoded(event)
    finally:
        child.close(grace=0.2)  # it cannot be asked to stop


def _decoded(painted: PaintedOver) -> bytes:
    try:
        return base64.b64decode(painted.picture, validate=True)
    except binascii.Error as error:
        raise SongwrightError(said("The painter gave back no picture; try again."), detail=repr(error)) from error
