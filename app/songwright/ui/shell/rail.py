"""The rail at the left edge, and the drawer that its buttons open."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from songwright.ui.fields import icon_button, label
from songwright.ui.services import Services
from songwright.ui.shell.parts import Parts, built
from songwright.ui.shell.places import DRAWERS, DrawerSpec

__all__ = ["Drawers", "Rail"]


class Rail(QFrame):
    """A button a drawer, from top to bottom."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAccessibleName(self.tr("Drawers"))
        self._services = services
        self._buttons = {spec.id: self._button(spec) for spec in DRAWERS}
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 8, 4, 8)
        column.setSpacing(4)
        for spec in DRAWERS:
            if spec.apart:
                column.addSpacing(12)
            column.addWidget(self._buttons[spec.id], 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def _button(self, spec: DrawerSpec) -> QToolButton:
        action = self._services.actions[spec.command]
        button = QToolButton()
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setIconSize(QSize(20, 20))
        button.setProperty("rail", "true")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(QCoreApplication.translate("Places", spec.name))
        return button

    def show_music(self, *, shown: bool) -> None:
        """Offer the drawers that are about music, or leave them out."""
        for spec in DRAWERS:
            if spec.music:
                self._buttons[spec.id].setVisible(shown)

    def button(self, drawer: str) -> QToolButton:
        """The button of a drawer."""
        return self._buttons[drawer]


class Drawers(QFrame):
    """One page at the left, or none. Esc leaves it."""

    changed = Signal(str)
    """Id of the drawer that is open now, "" when none is."""
    left = Signal()
    """The user wants to be back on the page."""
    width_needed = Signal(int)
    """The width in which nothing of the open page is cut: longer words, another language, larger type."""

    def __init__(self, parts: Parts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drawer")
        self._parts = parts
        self._specs = {spec.id: spec for spec in DRAWERS}
        self._pages: dict[str, QWidget] = {}
        self._open = ""
        self._title = label("", "section")
        self._close = icon_button(parts.services.theme, "close", self.tr("Close this drawer"), size=16)
        self._stack = QStackedWidget()
        top = QHBoxLayout()
        top.setContentsMargins(16, 8, 8, 4)
        top.addWidget(self._title, 1)
        top.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        self._close.clicked.connect(lambda _checked=False: self.show_drawer(""))
        for spec in DRAWERS:
            parts.services.actions.toggled(spec.command, partial(self._toggled, spec.id))
        self.hide()

    @property
    def open(self) -> str:
        """Id of the drawer that is open; "" when none is."""
        return self._open

    def page(self, drawer: str) -> QWidget:
        """A drawer's widget; the first call makes it."""
        if drawer not in self._pages:
            widget = self._pages[drawer] = built(self._specs[drawer].build, self._parts)
            widget.installEventFilter(self)
            self._stack.addWidget(widget if isinstance(widget, QScrollArea) else _scrolled(widget))
        return self._pages[drawer]

    def show_drawer(self, drawer: str) -> None:
        """Open a drawer, or shut ("") the one that is open. It is shown as a whole by the window."""
        if drawer == self._open:
            return
        self._open = drawer
        if drawer:
            widget = self.page(drawer)
            self._stack.setCurrentIndex(list(self._pages).index(drawer))
            name = QCoreApplication.translate("Places", self._specs[drawer].name)
            self._title.setText(name)
            self.setAccessibleName(name)
            widget.show()
            self._tell_width()
        for spec in DRAWERS:
            self._parts.services.actions[spec.command].setChecked(spec.id == drawer)
        self.changed.emit(drawer)

    def enter(self) -> None:
        """Put the cursor into the open drawer."""
        if self._open:
            page = self._pages[self._open]
            first = page.focusProxy() or _first_field(page) or self._close
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what the open page has become."""
        if event.type() is QEvent.Type.LayoutRequest and watched is self._pages.get(self._open):
            self._tell_width()
        return super().eventFilter(watched, event)

    def _tell_width(self) -> None:
        page = self._pages[self._open]
        area = self._stack.currentWidget()
        bar = area.verticalScrollBar().sizeHint().width() if isinstance(area, QScrollArea) else 0
        self.width_needed.emit(page.minimumSizeHint().width() + bar)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc, where nothing in the drawer wants it, goes back to the page."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _toggled(self, drawer: str, on: bool) -> None:
        if on:
            self.show_drawer(drawer)
        elif drawer == self._open:
            self.show_drawer("")


def _first_field(page: QWidget) -> QWidget | None:
    """The first widget on a page that Tab would reach."""
    for widget in page.findChildren(QWidget):
        if widget.isVisibleTo(page) and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            return widget
    return None


def _scrolled(page: QWidget) -> QScrollArea:
    """A page that can be scrolled where the window is too low for it."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area
