"""Drawings as pictures. Where there is no window and no display, Qt paints them on its offscreen platform."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.formats.engraving.drawing import Drawing
from songwright.ui.score.painter import ScorePainter, paper_inks

__all__ = ["DOTS_PER_INCH", "to_png"]

DOTS_PER_INCH = 200
# A picture of more pixels than this is more than programs open; it is painted coarser.
_MOST_PIXELS = 64_000_000
_MOST_SIDE = 30_000


def to_png(drawing: Drawing) -> bytes:
    """The first page of a drawing, black on white. SongwrightError when it cannot be painted."""
    application = _application()
    page = drawing.pages[0]
    scale = DOTS_PER_INCH / 72
    scale = min(scale, (_MOST_PIXELS / (page.width * page.height)) ** 0.5, _MOST_SIDE / max(page.width, page.height))
    image = QImage(round(page.width * scale), round(page.height * scale), QImage.Format.Format_RGB32)
    if image.isNull():
        raise SongwrightError(
            said("There is not enough memory to paint the score as a picture; export PDF or SVG instead.")
        )
    inks, artist = paper_inks(), ScorePainter(drawing)
    image.fill(inks.paper)
    image.setDotsPerMeterX(round(scale * 72 / 0.0254))
    image.setDotsPerMeterY(round(scale * 72 / 0.0254))
    image.setText("Title", drawing.title)
    painter = QPainter(image)
    for block in page.blocks:
        painter.save()
        painter.scale(scale, scale)
        painter.translate(block.x, block.y)
        artist.paint(painter, block, inks)
        painter.restore()
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, cast("bytes", "PNG"))  # Qt's types ask for bytes, its binding for a text
    del application
    return bytes(buffer.data().data())


def _application() -> QGuiApplication:
    """The window's application, or one without windows."""
    found = QGuiApplication.instance()
    if not isinstance(found, QGuiApplication):
        found = QGuiApplication(["songwright", "-platform", "offscreen"])
    return found
