"""Notices: one at a time, floating over the page, with details for those who want them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from songwright.ui.fields import icon_button
from songwright.ui.notices import Level, Notice, Until
from songwright.ui.services import Services

__all__ = ["NoticeBar"]

# How long a notice stays that asks nothing of the user; warnings and errors stay until they are closed.
_SECONDS = {Level.INFO: 7, Level.SUCCESS: 5}
_MOST_WAITING = 20


class NoticeBar(QWidget):
    """Shows the newest notice; closing it shows the one before that is still unread. Whoever holds it places it."""

    resized = Signal()
    """What it shows needs other room."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._waiting: list[Notice] = []
        # What was closed of the notices that are told once: their texts, by key.
        self._closed: dict[str, str] = {}
        self._frame = QFrame()
        self._frame.setObjectName("notice")
        self._icon = QLabel()
        self._text = QLabel()
        self._action = QPushButton()
        self._details = QPushButton(self.tr("Details"))
        self._close = icon_button(services.theme, "close", self.tr("Close this notice"), size=16)
        self._detail_text = QPlainTextEdit()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.dismiss)
        self._arrange()
        self._connect()
        self.hide()

    @property
    def notice(self) -> Notice | None:
        """The notice on show."""
        return self._waiting[-1] if self._waiting else None

    def dismiss(self) -> None:
        """Close the notice on show."""
        if self._waiting:
            notice = self._waiting.pop()
            if notice.once:
                self._closed[notice.key] = notice.text
        self._refresh()

    def rest(self) -> None:
        """Let nothing happen by itself any more."""
        self._timer.stop()

    def _arrange(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._frame)
        column = QVBoxLayout(self._frame)
        column.setContentsMargins(12, 6, 6, 6)
        row = QHBoxLayout()
        row.setSpacing(10)
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        for button in (self._action, self._details):
            button.setProperty("kind", "quiet")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        row.addWidget(self._close)
        column.addLayout(row)
        self._detail_text.setReadOnly(True)
        self._detail_text.setFixedHeight(110)
        self._detail_text.setAccessibleName(self.tr("Details"))
        self._detail_text.hide()
        column.addWidget(self._detail_text)

    def _connect(self) -> None:
        services = self._services
        services.notices.shown.connect(self._add)
        services.notices.withdrawn.connect(self._withdraw)
        services.notices.ended.connect(self._end)
        services.theme.changed.connect(self._refresh)
        services.closing.append(self.rest)
        self._close.clicked.connect(self.dismiss)
        self._action.clicked.connect(self._act)
        self._details.clicked.connect(self._toggle_details)

    def _toggle_details(self) -> None:
        self._detail_text.setVisible(not self._detail_text.isVisible())
        self.resized.emit()

    def _add(self, notice: Notice) -> None:
        if notice.once and self._closed.get(notice.key) == notice.text:
            return
        self._drop(notice.key)
        self._waiting = [other for other in self._waiting if other.text != notice.text][-_MOST_WAITING:]
        self._waiting.append(notice)
        self._detail_text.hide()
        self._refresh()
        QAccessible.updateAccessibility(QAccessibleEvent(self._text, QAccessible.Event.Alert))

    def _withdraw(self, key: str) -> None:
        self._drop(key)
        self._closed.pop(key, None)
        self._refresh()

    def _end(self, until: Until) -> None:
        self._waiting = [notice for notice in self._waiting if not notice.until & until]
        self._refresh()

    def _drop(self, key: str) -> None:
        if key:
            self._waiting = [notice for notice in self._waiting if notice.key != key]

    def _act(self) -> None:
        notice = self.notice
        self.dismiss()
        if notice is not None and notice.action is not None:
            notice.action[1]()

    def _refresh(self) -> None:
        notice = self.notice
        self.setVisible(notice is not None)
        self._timer.stop()
        if notice is None:
            return
        self._frame.setProperty("level", notice.level.value)
        self._frame.style().unpolish(self._frame)
        self._frame.style().polish(self._frame)
        icon = self._services.theme.icon(notice.level.value, notice.level.value)
        self._icon.setPixmap(icon.pixmap(QSize(20, 20)))
        self._text.setText(notice.text)
        self._text.setAccessibleName(notice.text)
        self._details.setVisible(bool(notice.detail))
        self._detail_text.setPlainText(notice.detail)
        self._action.setVisible(notice.action is not None)
        if notice.action is not None:
            self._action.setText(notice.action[0])
        if notice.level in _SECONDS and notice.action is None:
            self._timer.start(_SECONDS[notice.level] * 1000)
        self.resized.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Keep what is being read."""
        self._timer.stop()
        super().enterEvent(event)
