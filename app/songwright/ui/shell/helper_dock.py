"""The helper at the right: panels that follow the cursor, each of which folds."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from songwright.core.words import heading_title
from songwright.ui.fields import icon_button, label
from songwright.ui.page.editor import LyricEditor
from songwright.ui.services import Services
from songwright.ui.shell.parts import HelperPanel, Parts, Spot, built
from songwright.ui.shell.places import HELPERS, HelperSpec

__all__ = ["CursorWatch", "HelperDock"]

_REST_MS = 120
"""How long the cursor rests before the panels look: shorter, and they would work at every key of fast typing."""


class CursorWatch(QObject):
    """Tells where the cursor of the page rests."""

    rested = Signal(object)
    """A `Spot`."""

    def __init__(self, services: Services, editor: LyricEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._pause = QTimer(self, singleShot=True, interval=_REST_MS)
        self._pause.timeout.connect(lambda: self.rested.emit(self.spot()))
        editor.cursorPositionChanged.connect(self._pause.start)
        editor.textChanged.connect(self._pause.start)
        services.closing.append(self._pause.stop)

    def spot(self) -> Spot:
        """Where the cursor is now."""
        # Imported when used: the window starts without it (tests/test_start.py).
        from songwright.lyrics.tokens import tokens

        cursor = self._editor.textCursor()
        row, text = cursor.blockNumber(), cursor.block().text()
        if heading_title(text) is not None:
            return Spot(row, text)
        before = text.encode("utf-16-le")[: 2 * cursor.positionInBlock()]
        column = len(before.decode("utf-16-le", "ignore"))
        words = tokens(text)
        word = next((token for token in words if token.end >= column), words[-1] if words else None)
        return Spot(row, text, column, word.text if word is not None else "", self._editor.rows().line_id(row))


class _Fold(QFrame):
    """A helper panel under a heading that folds it."""

    folded = Signal()

    def __init__(self, spec: HelperSpec, dock: HelperDock) -> None:
        super().__init__()
        self.setProperty("fold", "true")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.spec = spec
        self._dock = dock
        self.panel: QWidget | None = None
        self.heading = QPushButton(QCoreApplication.translate("Places", spec.name))
        self.heading.setProperty("kind", "fold")
        self.heading.setToolTip(QCoreApplication.translate("Places", spec.tip))
        self.heading.setCheckable(True)
        self.heading.setChecked(not spec.folded)
        self.heading.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.heading.toggled.connect(self._toggle)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 4)
        self._column.setSpacing(0)
        self._column.addWidget(self.heading)

    @property
    def open(self) -> bool:
        """Whether the panel is unfolded."""
        return self.heading.isChecked()

    def show_spot(self, spot: Spot) -> None:
        """Let the panel look, if it is unfolded."""
        if not self.open:
            return
        if self.panel is None:
            self.panel = built(self.spec.build, self._dock.parts)
            self._column.addWidget(self.panel)
        cast("HelperPanel", self.panel).show_spot(spot)

    def tint(self) -> None:
        """Follow the theme, and whether it is folded."""
        theme = self._dock.parts.services.theme
        self.heading.setIcon(theme.icon("chevron-down" if self.open else "chevron-right", "muted"))
        state = self.tr("unfolded") if self.open else self.tr("folded")
        self.heading.setAccessibleName(f"{self.heading.text()}, {state}")

    def _toggle(self) -> None:
        if self.panel is not None:
            self.panel.setVisible(self.open)
        self.tint()
        self.folded.emit()


class HelperDock(QFrame):
    """Shows what is known at the cursor. It changes nothing until a row of it is used; Esc leaves it."""

    left = Signal()
    closed = Signal()

    def __init__(self, parts: Parts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("helper")
        self.setAccessibleName(self.tr("Helper"))
        self.parts = parts
        self._spot = Spot()
        self.watch = CursorWatch(parts.services, parts.centre.sheet.editor)
        self.watch.rested.connect(self._look)
        self.folds = {spec.id: _Fold(spec, self) for spec in HELPERS}
        self._lay_out()
        parts.services.theme.changed.connect(self._tint)
        self._tint()

    def _lay_out(self) -> None:
        close = icon_button(self.parts.services.theme, "close", self.tr("Fold the helper away"), size=16)
        close.clicked.connect(lambda _checked=False: self.closed.emit())
        top = QHBoxLayout()
        top.setContentsMargins(16, 8, 8, 4)
        top.addWidget(label(self.tr("At the cursor"), "section"), 1)
        top.addWidget(close)
        inside = QWidget()
        panels = QVBoxLayout(inside)
        panels.setContentsMargins(8, 0, 8, 8)
        panels.setSpacing(2)
        for fold in self.folds.values():
            panels.addWidget(fold)
            fold.folded.connect(lambda fold=fold: fold.show_spot(self._spot))
        panels.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(area, 1)

    def look_now(self) -> None:
        """Show what is known at the cursor: the helper has come into sight."""
        self._look(self.watch.spot())

    def panel(self, helper: str) -> QWidget | None:
        """A panel that was shown; None before."""
        return self.folds[helper].panel

    def enter(self) -> None:
        """Put the cursor into the helper."""
        next(iter(self.folds.values())).heading.setFocus(Qt.FocusReason.TabFocusReason)

    def folded(self) -> list[str]:
        """Ids of the panels that are folded."""
        return [name for name, fold in self.folds.items() if not fold.open]

    def fold(self, names: list[str]) -> None:
        """Fold these panels, and no others."""
        for name, fold in self.folds.items():
            fold.heading.setChecked(name not in names)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc, where nothing in the helper wants it, goes back to the page."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _look(self, spot: Spot) -> None:
        self._spot = spot
        if self.isVisible():
            for fold in self.folds.values():
                fold.show_spot(spot)

    def _tint(self) -> None:
        for fold in self.folds.values():
            fold.tint()
