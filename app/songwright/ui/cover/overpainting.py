"""The drawn cover painted over by a model of the user's: what goes to its process, and what comes back."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from songwright.core.artwork import Recipe
from songwright.formats.cover.cover_sheet import draw_cover
from songwright.painter.overpaint import PAINTED_SIDE, painter_command, prompt_of
from songwright.painter.protocol import CannotPaint, PaintedOver, Painting, PaintJob, PaintOver
from songwright.ui.child_process import QtChild
from songwright.ui.cover.press import as_png, print_poster

__all__ = ["STEPS", "STRENGTH", "Overpainting", "painting_of"]

STEPS, STRENGTH = 4, 0.55
"""What painters of few steps are made for, and how far from the drawing they may go: 0 (leave it) to 1 (forget it)."""


def painting_of(recipe: Recipe, weights: Path, steps: int = STEPS, strength: float = STRENGTH) -> PaintOver:
    """The request to paint over what a recipe draws, without its lettering. Draws it: half a second."""
    drawn = as_png(print_poster(draw_cover(recipe, "", ""), PAINTED_SIDE, recipe.seed))
    return PaintOver(
        weights=weights.resolve(),
        prompt=prompt_of(recipe),
        picture=base64.b64encode(drawn).decode("ascii"),
        side=PAINTED_SIDE,
        seed=recipe.seed,
        steps=steps,
        strength=strength,
    )


class Overpainting(QObject):
    """One picture, painted in a process of its own; nothing here waits."""

    told = Signal(float)
    """How far it is, 0 to 1."""
    painted = Signal(object)
    """The picture, a `QImage`; it is the last report."""
    failed = Signal(str, str)
    """Why there is none, and the details."""

    def __init__(
        self, request: PaintOver, parent: QObject | None = None, *, command: Callable[[], Sequence[str]] | None = None
    ) -> None:
        super().__init__(parent)
        self._child = QtChild(PaintJob(request), (command or painter_command)(), name="painter", parent=self)
        self._child.happened.connect(self._hear)

    def start(self) -> None:
        """Begin."""
        self._child.start()

    def cancel(self) -> None:
        """End the process: it cannot be asked to stop. Nothing more is reported."""
        self._child.blockSignals(True)  # noqa: FBT003 - Qt's own
        self._child.close(grace_ms=0)

    def _hear(self, event: object) -> None:
        if isinstance(event, Painting):
            self.told.emit(event.share)
        elif isinstance(event, CannotPaint):
            self.failed.emit(event.message, event.detail)
        elif isinstance(event, PaintedOver):
            image = _image(event)
            if image.isNull():
                self.failed.emit(self.tr("The painter gave back no picture; try again."), "")
            else:
                self.painted.emit(image)


def _image(painted: PaintedOver) -> QImage:
    try:
        return QImage.fromData(base64.b64decode(painted.picture, validate=True))
    except binascii.Error:
        return QImage()
