"""Prints a poster to pixels: flat patches, then uneven ink and the grain of the paper, strip by strip.

Needs no application and no display, and may be used from any thread.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QIODevice, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPolygonF

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.picture.contours import Outlines
from songwright.picture.poster import SIDE, Poster

__all__ = ["LARGEST_SIDE", "as_jpeg", "as_png", "print_poster"]

LARGEST_SIDE = 6000
_STRIP = 96  # rows: a strip of 3,000 pixels and its noise take some 20 MB
# Sizes of the paper's grain and of the ink's clouds and specks, in thousandths of the side.
_GRAIN, _CLOUDS, _SPECKS = 1.7, (90.0, 24.0, 7.0), (2.6, 30.0)
_DARKEST_SPECK = 0.6
Cells = NDArray[np.float32]


def print_poster(poster: Poster, side: int, seed: int = 0, texture: float = 1.0) -> QImage:
    """The poster as an image of `side` pixels; `texture` 0 leaves it flat. SongwrightError when there is no memory."""
    image = QImage(side, side, QImage.Format.Format_RGB32)
    if image.isNull():
        raise SongwrightError(said("There is not enough memory for a picture of that size; choose a smaller one."))
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(side / SIDE, side / SIDE)
    clips: dict[int, QPainterPath] = {}
    for patch in poster.patches:
        colour = QColor(patch.colour)
        colour.setAlphaF(patch.opacity)
        if patch.clip is None:
            painter.fillPath(_path(patch.area), colour)
            continue
        if id(patch.clip) not in clips:
            clips[id(patch.clip)] = _path(patch.clip)
        painter.save()
        painter.setClipPath(clips[id(patch.clip)], Qt.ClipOperation.IntersectClip)
        painter.fillPath(_path(patch.area), colour)
        painter.restore()
    painter.end()
    if texture:
        _Texture(side, seed, texture).lay_on(image)
    return image


def _path(area: Outlines) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for contour in area:
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in contour]))
        path.closeSubpath()
    return path


class _Noise:
    """Smooth noise whose cells are `cell` pixels wide, given row by row; the same at each size of the picture."""

    def __init__(self, rng: np.random.Generator, side: int, cell: float) -> None:
        count = max(2, int(side / cell) + 2)
        self._grid = rng.random((count, count), np.float32)
        places = np.linspace(0, count - 1.001, side, dtype=np.float32)
        self._cell = places.astype(int)
        share = places - self._cell
        self._share = share * share * (3 - 2 * share)

    def rows(self, start: int, end: int) -> Cells:
        cells, shares = self._cell[start:end], self._share[start:end, None]
        lines: Cells = self._grid[cells] * (1 - shares) + self._grid[cells + 1] * shares
        columns: Cells = lines[:, self._cell] * (1 - self._share)
        columns += lines[:, self._cell + 1] * self._share
        return columns


class _Texture:
    """Uneven ink, specks where it did not take, and paper grain."""

    def __init__(self, side: int, seed: int, amount: float) -> None:
        rng, unit = np.random.default_rng(abs(seed)), side / SIDE
        self._amount = np.float32(amount)
        self._clouds = [_Noise(rng, side, size * unit) for size in _CLOUDS]
        self._grain = _Noise(rng, side, max(1.0, _GRAIN * unit))
        self._specks = [_Noise(rng, side, max(1.0, size * unit)) for size in _SPECKS]

    def lay_on(self, image: QImage) -> None:
        side = image.width()
        pixels = np.frombuffer(image.bits(), np.uint8).reshape(side, side, 4)
        for start in range(0, side, _STRIP):
            self._strip(pixels[start : start + _STRIP, :, :3], start, min(side, start + _STRIP))

    def _strip(self, pixels: NDArray[np.uint8], start: int, end: int) -> None:
        broad, middle, fine = (noise.rows(start, end) for noise in self._clouds)
        cloud = broad * np.float32(0.5) + middle * np.float32(0.3) + fine * np.float32(0.2) - np.float32(0.5)
        grain = self._grain.rows(start, end) - np.float32(0.5)
        small, large = (noise.rows(start, end) for noise in self._specks)
        inked = pixels.astype(np.float32)
        light = inked.mean(2, dtype=np.float32) / np.float32(255)
        bare = (small * np.float32(0.6) + large * np.float32(0.4) > 0.80) & (light < _DARKEST_SPECK)
        inked *= (1 + self._amount * (np.float32(0.06) * cloud + np.float32(0.055) * grain))[..., None]
        inked += (self._amount * 9 * grain)[..., None]
        inked[bare] += (self._amount * 26 * (1 - light[bare]))[:, None]
        np.clip(inked, 0, 255, out=inked)
        pixels[...] = inked


def as_png(image: QImage) -> bytes:
    """The image as a PNG file."""
    return _written(image, "PNG", -1)


def as_jpeg(image: QImage, quality: int = 90) -> bytes:
    """The image as a JPEG file."""
    return _written(image, "JPEG", quality)


def _written(image: QImage, kind: str, quality: int) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, kind, quality):  # type: ignore[call-overload]
        raise SongwrightError(said("The picture could not be written; choose another kind of file."), detail=kind)
    return bytes(buffer.data().data())
