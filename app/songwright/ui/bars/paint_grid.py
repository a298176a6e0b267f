"""Painting of what lies under the notes: rows of the scale, bar lines and beats, what is looped or chosen."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from songwright.core.signatures import Key
from songwright.core.song import TICKS_PER_QUARTER
from songwright.music.note_edits import in_scale
from songwright.ui.bars.scene import Scene

__all__ = ["paint_grid"]


def paint_grid(painter: QPainter, scene: Scene, body: QRect) -> None:
    """The ground of the large lane and of the words, inside `body`."""
    _grid(painter, scene, body)
    _bar_lines(painter, scene, body)
    _loop_tint(painter, scene)
    _chosen_tint(painter, scene)


def _grid(painter: QPainter, scene: Scene, body: QRect) -> None:
    geometry, look = scene.geometry, scene.look
    painter.fillRect(body, look.page)
    keys = scene.roll.timeline.keys
    ends = [*(timed.start for timed in keys[1:]), None]
    for number, (timed, end) in enumerate(zip(keys, ends, strict=True)):
        left = body.left() if number == 0 else max(body.left(), geometry.x(timed.start))
        right = body.right() + 1 if end is None else min(body.right() + 1, geometry.x(end))
        if left < right:
            _scale_rows(painter, scene, QRectF(left, body.top(), right - left, body.height()), timed.key)
    words = QRectF(body.left(), geometry.words_top, body.width(), geometry.word_height)
    painter.fillRect(words, look.panel)
    end_x = geometry.x(scene.roll.end)
    if end_x < body.right():
        painter.fillRect(QRectF(end_x, body.top(), body.right() - end_x + 1, body.height()), look.beyond)


def _scale_rows(painter: QPainter, scene: Scene, body: QRectF, key: Key) -> None:
    """The rows of a stretch in one key: those outside its scale, and its tonic's."""
    geometry, look = scene.geometry, scene.look
    for pitch in range(geometry.low, geometry.high + 1):
        top = geometry.y(pitch)
        if top + geometry.row < body.top() or top > body.bottom():
            continue
        row = QRectF(body.left(), top, body.width(), geometry.row)
        if not in_scale(key, pitch):
            painter.fillRect(row, look.off_scale)
        elif (pitch - key.tonic) % 12 == 0:
            painter.fillRect(row, look.tonic)


def _bar_lines(painter: QPainter, scene: Scene, body: QRect) -> None:
    geometry, look, roll = scene.geometry, scene.look, scene.roll
    first, last = geometry.visible_ticks(body.left(), body.right())
    first, last = max(0, first), min(roll.end, last)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    bars = roll.timeline.bars_between(first, last + 1)
    painter.setPen(QPen(look.beat_line, 1))
    for bar in bars:
        beat = bar.metre.beat_ticks
        if geometry.zoom * beat / TICKS_PER_QUARTER >= 14:
            for tick in range(bar.start + beat, min(bar.end, last + 1), beat):
                x = round(geometry.x(tick))
                painter.drawLine(x, body.top(), x, body.bottom())
    painter.setPen(QPen(look.bar_line, 1))
    if geometry.zoom * roll.bar_ticks / TICKS_PER_QUARTER >= 10:
        for line in (*(bar.start for bar in bars), roll.end):
            x = round(geometry.x(line))
            painter.drawLine(x, body.top(), x, body.bottom())
    for span in roll.spans_between(first, last):
        colour = QColor(look.section(span.section.kind))
        colour.setAlphaF(0.8)
        x = round(geometry.x(span.start))
        painter.fillRect(QRect(x, body.top(), 2, body.height()), colour)
    painter.setPen(QPen(look.bar_line, 1))
    for y in (geometry.words_top, geometry.words_bottom):
        painter.drawLine(body.left(), round(y), body.right(), round(y))


def _loop_tint(painter: QPainter, scene: Scene) -> None:
    if scene.loop is None or not scene.looping:
        return
    geometry = scene.geometry
    left, right = geometry.x(scene.loop[0]), geometry.x(scene.loop[1])
    tint = QColor(scene.look.accent)
    tint.setAlphaF(0.06)
    painter.fillRect(QRectF(left, geometry.head, right - left, geometry.height), tint)


def _chosen_tint(painter: QPainter, scene: Scene) -> None:
    """The bars that would be made again: a bracket over the tune, and a breath of colour."""
    if scene.chosen is None:
        return
    geometry = scene.geometry
    left, right = geometry.x(scene.chosen[0]), geometry.x(scene.chosen[1])
    tint = QColor(scene.look.accent)
    tint.setAlphaF(0.05)
    painter.fillRect(QRectF(left, geometry.head, right - left, geometry.height), tint)
    painter.fillRect(QRectF(left + 1, geometry.head, right - left - 2, 3), scene.look.accent)
