"""Paints drawings of `songwright.formats.engraving` with Qt: the same outlines on the screen, in a picture, on paper.

Letters are painted as outlines of the shipped typefaces at the places that the drawing gives, so that every zoom and
every device shows the same; a character that they lack is left to the system's fonts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QRawFont

from songwright.formats.engraving.drawing import Block, Drawing, Face, Glyph, Ink, Item, Op, Shape, TextRun
from songwright.formats.engraving.typefaces import Typeface, typeface
from songwright.ui.theme.design_tokens import DesignTokens

__all__ = ["ScoreInks", "ScorePainter", "paper_inks", "screen_inks"]

_EM = 1000.0


@dataclass(frozen=True)
class ScoreInks:
    """The colour of every ink, of the paper, and of what is picked."""

    colours: Mapping[Ink, QColor]
    paper: QColor
    picked: QColor


def screen_inks(tokens: DesignTokens) -> ScoreInks:
    """The colours of a theme."""
    names = {
        Ink.TEXT: tokens.text,
        Ink.CHORD: tokens.accent_ink,
        Ink.SHAPE: tokens.vocal,
        Ink.SECTION: tokens.heading,
        Ink.MUTED: tokens.muted,
    }
    return ScoreInks({ink: QColor(name) for ink, name in names.items()}, QColor(tokens.page), QColor(tokens.vocal))


def paper_inks() -> ScoreInks:
    """Black on white, as it is printed."""
    black, grey = QColor("#000000"), QColor("#666666")
    return ScoreInks({ink: grey if ink is Ink.MUTED else black for ink in Ink}, QColor("#ffffff"), black)


class ScorePainter:
    """Paints the blocks of one drawing; keeps the outlines of its signs and letters."""

    def __init__(self, drawing: Drawing) -> None:
        self._signs = {code: _path(ops) for code, ops in drawing.glyphs.items()}
        self._letters: dict[tuple[Face, str], QPainterPath] = {}
        self._faces: dict[Face, tuple[Typeface, QRawFont]] = {}
        self._shapes: dict[int, QPainterPath] = {}

    def paint(self, painter: QPainter, block: Block, inks: ScoreInks, picked: str = "") -> None:
        """Paint a block with its corner at the painter's origin; what belongs to the mark `picked` in its colour."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for item in block.items:
            colour = inks.picked if picked and item.owner == picked else inks.colours[item.ink]
            self._item(painter, item, colour)

    def _item(self, painter: QPainter, item: Item, colour: QColor) -> None:
        if isinstance(item, Shape):
            self._shape(painter, item, colour)
        elif isinstance(item, Glyph):
            path = self._signs.get(item.code)
            if path is not None:
                _fill(painter, path, item.x, item.y, item.scale, colour)
        else:
            self._text(painter, item, colour)

    def _shape(self, painter: QPainter, shape: Shape, colour: QColor) -> None:
        path = self._shapes.get(id(shape))
        if path is None:
            path = self._shapes[id(shape)] = _path(shape.ops)
        if shape.stroke > 0:
            pen = QPen(colour, shape.stroke)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.strokePath(path, pen)
        else:
            painter.fillPath(path, colour)

    def _text(self, painter: QPainter, text: TextRun, colour: QColor) -> None:
        metrics, _ = self._face(text.face)
        x, scale = text.x, text.size / _EM
        if not all(metrics.has(character) for character in text.text):
            self._foreign(painter, text, colour)
            return
        for character in text.text:
            _fill(painter, self._letter(text.face, character), x, text.y, scale, colour)
            x += metrics.advance(character) / metrics.units * text.size

    def _foreign(self, painter: QPainter, text: TextRun, colour: QColor) -> None:
        """A text with characters of other scripts, in the system's fonts and in its width."""
        font = QFont("Literata")
        font.setPixelSize(100)
        painter.save()
        painter.setPen(colour)
        painter.setFont(font)
        painter.translate(text.x, text.y)
        painter.scale(text.size / 100, text.size / 100)
        painter.drawText(QPointF(0, 0), text.text)
        painter.restore()

    def _letter(self, face: Face, character: str) -> QPainterPath:
        path = self._letters.get((face, character))
        if path is None:
            metrics, font = self._face(face)
            path = font.pathForGlyph(metrics.glyph_of[ord(character)])
            path.setFillRule(Qt.FillRule.WindingFill)  # strokes of a letter may overlap
            self._letters[face, character] = path
        return path

    def _face(self, face: Face) -> tuple[Typeface, QRawFont]:
        if face not in self._faces:
            metrics = typeface(face)
            font = QRawFont(metrics.data, _EM, QFont.HintingPreference.PreferNoHinting)
            self._faces[face] = metrics, font
        return self._faces[face]


def _fill(painter: QPainter, path: QPainterPath, x: float, y: float, scale: float, colour: QColor) -> None:
    painter.translate(x, y)
    painter.scale(scale, scale)
    painter.fillPath(path, colour)
    painter.scale(1 / scale, 1 / scale)
    painter.translate(-x, -y)


def _path(ops: tuple[Op, ...]) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for name, values in ops:
        if name == "M":
            path.moveTo(*values)
        elif name == "L":
            path.lineTo(*values)
        elif name == "C":
            path.cubicTo(*values)
        else:
            path.closeSubpath()
    return path
