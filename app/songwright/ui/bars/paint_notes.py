"""Painting of what scrolls in the bars view: the grid, the tune, its words, the other tracks and the gutter."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from songwright.core.roll import MELISMA, PlacedNote
from songwright.core.song import TICKS_PER_QUARTER, TrackRole
from songwright.music.gm_names import track_title
from songwright.music.note_edits import in_scale
from songwright.ui.bars.look import Look
from songwright.ui.bars.paint_grid import paint_grid
from songwright.ui.bars.paint_head import paint_lock
from songwright.ui.bars.scene import Scene

__all__ = ["note_rect", "paint_body", "paint_gutter"]

READABLE_WORDS = 20.0
"""Pixels a quarter note under which syllables are too close to be written one by one."""
HAND_SIZE = 6.0
"""Pixels of the mark on a note that was changed by hand."""
LINE_LOCK = 11.0
"""Pixels that the padlock before a locked line takes."""
WAVE = 3.0
"""Pixels of half a wave under words that do not fit."""
IN_NOTE = 4.0
"""Pixels before a syllable inside its note."""
LOCK_SIZE = 13.0
"""Pixels of the badge on a locked note; on low rows it stands out over its note."""


def paint_body(painter: QPainter, scene: Scene, exposed: QRect) -> None:
    """Everything under the head rows, inside `exposed`."""
    geometry = scene.geometry
    body = exposed.intersected(QRect(geometry.gutter, geometry.head, geometry.width, geometry.height))
    if body.isEmpty():
        return
    painter.save()
    painter.setClipRect(body)
    paint_grid(painter, scene, body)
    if scene.track is not None:
        painter.setClipRect(body.intersected(QRect(0, 0, geometry.width, round(geometry.words_top))))
        _notes(painter, scene, body)
        painter.setClipRect(body)
    _words(painter, scene, body)
    _lanes(painter, scene, body)
    if scene.band is not None:
        tint = QColor(scene.look.accent)
        tint.setAlphaF(0.15)
        painter.setPen(QPen(scene.look.accent, 1))
        painter.setBrush(tint)
        painter.drawRect(scene.band)
    painter.restore()


def note_rect(scene: Scene, note: PlacedNote) -> QRectF:
    """Where a note of the large lane is drawn."""
    geometry = scene.geometry
    left, right = geometry.x(note.start), geometry.x(note.end)
    inset = 1.0 if geometry.row >= 8 else 0.5
    return QRectF(left + 0.5, geometry.y(note.pitch) + inset, max(3.0, right - left - 1.5), geometry.row - 2 * inset)


def _notes(painter: QPainter, scene: Scene, body: QRect) -> None:
    geometry, look = scene.geometry, scene.look
    first, last = geometry.visible_ticks(body.left() - 2, body.right() + 2)
    track = next(track for track in scene.roll.song.tracks if track.id == scene.track)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=geometry.zoom >= READABLE_WORDS / 2)
    locked: list[QRectF] = []
    for note in scene.roll.notes(track.id, first, last):
        rect = note_rect(scene, note)
        _body(painter, scene, track.role, note, rect)
        _surroundings(painter, scene, note, rect)
        _inside(painter, look, rect, note, sung=track.role is TrackRole.VOCAL)
        if note.pick.note.locked:
            locked.append(rect)
    # Over all the notes: where rows are low a padlock reaches into those above.
    for rect in locked:
        _lock(painter, look, rect)


def _inside(painter: QPainter, look: Look, rect: QRectF, note: PlacedNote, *, sung: bool) -> None:
    """What stands inside a note: its syllable, and the mark of a hand's change."""
    if sung and note.text != MELISMA:
        _sung_in(painter, look, rect, note)
    if note.pick.note.edited and not note.pick.note.locked:
        _hand(painter, look, rect)


def _sung_in(painter: QPainter, look: Look, rect: QRectF, note: PlacedNote) -> None:
    """The syllable inside its note, where it has room; under the tune it stands in any case."""
    metrics = QFontMetricsF(look.small)
    spare = LOCK_SIZE if note.pick.note.locked else 0.0
    room = rect.adjusted(IN_NOTE, 0, -1 - spare, 0)
    if rect.height() < metrics.height() - 2 or metrics.horizontalAdvance(note.text) > room.width():
        return
    painter.setFont(look.small)
    painter.setPen(look.text)
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, note.text)


def _body(painter: QPainter, scene: Scene, role: TrackRole, note: PlacedNote, rect: QRectF) -> None:
    """The note itself: full while it sounds, pale and with a broken edge where it should be sung and has no word."""
    look, edge = scene.look, scene.look.role(role)
    sounding = _sounds(scene, note)
    silent = role is TrackRole.VOCAL and not note.text
    if sounding:
        painter.setBrush(edge)
        painter.setPen(QPen(look.text, 1.5))
    else:
        pale = silent and note.pick not in scene.picks
        painter.setBrush(look.role_soft(role, 0.22 if pale else 0.62))
        painter.setPen(QPen(edge, 1, Qt.PenStyle.DashLine if silent else Qt.PenStyle.SolidLine))
    radius = _radius(rect)
    painter.drawRoundedRect(rect, radius, radius)


def _surroundings(painter: QPainter, scene: Scene, note: PlacedNote, rect: QRectF) -> None:
    """What shows that a note is picked, and where the keyboard is."""
    look, radius = scene.look, _radius(rect)
    if note.pick in scene.picks:
        painter.setBrush(look.accent if _sounds(scene, note) else look.picked)
        painter.setPen(QPen(look.accent, 2))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    if scene.active and note.pick == scene.focus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.focus, 2))
        painter.drawRoundedRect(rect.adjusted(-2.5, -2.5, 2.5, 2.5), radius + 2, radius + 2)


def _sounds(scene: Scene, note: PlacedNote) -> bool:
    return scene.sounding == (note.start, note.pitch)


def _radius(rect: QRectF) -> float:
    return min(4.0, rect.height() / 2.5)


def _hand(painter: QPainter, look: Look, rect: QRectF) -> None:
    """The mark of a note that was changed by hand: a folded corner at its start."""
    size = min(HAND_SIZE, rect.height(), rect.width())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.text)
    corner = rect.topLeft()
    painter.drawPolygon([corner, corner + QPointF(size, 0), corner + QPointF(0, size)])


def _lock(painter: QPainter, look: Look, rect: QRectF) -> None:
    """The mark of a locked note, at every size: a firm outline, and a padlock as soon as it is wide enough for one."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.text, 1.6))
    radius = min(4.0, rect.height() / 2.5)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    if rect.width() < LOCK_SIZE:
        return
    badge = QRectF(rect.right() - LOCK_SIZE, rect.center().y() - LOCK_SIZE / 2, LOCK_SIZE, LOCK_SIZE)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.text)
    painter.drawRoundedRect(badge, 3, 3)
    size = LOCK_SIZE - 5
    paint_lock(painter, QPointF(badge.left() + 2.5, badge.center().y() + 0.5), look.page, size)


def _words(painter: QPainter, scene: Scene, body: QRect) -> None:
    vocal = scene.roll.vocal
    geometry = scene.geometry
    if vocal is None or geometry.words_top > body.bottom() or geometry.words_bottom < body.top():
        return
    if geometry.zoom < READABLE_WORDS:
        _lines(painter, scene, body)
        return
    look = scene.look
    metrics = QFontMetricsF(look.font)
    first, last = geometry.visible_ticks(body.left() - 160, body.right() + 20)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(look.font)
    free_from = -1e9
    for note in scene.roll.notes(vocal.id, first, last):
        left = geometry.x(note.start)
        centre = geometry.words_top + geometry.word_height / 2
        if note.text == MELISMA:
            painter.setPen(QPen(look.muted, 1.2))
            base = centre + metrics.ascent() / 2
            painter.drawLine(QPointF(max(left, free_from), base), QPointF(geometry.x(note.end) - 4, base))
            continue
        if not note.text:
            continue
        # A syllable that would run into the one before it gives way a little, as engravers do.
        left = max(left + 2, free_from)
        if note.pick.note.syllable == 0 and note.pick.note.line in scene.roll.locked_lines:
            paint_lock(painter, QPointF(left, centre), look.muted)
            left += LINE_LOCK
        width = metrics.horizontalAdvance(note.text)
        if scene.sounding == (note.start, note.pitch):
            pill = QRectF(left - 3, centre - metrics.height() / 2 - 1, width + 6, metrics.height() + 2)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.karaoke)
            painter.drawRoundedRect(pill, 4, 4)
        painter.setPen(look.tokens.accent_ink if note.pick in scene.picks else look.text)
        painter.drawText(QPointF(left, centre + metrics.ascent() / 2 - metrics.descent() / 2), note.text)
        if note.pick.note.line in scene.unfit:
            _unfit(painter, look, left, left + width, centre + metrics.height() / 2 + 1)
        free_from = left + width + (1 if note.text.endswith("-") else metrics.horizontalAdvance(" "))


def _unfit(painter: QPainter, look: Look, left: float, right: float, base: float) -> None:
    """The wavy line under words that no longer fit their notes."""
    wave = QPainterPath(QPointF(left, base))
    for step in range(1, round((right - left) / WAVE) + 1):
        wave.lineTo(left + step * WAVE, base - (2.0 if step % 2 else 0.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(look.tokens.warning), 1.4))
    painter.drawPath(wave)


def _lines(painter: QPainter, scene: Scene, body: QRect) -> None:
    """Zoomed far out: the whole line of words over the notes that sing it."""
    geometry, look = scene.geometry, scene.look
    first, last = geometry.visible_ticks(body.left() - 600, body.right())
    painter.setFont(look.small)
    painter.setPen(look.text)
    metrics = QFontMetricsF(look.small)
    for start, end, line in scene.roll.sung_lines(first, last):
        left = geometry.x(start) + 2
        room = QRectF(left, geometry.words_top, geometry.x(end) - left - 4, geometry.word_height)
        text = metrics.elidedText(scene.roll.line_text(line), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)


def _lanes(painter: QPainter, scene: Scene, body: QRect) -> None:
    geometry, look = scene.geometry, scene.look
    first, last = geometry.visible_ticks(body.left() - 1, body.right() + 1)
    tracks = {track.id: track for track in scene.roll.song.tracks}
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    for index, track_id in enumerate(scene.lanes[: geometry.lanes]):
        top = geometry.lane_top(index)
        if top > body.bottom() or top + geometry.lane_height < body.top() or track_id not in tracks:
            continue
        painter.setPen(QPen(look.beat_line, 1))
        bottom = round(top + geometry.lane_height)
        painter.drawLine(body.left(), bottom, body.right(), bottom)
        low, high = scene.roll.played_range(track_id)
        step = (geometry.lane_height - 10) / max(1, high - low)
        thick = max(2.0, min(4.0, step))
        base, scale, left = bottom - 5 - thick / 2, geometry.zoom / TICKS_PER_QUARTER, geometry.x(0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.role_soft(tracks[track_id].role, 0.8))
        painter.drawRects(
            [
                QRectF(left + start * scale, base - (pitch - low) * step, max(2.0, (end - start) * scale - 1), thick)
                for start, end, pitch in scene.roll.sounds(track_id, first, last)
            ]
        )


def paint_gutter(painter: QPainter, scene: Scene, exposed: QRect) -> None:
    """The names at the left: rows of the head, pitches, tracks."""
    geometry, look = scene.geometry, scene.look
    if exposed.left() > geometry.gutter:
        return
    column = QRect(0, 0, geometry.gutter, geometry.height)
    painter.fillRect(column, look.panel)
    painter.save()
    painter.setClipRect(QRect(0, geometry.head, geometry.gutter, geometry.height))
    _pitch_names(painter, scene)
    _lane_names(painter, scene)
    painter.restore()
    _track_name(painter, scene)
    painter.setPen(QPen(look.bar_line, 1))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.drawLine(geometry.gutter - 1, 0, geometry.gutter - 1, geometry.height)
    painter.drawLine(0, geometry.head - 1, geometry.gutter, geometry.head - 1)


def _track_name(painter: QPainter, scene: Scene) -> None:
    """Whose notes the large lane shows, over its pitches."""
    track = next((track for track in scene.roll.song.tracks if track.id == scene.track), None)
    if track is None:
        return
    geometry, look = scene.geometry, scene.look
    height = geometry.head - geometry.ruler_bottom
    painter.fillRect(QRectF(0, geometry.ruler_bottom + 5, 3, height - 10), look.role(track.role))
    painter.setFont(look.small)
    painter.setPen(look.text)
    room = QRectF(8, geometry.ruler_bottom, geometry.gutter - 14, height)
    name = QFontMetricsF(look.small).elidedText(track_title(track), Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, name)


def _pitch_names(painter: QPainter, scene: Scene) -> None:
    geometry, look = scene.geometry, scene.look
    at = geometry.tick(geometry.gutter)
    key = scene.roll.key_at(at)
    painter.setFont(look.small)
    height = QFontMetricsF(look.small).height() * 0.86
    # Where rows are low not every name has room: the tonic comes first, then the fifth, then the rest of the scale.
    taken: list[float] = []
    pitches = [pitch for pitch in range(geometry.low, geometry.high + 1) if in_scale(key, pitch)]
    rank = {0: 0, 7: 1}
    for pitch in sorted(pitches, key=lambda pitch: rank.get((pitch - key.tonic) % 12, 2)):
        centre = geometry.y(pitch) + geometry.row / 2
        if centre < geometry.head + height / 3 or any(abs(centre - other) < height for other in taken):
            continue
        taken.append(centre)
        row = QRectF(0, centre - height, geometry.gutter - 8, 2 * height)
        painter.setPen(look.text if (pitch - key.tonic) % 12 == 0 else look.muted)
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, scene.pitch_name(pitch, at))


def _lane_names(painter: QPainter, scene: Scene) -> None:
    geometry, look = scene.geometry, scene.look
    metrics = QFontMetricsF(look.small)
    tracks = {track.id: track for track in scene.roll.song.tracks}
    painter.setFont(look.small)
    for index, track_id in enumerate(scene.lanes[: geometry.lanes]):
        if track_id not in tracks:
            continue
        top = geometry.lane_top(index)
        painter.fillRect(QRectF(0, top + 4, 3, geometry.lane_height - 8), look.role(tracks[track_id].role))
        painter.setPen(look.text if track_id == scene.track else look.muted)
        room = QRectF(8, top, geometry.gutter - 14, geometry.lane_height)
        _in_rows(painter, metrics, room, track_title(tracks[track_id]))


def _in_rows(painter: QPainter, metrics: QFontMetricsF, room: QRectF, name: str) -> None:
    """A name in as many rows as it has words, where there is height for them; each is cut where it is too long."""
    words = name.split()
    rows = words if len(words) * metrics.height() <= room.height() else [name]
    if metrics.horizontalAdvance(name) <= room.width():
        rows = [name]
    shown = [metrics.elidedText(row, Qt.TextElideMode.ElideRight, room.width()) for row in rows]
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, "\n".join(shown))
