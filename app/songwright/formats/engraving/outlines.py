"""Outlines of SVG paths ("M0 0c1 2 ...") as steps of absolute lines and curves."""

from __future__ import annotations

import re

from songwright.formats.engraving.drawing import Op

__all__ = ["circle", "line", "moved", "polygon", "read_path", "rectangle"]

_TOKENS = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "Z": 0}
# A quarter of a circle as a cubic curve: the distance of its control points on a unit circle.
_KAPPA = 0.5523


def read_path(data: str) -> tuple[Op, ...]:
    """The steps of a path's `d`. ValueError for commands that are not outlines (arcs)."""
    return _Pen().draw(_TOKENS.findall(data))


def moved(ops: tuple[Op, ...], dx: float, dy: float, scale_x: float = 1.0, scale_y: float = 1.0) -> tuple[Op, ...]:
    """An outline scaled, then moved."""
    return tuple(
        (name, tuple(v * scale_x + dx if i % 2 == 0 else v * scale_y + dy for i, v in enumerate(values)))
        for name, values in ops
    )


def line(x1: float, y1: float, x2: float, y2: float) -> tuple[Op, ...]:
    """A straight line."""
    return (("M", (x1, y1)), ("L", (x2, y2)))


def polygon(points: list[tuple[float, float]]) -> tuple[Op, ...]:
    """A closed polygon."""
    return (("M", points[0]), *(("L", point) for point in points[1:]), ("Z", ()))


def rectangle(x: float, y: float, width: float, height: float) -> tuple[Op, ...]:
    """A rectangle from its upper left corner."""
    return polygon([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])


def circle(x: float, y: float, radius: float) -> tuple[Op, ...]:
    """A circle, of four curves."""
    r, k = radius, radius * _KAPPA
    return (
        ("M", (x + r, y)),
        ("C", (x + r, y + k, x + k, y + r, x, y + r)),
        ("C", (x - k, y + r, x - r, y + k, x - r, y)),
        ("C", (x - r, y - k, x - k, y - r, x, y - r)),
        ("C", (x + k, y - r, x + r, y - k, x + r, y)),
        ("Z", ()),
    )


class _Pen:
    """Follows a path and writes absolute steps."""

    def __init__(self) -> None:
        self._at = (0.0, 0.0)
        self._began = (0.0, 0.0)
        self._control: tuple[str, tuple[float, float]] | None = None
        self._ops: list[Op] = []

    def draw(self, tokens: list[str]) -> tuple[Op, ...]:
        place = 0
        command = ""
        while place < len(tokens):
            if tokens[place].isalpha():
                command = tokens[place]
                place += 1
            elif command.upper() == "M":
                command = "L" if command == "M" else "l"  # further pairs after a move are lines
            takes = _TAKES.get(command.upper())
            if takes is None:
                raise ValueError(f"{command!r} is not a step of an outline")
            values = [float(token) for token in tokens[place : place + takes]]
            place += takes
            self._step(command, values)
        return tuple(self._ops)

    def _step(self, command: str, values: list[float]) -> None:
        name = command.upper()
        x, y = self._at
        if command.islower():
            values = self._absolute(name, values)
        control, self._control = self._control, None
        if name == "Z":
            self._ops.append(("Z", ()))
            self._at = self._began
        elif name in "MLHV":
            self._straight(name, {"H": [values[-1], y], "V": [x, values[-1]]}.get(name, values) if values else values)
        else:
            self._curve(name, values, control)

    def _absolute(self, name: str, values: list[float]) -> list[float]:
        x, y = self._at
        if name == "V":
            return [values[0] + y]
        return [value + (x if index % 2 == 0 else y) for index, value in enumerate(values)]

    def _straight(self, name: str, values: list[float]) -> None:
        self._at = (values[0], values[1])
        if name == "M":
            self._began = self._at
        self._ops.append(("M" if name == "M" else "L", self._at))

    def _curve(self, name: str, values: list[float], control: tuple[str, tuple[float, float]] | None) -> None:
        x, y = self._at
        family = "C" if name in "CS" else "Q"
        if name in "ST":
            cx, cy = control[1] if control is not None and control[0] == family else (x, y)
            values = [2 * x - cx, 2 * y - cy, *values]
        self._control = (family, (values[-4], values[-3]))
        self._at = (values[-2], values[-1])
        if family == "Q":
            qx, qy, ex, ey = values
            values = [
                x + 2 / 3 * (qx - x),
                y + 2 / 3 * (qy - y),
                ex + 2 / 3 * (qx - ex),
                ey + 2 / 3 * (qy - ey),
                ex,
                ey,
            ]
        self._ops.append(("C", tuple(values)))
