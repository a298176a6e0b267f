"""Painting of the rows that stay on top of the bars view: section names, bar numbers with the loop, chords."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from songwright.core.turns import Turn
from songwright.music.turn_words import turn_words
from songwright.ui.bars.scene import Scene

__all__ = ["chord_label_rect", "paint_head", "paint_lock", "paint_playhead", "turn_signs"]

CHORD_PAD = 6
CROWDED = 40
"""Pixels by which a sign of tempo may be moved to the right to have room."""


def paint_head(painter: QPainter, scene: Scene, exposed: QRect) -> None:
    """Everything above the melody, inside `exposed`."""
    geometry, look = scene.geometry, scene.look
    painter.fillRect(exposed.intersected(QRect(0, 0, geometry.width, geometry.head)), look.panel)
    _sections(painter, scene, exposed)
    _loop(painter, scene)
    _ruler(painter, scene, exposed)
    _chords(painter, scene, exposed)
    painter.setPen(QPen(look.bar_line, 1))
    painter.drawLine(exposed.left(), geometry.head - 1, exposed.right(), geometry.head - 1)


def _sections(painter: QPainter, scene: Scene, exposed: QRect) -> None:
    geometry, look = scene.geometry, scene.look
    first, last = geometry.visible_ticks(exposed.left(), exposed.right())
    painter.setFont(look.small)
    for span in scene.roll.spans_between(first, last):
        left, right = geometry.x(span.start), geometry.x(span.end)
        rect = QRectF(left + 1, 3, right - left - 2, geometry.section_bottom - 5)
        edge = look.section(span.section.kind)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(
            QPen(edge, 1.5 if look.contrast else 1, Qt.PenStyle.DashLine if span.linked else Qt.PenStyle.SolidLine)
        )
        painter.setBrush(look.section_soft(span.section.kind))
        painter.drawRoundedRect(rect, 5, 5)
        # The name stays in sight while its section is scrolled through.
        text_left = max(rect.left() + 8, geometry.gutter + 6)
        room = QRectF(text_left, rect.top(), rect.right() - text_left - 6, rect.height())
        if room.width() > 14:
            painter.setPen(look.text)
            name = f"{span.name}  ↻" if span.linked else span.name
            shown = QFontMetricsF(look.small).elidedText(name, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _loop(painter: QPainter, scene: Scene) -> None:
    if scene.loop is None:
        return
    geometry, look = scene.geometry, scene.look
    left, right = geometry.x(scene.loop[0]), geometry.x(scene.loop[1])
    top, bottom = geometry.section_bottom, geometry.ruler_bottom
    colour = look.accent if scene.looping else look.faint
    fill = QColor(colour)
    fill.setAlphaF(0.30 if scene.looping else 0.18)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRoundedRect(QRectF(left, top + 2, right - left, bottom - top - 4), 4, 4)
    painter.setBrush(colour)
    for edge in (left, right - 3):
        painter.drawRoundedRect(QRectF(edge, top + 2, 3, bottom - top - 4), 1.5, 1.5)


def _ruler(painter: QPainter, scene: Scene, exposed: QRect) -> None:
    geometry, look, roll = scene.geometry, scene.look, scene.roll
    first, last = geometry.visible_ticks(exposed.left() - 240, exposed.right())
    width = geometry.zoom * roll.bar_ticks / 480
    every = next((step for step in (1, 2, 4, 8, 16, 32) if step * width >= 30), 64)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setFont(look.small)
    signs = list(turn_signs(scene, first, last))
    for bar in (*roll.timeline.bars_between(first, last), roll.bar_at(roll.end)):
        x = round(geometry.x(bar.start))
        number = roll.bar_number(bar.start) if bar.start < roll.end else 0
        numbered = number >= 1 and (number - 1) % every == 0
        painter.setPen(look.bar_line)
        if numbered or width >= 8:
            painter.drawLine(x, geometry.ruler_bottom - (9 if numbered else 4), x, geometry.ruler_bottom)
        # A sign is worth more than the number that it would stand on; its own bar's number stands before it.
        covered = any(
            sign.left() - 1 < x + 22 and x + 4 < sign.right() for sign, _, turn in signs if turn.tick != bar.start
        )
        if numbered and not covered:
            painter.setPen(look.muted)
            room = QRectF(x + 4, geometry.section_bottom, 60, geometry.ruler_bottom - geometry.section_bottom)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, str(number))
    _turns(painter, scene, signs)


def turn_signs(scene: Scene, first: float, last: float) -> Iterator[tuple[QRectF, str, Turn]]:
    """The signs of changing tempo, metre and key in the ruler: where each stands, and what it says."""
    geometry, roll = scene.geometry, scene.roll
    metrics = QFontMetricsF(scene.look.small)
    free = -math.inf
    for turn in roll.turns:
        if not first <= turn.tick <= last:
            continue
        text = turn_words(turn)
        number = str(roll.bar_number(turn.tick))
        at_bar = roll.bar_at(turn.tick).start == turn.tick
        wanted = geometry.x(turn.tick) + (metrics.horizontalAdvance(number) + 8 if at_bar else 1)
        left = max(wanted, free)
        if left - wanted > CROWDED and turn.metre is None and turn.key is None:
            continue  # a tempo that breathes with a player: one sign in a while says enough
        rect = QRectF(left, geometry.section_bottom + 3, metrics.horizontalAdvance(text) + 10, 0)
        rect.setBottom(geometry.ruler_bottom - 4)
        free = rect.right() + 3
        yield rect, text, turn


def _turns(painter: QPainter, scene: Scene, signs: Sequence[tuple[QRectF, str, Turn]]) -> None:
    look = scene.look
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for rect, text, _ in signs:
        painter.setPen(QPen(look.accent, 1))
        painter.setBrush(look.panel)
        painter.drawRoundedRect(rect, 4, 4)
        painter.setPen(look.text)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


def chord_label_rect(scene: Scene, start: int, text: str) -> QRectF:
    """Where the symbol of a chord that starts at a tick is written."""
    geometry = scene.geometry
    width = QFontMetricsF(scene.look.bold).horizontalAdvance(text) + 2 * CHORD_PAD
    return QRectF(geometry.x(start), geometry.ruler_bottom + 4, width, geometry.head - geometry.ruler_bottom - 8)


def _chords(painter: QPainter, scene: Scene, exposed: QRect) -> None:
    geometry, look = scene.geometry, scene.look
    first, last = geometry.visible_ticks(exposed.left() - 120, exposed.right())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for placed in scene.roll.chords(first, last):
        text = scene.chord_text(placed.chord, placed.start)
        rect = chord_label_rect(scene, placed.start, text)
        room = geometry.x(placed.end) - rect.left()
        current = scene.playing and placed.start <= scene.playhead < placed.end
        painter.setFont(look.bold)
        if current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.karaoke)
            painter.drawRoundedRect(rect, 5, 5)
        elif scene.hovered_chord == placed.start:
            painter.setPen(QPen(look.accent, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, 5, 5)
        painter.setPen(look.text)
        inside = QRectF(rect.left() + CHORD_PAD, rect.top(), max(4.0, room - CHORD_PAD - 2), rect.height())
        shown = QFontMetricsF(look.bold).elidedText(text, Qt.TextElideMode.ElideRight, inside.width() + 1)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        if placed.chord.locked and room > rect.width() + 10:
            paint_lock(painter, QPointF(rect.right() + 1, rect.center().y()), look.muted)


def paint_lock(painter: QPainter, at: QPointF, colour: QColor, size: float = 8.0) -> None:
    """A small padlock whose left edge is at `at`, centred on its height."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    body = QRectF(at.x(), at.y() - size * 0.1, size, size * 0.62)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(body, 1.5, 1.5)
    shackle = QPainterPath(QPointF(at.x() + size * 0.22, body.top()))
    shackle.arcTo(QRectF(at.x() + size * 0.22, body.top() - size * 0.4, size * 0.56, size * 0.8), 180, -180)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 1.3))
    painter.drawPath(shackle)


def paint_playhead(painter: QPainter, scene: Scene) -> None:
    """The line through everything, with its handle in the ruler."""
    geometry, look = scene.geometry, scene.look
    x = geometry.x(scene.playhead)
    if x < geometry.gutter - 6:
        return
    colour = look.accent
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.6))
    painter.drawLine(QPointF(x, geometry.ruler_bottom - 6), QPointF(x, geometry.height))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    top = geometry.ruler_bottom - 13
    painter.drawPolygon(
        QPolygonF(
            [
                QPointF(x - 6, top),
                QPointF(x + 6, top),
                QPointF(x + 6, top + 5),
                QPointF(x, top + 12),
                QPointF(x - 6, top + 5),
            ]
        )
    )
