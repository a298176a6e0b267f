"""The gutter of the lyric page: how many syllables each line has."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from songwright.core.words import heading_title
from songwright.ui.page.editor import LyricEditor
from songwright.ui.services import Services

__all__ = ["Gutter", "SyllableCounts"]

_CACHED_LINES = 4000
_LINES_PER_TURN = 12


class SyllableCounts:
    """Syllable counts by text, worked out a few lines at a time so that typing never waits for them."""

    def __init__(self, count: Callable[[str], int]) -> None:
        self._count = count
        self._known: OrderedDict[str, int] = OrderedDict()

    def get(self, text: str) -> int | None:
        """The count of a line, if it is known already."""
        return self._known.get(text)

    def learn(self, texts: list[str]) -> bool:
        """Count up to a dozen of the lines not known yet; True when some are left."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._known]
        for text in missing[:_LINES_PER_TURN]:
            self._known[text] = self._count(text)
        while len(self._known) > _CACHED_LINES:
            self._known.popitem(last=False)
        return len(missing) > _LINES_PER_TURN


class Gutter(QWidget):
    """Beside the editor's rows: a syllable count each."""

    def __init__(self, services: Services, editor: LyricEditor) -> None:
        super().__init__(editor)
        self._services = services
        self._editor = editor
        self.counts = SyllableCounts(self._count)
        self._timer = QTimer(self, singleShot=True, interval=30)
        self._timer.timeout.connect(self._learn)
        self.setAccessibleName(self.tr("Syllables in each line"))
        editor.gutter_changed.connect(self._refresh)
        services.theme.changed.connect(self._place)
        services.closing.append(self._timer.stop)
        services.jobs.run(services.lexicon, lambda _: self._refresh())
        self._place()

    def count_of(self, text: str) -> int | None:
        """The count of a line; None while it is not known, and for headings and empty lines."""
        return self.counts.get(text) if _counted(text) else None

    def sizeHint(self) -> QSize:
        """Return the size that Qt should start from."""
        return QSize(self._width(), 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        theme = self._services.theme
        painter = QPainter(self)
        font = theme.ui_font()
        font.setPixelSize(round(theme.page_pixels * 0.66))
        painter.setFont(font)
        current = self._editor.textCursor().blockNumber()
        missing = False
        for row, text, box in self._editor.visible_rows():
            if not _counted(text):
                continue
            count = self.counts.get(text)
            missing = missing or count is None
            painter.setPen(theme.colour("accent_ink" if row == current else "faint"))
            where = QRect(0, box.y(), self.width() - 6, box.height())
            painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, _shown(count))
        if missing and self._services.lexicon.ready and not self._timer.isActive():
            self._timer.start()

    def event(self, event: QEvent) -> bool:
        """Handle what Qt offers no other hook for."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event)
            return True
        return super().event(event)

    def _show_tip(self, event: QHelpEvent) -> None:
        for _, text, box in self._editor.visible_rows():
            count = self.count_of(text)
            if count is not None and box.top() <= event.pos().y() <= box.bottom():
                text = self.tr("1 syllable") if count == 1 else self.tr("{0} syllables").format(count)
                QToolTip.showText(event.globalPos(), text, self)
                return
        QToolTip.hideText()

    def _count(self, text: str) -> int:
        from songwright.lyrics.syllables import syllabify

        return len(syllabify(text, self._services.lexicon()))

    def _learn(self) -> None:
        texts = [text for _, text, _ in self._editor.visible_rows() if _counted(text)]
        if self.counts.learn(texts):
            self._timer.start()
        self.update()

    def _refresh(self) -> None:
        self._place()
        self.update()

    def _place(self) -> None:
        area = self._editor.viewport().geometry()
        self._editor.set_right_margin(self._width())
        self.setGeometry(area.right() + 1, area.top(), self._width(), area.height())

    def _width(self) -> int:
        return round(self._services.theme.page_pixels * 2.2)


def _counted(text: str) -> bool:
    return bool(text.strip()) and heading_title(text) is None


def _shown(count: int | None) -> str:
    return "·" if count is None else str(count)
