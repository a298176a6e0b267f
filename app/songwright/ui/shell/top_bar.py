"""The bar at the top: menu, title, undo and redo, the stages, and the three steps from an idea to a file."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from songwright.ui.elided_label import ElidedLabel
from songwright.ui.fields import action_button, icon_button, set_kind
from songwright.ui.services import Services
from songwright.ui.shell.places import STAGES, StageSpec

__all__ = ["TOP_BAR", "StageSwitch", "TopBar"]

TOP_BAR = ("undo", "redo", "write", "stop", "compose", "export")
"""The commands that have a button here."""
_NARROW, _TIGHT = 1090, 720
"""Widths in base points under which the stages have icons only, and under which the title and Export give way."""


class TopBar(QFrame):
    """Everything that belongs to the whole piece. The step that comes next is the filled button."""

    stage_chosen = Signal(str)

    def __init__(self, services: Services, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self.setAccessibleName(self.tr("Tools"))
        self._services = services
        actions, theme = services.actions, services.theme
        self.menu = icon_button(theme, "menu", self.tr("Menu  (Alt+M)"), size=20)
        self.menu.setMenu(menu)
        self.menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu.setShortcut("Alt+M")
        self.title = ElidedLabel()
        self.title.setProperty("role", "section")
        self._history = [icon_button(theme, name, "", size=20, action=actions[name]) for name in ("undo", "redo")]
        for button, name in zip(self._history, ("undo", "redo"), strict=True):
            button.setAccessibleName(actions.text(name))
        self.stages = StageSwitch(services)
        self.stages.chosen.connect(self.stage_chosen)
        self.write = action_button(actions["write"])
        self.stop = action_button(actions["stop"], text=actions.text("stop"))
        self.compose = action_button(actions["compose"])
        self.export = action_button(actions["export"])
        self._next = ""
        self._writing = self._composing = False
        self._lay_out()
        self._show_step()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 10, 4)
        row.setSpacing(4)
        self._left, self._right = QWidget(), QWidget()
        left, right = QHBoxLayout(self._left), QHBoxLayout(self._right)
        for side in (left, right):
            side.setContentsMargins(0, 0, 0, 0)
            side.setSpacing(6)
        left.addWidget(self.menu)
        left.addWidget(self.title, 1)
        for step in self._history:
            left.addWidget(step)
        right.addStretch(1)
        for button in (self.stop, self.write, self.compose, self.export):
            right.addWidget(button)
        for half in (self._left, self._right):
            half.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self._left, 1)
        row.addWidget(self.stages)
        row.addWidget(self._right, 1)

    # --- what is shown ----------------------------------------------------------------------------------------

    def show_title(self, title: str, *, modified: bool) -> None:
        """Name the document; a dot after it says that it is not saved."""
        self.title.set_whole_text(f"{title} •" if modified else title)
        self.title.setAccessibleName(self.tr("{0}, not saved").format(title) if modified else title)

    def show_music(self, *, shown: bool) -> None:
        """Offer what is about music, or leave it out."""
        self._music = shown
        self.stages.show_music(shown=shown)
        self._show_step()

    def show_next(self, step: str) -> None:
        """Fill the button of the step that comes next: "write", "compose" or "export"."""
        if step != self._next:
            self._next = step
            for name, button in (("write", self.write), ("compose", self.compose), ("export", self.export)):
                set_kind(button, "primary" if name == step else "")
                button.follow()

    def show_work(self, *, writing: bool, composing: bool) -> None:
        """Offer Stop in place of what is going on."""
        self._writing, self._composing = writing, composing
        self._show_step()

    def show_steps(self, *, shown: bool) -> None:
        """Offer writing, composing and exporting, or leave them to the page that asks what it should be about."""
        self._asked = shown
        self._show_step()

    _music = _asked = True

    def _show_step(self) -> None:
        tight = self.width() < self._services.theme.pixels(_TIGHT / 13)
        self.stop.setVisible(self._writing or self._composing)
        self.write.setVisible(self._asked and not self._writing)
        self.compose.setVisible(self._asked and self._music and not self._composing)
        self.export.setVisible(self._asked and not tight)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        width = event.size().width()
        self.stages.show_names(shown=width >= self._services.theme.pixels(_NARROW / 13))
        self.title.setVisible(width >= self._services.theme.pixels(_TIGHT / 13))
        self._show_step()


class StageSwitch(QFrame):
    """The stages side by side; arrow keys move between them."""

    chosen = Signal(str)

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("segments")
        self.setAccessibleName(self.tr("Stage"))
        self._services = services
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        for spec in STAGES:
            row.addWidget(self._button(spec))
        services.theme.changed.connect(self._tint)
        self.show_names(shown=True)

    def _button(self, spec: StageSpec) -> QPushButton:
        name = QCoreApplication.translate("Actions", spec.title).replace("&", "")
        button = QPushButton(name)
        button.setProperty("segment", "true")
        button.setProperty("named", name)
        button.setCheckable(True)
        button.setIconSize(QSize(18, 18))
        button.setToolTip(self._services.actions[spec.command].toolTip())
        button.setAccessibleName(self.tr("Stage: {0}").format(name))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _checked=False: self.chosen.emit(spec.id))
        self._group.addButton(button)
        self._buttons[spec.id] = button
        return button

    @property
    def value(self) -> str:
        """Id of the chosen stage."""
        return next((stage for stage, button in self._buttons.items() if button.isChecked()), "")

    def set_value(self, stage: str) -> None:
        """Mark a stage without telling."""
        self._buttons[stage].setChecked(True)

    def show_music(self, *, shown: bool) -> None:
        """Offer the stages that are about music, or leave them out; with one stage left there is no choice."""
        for spec in STAGES:
            self._buttons[spec.id].setVisible(shown or not spec.music)
        self.setVisible(shown or sum(not spec.music for spec in STAGES) > 1)

    def show_names(self, *, shown: bool) -> None:
        """Name the stages, or show their icons only."""
        self._named = shown
        self._tint()

    _named = True

    def _tint(self) -> None:
        theme = self._services.theme
        for spec in STAGES:
            button = self._buttons[spec.id]
            button.setText(button.property("named") if self._named else "")
            button.setIcon(theme.icon(spec.icon) if not self._named else theme.icon(spec.icon, "muted"))
            button.setMinimumWidth(theme.pixels(6.5) if self._named else theme.pixels(3))
