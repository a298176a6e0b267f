"""Traces public-domain drawings into resources/songwright_resources/pictures/silhouettes.z.

    python training/picture/trace.py /usr/share/openclipart/svg

`silhouettes.txt` lists them (Debian's package openclipart-svg). What comes out is zlib-compressed JSON: by name, `size`
(width, height; the larger is 1000) and `layers`, pairs of a tone ("ink", "mid", "pale") and outlines as flat lists of
whole coordinates, y downwards. A drawing of which a file does not say that it is public domain is refused.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import sys
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from training.picture.outline import outlines

LIST = Path(__file__).with_name("silhouettes.txt")
OUT = Path("resources/songwright_resources/pictures/silhouettes.z")
_SIDE, _MARGIN = 640, 8
_TOLERANCE, _LEAST_HULL, _LEAST_PART = 0.8, 60.0, 90.0
# Above which lightness (of 1) an area counts as middle, and as light, for each manner of tracing.
_TONES = {"hull": (), "cuts": (("pale", 0.62),), "tones": (("mid", 0.34), ("pale", 0.68))}
Layer = tuple[str, list[list[int]]]


def main() -> None:
    """Trace every drawing of the list."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    application = QGuiApplication([])
    shapes = {}
    for row in LIST.read_text(encoding="utf-8").splitlines():
        if row and not row.startswith("#"):
            name, manner, file = (part.strip() for part in row.split("|"))
            shapes[name] = _traced(folder / file, manner)
    data = json.dumps(shapes, separators=(",", ":"), sort_keys=True).encode("ascii")
    OUT.write_bytes(zlib.compress(data, 9))
    print(f"{len(shapes)} silhouettes, {OUT.stat().st_size:,} bytes")
    del application


def _traced(file: Path, manner: str) -> dict[str, object]:
    source = file.read_bytes()
    source = gzip.decompress(source) if source.startswith(b"\x1f\x8b") else source
    if not re.search(rb"public\s*domain", source, re.IGNORECASE):
        raise SystemExit(f"{file} does not say that it is public domain")
    alpha, light = _painted(source)
    solid = _blurred(alpha) > 0.5
    # A white sheet behind a drawing is no part of it.
    if solid.mean() > 0.93:
        solid = _blurred((light < 0.9).astype(float)) > 0.5
    layers = [("ink", outlines(solid, _TOLERANCE, _LEAST_HULL))]
    for tone, least in _TONES[manner]:
        layers.append((tone, outlines((_blurred((light > least) * solid) > 0.5) & solid, _TOLERANCE, _LEAST_PART)))
    return _settled(layers)


def _painted(source: bytes) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How opaque and how light each cell of the painted drawing is, from 0 to 1."""
    renderer = QSvgRenderer(QByteArray(source))
    size = renderer.defaultSize()
    scale = (_SIDE - 2 * _MARGIN) / max(size.width(), size.height())
    image = QImage(_SIDE, _SIDE, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(_MARGIN, _MARGIN, size.width() * scale, size.height() * scale))
    painter.end()
    cells = np.frombuffer(image.constBits(), np.uint8).reshape(_SIDE, _SIDE, 4).astype(float) / 255
    return cells[..., 3], cells[..., :3] @ np.array([0.114, 0.587, 0.299])


def _blurred(cells: NDArray[np.float64]) -> NDArray[np.float64]:
    for axis in (0, 1, 0, 1):
        cells = (np.roll(cells, 1, axis) + 2 * cells + np.roll(cells, -1, axis)) / 4
    return cells


def _settled(layers: list[tuple[str, list[list[tuple[float, float]]]]]) -> dict[str, object]:
    hull = np.array([point for outline in layers[0][1] for point in outline])
    low, high = hull.min(0), hull.max(0)
    scale = 1000 / max(high - low)
    written: list[Layer] = []
    for tone, found in layers:
        flat = [((np.array(outline) - low) * scale).round().astype(int).ravel().tolist() for outline in found]
        written.append((tone, [outline for outline in flat if len(outline) > 5]))
    width, height = ((high - low) * scale).round().astype(int).tolist()
    return {"size": [width, height], "layers": [layer for layer in written if layer[1]]}


if __name__ == "__main__":
    main()
