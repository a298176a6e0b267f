"""Locked lines: a padlock before each, and the command that locks and unlocks the chosen ones."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QToolTip, QWidget

from songwright.core.changes import Aspect, Change
from songwright.core.edits import set_line_lock
from songwright.ui.page.editor import LyricEditor
from songwright.ui.services import Services

__all__ = ["LineLocks", "chosen_rows"]


def chosen_rows(cursor: QTextCursor) -> range:
    """The rows that a selection touches, or the cursor's own; a row of which only the start is reached is left out."""
    document = cursor.document()
    first = document.findBlock(cursor.selectionStart())
    last = document.findBlock(cursor.selectionEnd())
    end = last.blockNumber()
    if end > first.blockNumber() and cursor.selectionEnd() == last.position():
        end -= 1
    return range(first.blockNumber(), end + 1)


class LineLocks(QWidget):
    """The narrow column before the rows. A click on it locks or unlocks a line; rewriting leaves locked ones alone."""

    def __init__(self, services: Services, editor: LyricEditor) -> None:
        super().__init__(editor)
        self._services = services
        self._session = services.session
        self._editor = editor
        self._over = -1
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Locked lines"))
        editor.gutter_changed.connect(self._place)
        services.theme.changed.connect(self._place)
        self._unsubscribe = services.session.subscribe(self._follow)
        services.actions.on("lock_line", self.toggle)
        self._place()

    def locked(self, row: int) -> bool:
        """Whether the line in a row is locked."""
        rows = self._editor.rows()
        line_id = rows.line_id(row)
        return line_id is not None and rows.locked(row)

    def toggle(self) -> None:
        """Lock the chosen lines, or unlock them when all of them are locked: one step of undo."""
        self._services.settle()
        self._set(chosen_rows(self._editor.textCursor()))

    def _set(self, rows: Iterable[int]) -> None:
        lines = self._editor.rows()
        found = [(row, line_id) for row in rows if (line_id := lines.line_id(row)) and lines.has_words(row)]
        if not found:
            return
        lock = not all(lines.locked(row) for row, _ in found)
        song = self._session.song
        for _, line_id in found:
            song = set_line_lock(song, line_id, locked=lock)
        several = len(found) > 1
        names = {
            (True, False): self.tr("Lock Line"),
            (True, True): self.tr("Lock Lines"),
            (False, False): self.tr("Unlock Line"),
            (False, True): self.tr("Unlock Lines"),
        }
        self._session.apply(names[lock, several], song)

    # --- looks ------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Return the size that Qt should start from."""
        return QSize(self._width(), 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a padlock before each locked line, and a faint open one where the pointer is."""
        painter = QPainter(self)
        theme = self._services.theme
        side = round(theme.page_pixels * 0.72)
        for row, text, box in self._editor.visible_rows():
            locked = self.locked(row)
            if not locked and (row != self._over or not text.strip() or self._editor.rows().line_id(row) is None):
                continue
            icon = theme.icon("lock", "accent_ink") if locked else theme.icon("unlock", "faint")
            area = QRect(0, box.y() + (box.height() - side) // 2, side, side)
            icon.paint(painter, area, Qt.AlignmentFlag.AlignCenter)

    def event(self, event: QEvent) -> bool:
        """Handle what Qt offers no other hook for."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = self._row_at(event.pos().y())
            if row >= 0 and self._editor.rows().has_words(row):
                locked = self.tr("Locked: rewriting leaves this line as it is. Click to unlock it.")
                unlocked = self.tr("Click to lock this line: rewriting then leaves it as it is.")
                QToolTip.showText(event.globalPos(), locked if self.locked(row) else unlocked, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Lock or unlock a line."""
        row = self._row_at(round(event.position().y()))
        if row >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self._services.settle()
            self._set([row])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what a click would do."""
        self._point(self._row_at(round(event.position().y())))

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is elsewhere."""
        self._point(-1)
        super().leaveEvent(event)

    def _point(self, row: int) -> None:
        if row != self._over:
            self._over = row
            self.update()

    def _row_at(self, y: int) -> int:
        rows = self._editor.visible_rows()
        return next((row for row, _, box in rows if box.top() <= y <= box.bottom()), -1)

    def _follow(self, change: Change) -> None:
        if change.aspects & (Aspect.WORDS | Aspect.OPENED):
            self.update()

    def _place(self) -> None:
        self._editor.set_left_margin(self._width())
        area = self._editor.viewport().geometry()
        self.setGeometry(area.left() - self._width(), area.top(), self._width(), area.height())
        self.update()

    def _width(self) -> int:
        return round(self._services.theme.page_pixels * 1.1)
