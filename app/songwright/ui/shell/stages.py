"""The stages in the middle of the window: one is on show; in a large window the bars stand below the words."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from songwright.ui.shell.parts import Parts, built
from songwright.ui.shell.places import STAGES, StageSpec

__all__ = ["FIRST", "StageHost"]

FIRST = "words"
"""The stage to which every other goes back."""
_UPPER, _LOWER = 640, 280


class StageHost(QWidget):
    """Shows one stage. A stage's widget may have `entered()` and `left()`, which are called as it comes and goes."""

    changed = Signal(str)
    """Id of the stage that is on show now."""

    def __init__(self, parts: Parts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._specs = {spec.id: spec for spec in STAGES}
        self._widgets: dict[str, QWidget] = {}
        self._shown = ""
        self._below = False
        self.setObjectName("desk")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._upper = QStackedWidget()
        self._lower = QFrame()
        self._lower.setObjectName("musicSlot")
        self._rows = QVBoxLayout(self._lower)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(9)
        self._split.addWidget(self._upper)
        self._split.addWidget(self._lower)
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 0)
        self._split.setSizes([_UPPER, _LOWER])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._split)
        for spec in STAGES:
            parts.services.actions.on(spec.command, partial(self.go_to, spec.id))
        self.show_stage(FIRST)

    @property
    def shown(self) -> str:
        """Id of the stage on show."""
        return self._shown

    def widget(self, stage: str) -> QWidget:
        """A stage's widget; the first call makes it."""
        if stage not in self._widgets:
            widget = self._widgets[stage] = built(self._specs[stage].build, self._parts)
            if self._specs[stage].below:
                self._rows.addWidget(widget)
            else:
                self._upper.addWidget(widget)
        return self._widgets[stage]

    def go_to(self, stage: str) -> None:
        """Show a stage, or the words when it is on show already."""
        self.show_stage(FIRST if stage == self._shown else stage)

    def show_stage(self, stage: str) -> None:
        """Show a stage; the cursor goes there with it."""
        if stage == self._shown:
            return
        before, self._shown = self._shown, stage
        held = self._holds_focus()
        _call(self._widgets.get(before), "left")
        widget = self.widget(stage)
        if not self._specs[stage].below:
            self._upper.setCurrentWidget(widget)
        self._share_out()
        _call(widget, "entered")
        if held:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit(stage)

    def enter(self) -> None:
        """Put the cursor into the stage on show."""
        widget = self.widget(self._shown)
        if hasattr(widget, "entered"):
            widget.entered()
        else:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_below(self, *, wanted: bool) -> None:
        """Whether the bars stand below the words, too."""
        if wanted != self._below:
            self._below = wanted
            self._share_out()

    @property
    def both(self) -> bool:
        """Whether words and bars are on show together."""
        return self._below and self._shown == FIRST

    def _share_out(self) -> None:
        spec = self._specs[self._shown]
        below = next((one for one in STAGES if one.below), None)
        if self.both and below is not None:
            self.widget(below.id)
        self._upper.setVisible(not spec.below)
        self._lower.setVisible(spec.below or self.both)

    def _holds_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is None or self.isAncestorOf(focus)

    def sizes(self) -> list[int]:
        """Heights of the words and of the bars below them."""
        return self._split.sizes()

    def set_sizes(self, sizes: list[int]) -> None:
        """Share out the height between the words and the bars below them."""
        self._split.setSizes(sizes)

    def spec(self, stage: str) -> StageSpec:
        """The record of a stage."""
        return self._specs[stage]


def _call(widget: QWidget | None, name: str) -> None:
    function = getattr(widget, name, None)
    if function is not None:
        function()
