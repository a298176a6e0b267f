"""A painter that writes down what it paints, for tests of painting: what, where and in which colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import QLine, QLineF, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

_PAINTED = (
    "drawText", "drawRoundedRect", "drawRect", "drawLine", "drawLines", "drawPath", "drawPoint", "drawEllipse",
    "drawPolygon", "drawPolyline", "drawArc", "drawPie", "drawPixmap", "drawImage", "fillRect", "fillPath",
)  # fmt: skip


@dataclass(frozen=True)
class Stroke:
    """One thing that was painted: by which call, its text, its place in pixels, and the pen and brush that it had."""

    call: str
    text: str
    box: tuple[float, float, float, float]
    pen: str
    dashed: bool
    width: float
    brush: str
    bold: bool
    size: int

    @property
    def middle(self) -> float:
        """Half way down."""
        return self.box[1] + self.box[3] / 2


def box_of(arguments: tuple[Any, ...]) -> tuple[float, float, float, float]:
    """Left, top, width and height of what a call paints."""
    for argument in arguments:
        if isinstance(argument, QPainterPath):
            return box_of((argument.boundingRect(),))
        if isinstance(argument, QRect | QRectF):
            return (argument.x(), argument.y(), argument.width(), argument.height())
        if isinstance(argument, QLine | QLineF):
            return (argument.x1(), argument.y1(), argument.dx(), argument.dy())
    points = [argument for argument in arguments if isinstance(argument, QPoint | QPointF)]
    if points:
        last = points[-1]
        return (points[0].x(), points[0].y(), last.x() - points[0].x(), last.y() - points[0].y())
    numbers = [float(argument) for argument in arguments if isinstance(argument, int | float)]
    return tuple((*numbers, 0.0, 0.0, 0.0, 0.0)[:4])  # type: ignore[return-value]


def recorded(monkeypatch: pytest.MonkeyPatch, *modules: object) -> list[Stroke]:
    """What the painters of these modules paint from now on, in order; clear it to begin again."""
    strokes: list[Stroke] = []

    def write_down(painter: QPainter, call: str, arguments: tuple[Any, ...]) -> None:
        filling = next((argument for argument in arguments if isinstance(argument, QColor)), None)
        brush = painter.brush()
        shown = "" if brush.style() is Qt.BrushStyle.NoBrush else brush.color().name(QColor.NameFormat.HexArgb)
        strokes.append(
            Stroke(
                call,
                next((argument for argument in arguments if isinstance(argument, str)), ""),
                box_of(tuple(argument for argument in arguments if not isinstance(argument, QColor | QSize))),
                painter.pen().color().name(QColor.NameFormat.HexArgb),
                painter.pen().style() not in (Qt.PenStyle.SolidLine, Qt.PenStyle.NoPen),
                painter.pen().widthF(),
                filling.name(QColor.NameFormat.HexArgb) if filling is not None else shown,
                painter.font().bold(),
                painter.font().pixelSize(),
            )
        )

    def writing(call: str) -> Any:  # noqa: ANN401 - a method of any signature
        def paint(self: QPainter, *arguments: Any) -> Any:  # noqa: ANN401
            write_down(self, call, arguments)
            return getattr(QPainter, call)(self, *arguments)

        return paint

    painter = type("Writing", (QPainter,), {call: writing(call) for call in _PAINTED})
    for module in modules:
        monkeypatch.setattr(module, "QPainter", painter)
    return strokes
