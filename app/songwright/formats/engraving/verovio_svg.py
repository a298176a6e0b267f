"""Verovio's SVG as shapes, glyphs and texts of systems, in points.

Only what Verovio itself writes is understood: nested groups without transforms, `use` with a translation and a scale,
paths, polygons, rectangles, ellipses, and texts of one line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from defusedxml.ElementTree import fromstring

from songwright.formats.engraving.drawing import Face, Glyph, Item, Op, Shape, TextRun
from songwright.formats.engraving.outlines import circle, moved, polygon, read_path, rectangle
from songwright.formats.engraving.typefaces import typeface

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # a type: parsing is defusedxml's

__all__ = ["DrawnSystem", "System", "read_systems"]

_TRANSLATE = re.compile(r"translate\(([-\d.]+),\s*([-\d.]+)\)(?:\s*scale\(([-\d.]+))?")
_NUMBERS = re.compile(r"[-\d.]+")
_OWNERS = frozenset({"note", "rest", "mRest", "chord"})
# Bar numbers stand among the chords: `songwright.formats.engraving.score_pages` draws its own.
_HIDDEN = frozenset({"placeholder", "bounding-box", "mNum"})
_LYRIC_INKS = {"label": Face.SANS, "syl": Face.SERIF}
# The shipped serif is wider than the Times that Verovio spaces words for; set so much smaller it takes the same room.
_TEXT_SCALE = 0.87


@dataclass(slots=True)
class DrawnSystem:
    """Where something named is: the smallest box around its heads."""

    left: float = 1e9
    top: float = 1e9
    right: float = -1e9
    bottom: float = -1e9

    def add(self, left: float, top: float, right: float, bottom: float) -> None:
        """Grow the box."""
        self.left, self.top = min(self.left, left), min(self.top, top)
        self.right, self.bottom = max(self.right, right), max(self.bottom, bottom)


@dataclass(slots=True)
class System:
    """One system: what is drawn, its heads and rests by id, its bars by id as (left, right), and its extent.

    `staff_top` and `staff_bottom` are the first and the last line of its staves, `staff_height` that of one staff.
    """

    items: list[Item] = field(default_factory=list)
    heads: dict[str, DrawnSystem] = field(default_factory=dict)
    bars: dict[str, tuple[float, float]] = field(default_factory=dict)
    extent: DrawnSystem = field(default_factory=DrawnSystem)
    staff_top: float = 1e9
    staff_bottom: float = -1e9


def read_systems(svg: str, scale: float) -> tuple[list[System], dict[str, tuple[Op, ...]]]:
    """The systems of a page, and the outlines of its glyphs. `scale`: points to a unit of the SVG's inner box."""
    root = fromstring(svg)
    glyphs = {}
    for definition in root.find(_tag("defs")) or ():
        path = definition.find(_tag("path"))
        if path is not None:
            glyphs[_code(definition.get("id", ""))] = moved(read_path(path.get("d", "")), 0, 0, 1, -1)
    boxes = {code: _box(ops) for code, ops in glyphs.items()}
    systems = []
    for element in root.iter(_tag("g")):
        if element.get("class") == "system":
            reader = _Reader(scale, boxes)
            reader.walk(element, "", "")
            systems.append(reader.system)
    return systems, glyphs


def _tag(name: str) -> str:
    return f"{{http://www.w3.org/2000/svg}}{name}"


def _code(name: str) -> str:
    return name.lstrip("#").split("-")[0]


def _box(ops: tuple[Op, ...]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a path; the numbers of a step go x, y, x, y."""
    xs: list[float] = []
    ys: list[float] = []
    for _, values in ops:
        xs += values[::2]
        ys += values[1::2]
    return (min(xs), min(ys), max(xs), max(ys)) if xs else (0.0, 0.0, 0.0, 0.0)


class _Reader:
    """Walks through one system."""

    def __init__(self, scale: float, boxes: dict[str, tuple[float, float, float, float]]) -> None:
        self.system = System()
        self._scale = scale
        self._boxes = boxes
        self._bar = ""

    def walk(self, element: Element, owner: str, kind: str) -> None:
        """Take in an element and what is inside it."""
        classes = (element.get("class") or "").split()
        if _HIDDEN.intersection(classes):
            return
        name = element.tag.rpartition("}")[2]
        if name == "g":
            if classes and classes[0] in _OWNERS and not (classes[0] == "note" and owner):
                owner = element.get("id", "")
            if classes[:1] == ["measure"]:
                self._bar = element.get("id", "")
            kind = classes[0] if classes else kind
            for child in element:
                self.walk(child, owner, kind)
        elif name == "text":
            self._text(element, owner, kind)
        elif name == "use":
            self._use(element, owner, kind)
        else:
            self._shape(name, element, owner, kind)

    def _use(self, element: Element, owner: str, kind: str) -> None:
        match = _TRANSLATE.match(element.get("transform", ""))
        if match is None:
            return
        s = self._scale
        code = _code(element.get("href", ""))
        x, y, size = float(match[1]) * s, float(match[2]) * s, float(match[3] or 1) * s
        self.system.items.append(Glyph(code, x, y, size, owner=owner))
        left, top, right, bottom = self._boxes.get(code, (0.0, 0.0, 0.0, 0.0))
        box = (x + left * size, y + top * size, x + right * size, y + bottom * size)
        self.system.extent.add(*box)
        if kind in ("notehead", "rest", "mRest"):
            self.system.heads.setdefault(owner, DrawnSystem()).add(*box)

    def _shape(self, name: str, element: Element, owner: str, kind: str) -> None:
        s = self._scale
        get = element.get
        stroke = float(get("stroke-width") or 0) * s
        if name == "path":
            ops = moved(read_path(get("d", "")), 0, 0, s, s)
            if kind in ("slur", "tie"):  # drawn round by its own outline
                stroke = 0.0
        elif name in ("polygon", "polyline"):
            values = [float(value) * s for value in _NUMBERS.findall(get("points", ""))]
            ops = polygon(list(zip(values[::2], values[1::2], strict=True)))
            stroke = 0.0
        elif name == "rect":
            ops = rectangle(*(float(get(key) or 0) * s for key in ("x", "y", "width", "height")))
            stroke = 0.0
        elif name == "ellipse":
            ops = circle(float(get("cx") or 0) * s, float(get("cy") or 0) * s, float(get("rx") or 0) * s)
            stroke = 0.0
        else:
            return
        self.system.items.append(Shape(ops, stroke, owner=owner))
        box = _box(ops)
        self.system.extent.add(*box)
        if kind == "staff":
            self._staff_line(box)

    def _staff_line(self, box: tuple[float, float, float, float]) -> None:
        left, top, right, _ = box
        system = self.system
        system.staff_top, system.staff_bottom = min(system.staff_top, top), max(system.staff_bottom, top)
        before = system.bars.get(self._bar, (left, right))
        system.bars[self._bar] = (min(left, before[0]), max(right, before[1]))

    def _text(self, element: Element, owner: str, kind: str) -> None:
        content = " ".join("".join(element.itertext()).split())
        sized = next((e for e in element.iter() if e.get("font-size") not in (None, "0px")), element)
        placed = next((e for e in element.iter() if e.get("x") is not None), element)
        if not content:
            return
        s = self._scale
        given = float((sized.get("font-size") or "405px").removesuffix("px")) * s
        size = given * _TEXT_SCALE
        face = _LYRIC_INKS.get("label" if kind.startswith("label") else "syl", Face.SERIF)
        width = typeface(face).width(content, size)
        x, y = float(placed.get("x") or 0) * s, float(placed.get("y") or 0) * s
        anchors = [anchor for e in element.iter() if (anchor := e.get("text-anchor"))]
        x -= {"end": width, "middle": width / 2}.get(anchors[0] if anchors else "", 0.0)
        self.system.items.append(TextRun(x, y, content, face, size, owner=owner))
        self.system.extent.add(x, y - 0.75 * size, x + width, y + 0.25 * size)
