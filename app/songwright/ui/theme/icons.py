"""Our SVG icons, drawn in `currentColor` on a 24-pixel grid and tinted here."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

__all__ = ["icon_names", "tinted_icon"]

# Sizes in use, at one and two device pixels per pixel. (An icon engine of our own would draw any size, but one
# written in Python does not survive being cloned by Qt.)
_SIZES = {QIcon.Mode.Normal: (16, 20, 32, 40), QIcon.Mode.Disabled: (20, 40)}


@cache
def _source(name: str) -> str:
    return (files("songwright_resources") / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def icon_names() -> list[str]:
    """The names of all icons."""
    folder = files("songwright_resources") / "icons"
    return sorted(entry.name.removesuffix(".svg") for entry in folder.iterdir() if entry.name.endswith(".svg"))


def tinted_icon(name: str, colour: str, disabled: str) -> QIcon:
    """The icon in `colour` (#rrggbb), and in `disabled` where the command cannot be used."""
    icon = QIcon()
    for mode, shade in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, disabled)):
        renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", shade).encode()))
        for size in _SIZES[mode]:
            icon.addPixmap(_drawn(renderer, size), mode)
    return icon


def _drawn(renderer: QSvgRenderer, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter)
    painter.end()
    return pixmap
