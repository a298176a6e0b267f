"""The presets of an export side by side: a name and what is in it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from songwright.audio.export_presets import PRESETS
from songwright.ui.fields import caption

__all__ = ["PresetRow"]


class PresetRow(QWidget):
    """One preset is marked, or none for a choice of one's own."""

    chosen = Signal(str)

    def __init__(self, *, has_music: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("What it is for"))
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._buttons: dict[str, QPushButton] = {}
        self._told = caption()
        row = QHBoxLayout()
        row.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self._told)
        for preset in PRESETS:
            name, tip = (QCoreApplication.translate("Export", text) for text in (preset.name, preset.tip))
            button = QPushButton(name)
            button.setProperty("kind", "idea")
            button.setCheckable(True)
            button.setToolTip(tip)
            button.setAccessibleName(f"{name}: {tip}")
            button.setEnabled(has_music or not preset.music)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(partial(self._choose, preset.id))
            self._group.addButton(button)
            self._buttons[preset.id] = button
            row.addWidget(button, 1)

    @property
    def value(self) -> str:
        """Id of the marked preset; "" for none."""
        return next((preset for preset, button in self._buttons.items() if button.isChecked()), "")

    def mark(self, preset: str) -> None:
        """Mark a preset, or none, without telling."""
        for name, button in self._buttons.items():
            button.setChecked(name == preset)
        told = next((one.tip for one in PRESETS if one.id == preset), "A choice of your own")
        self._told.setText(QCoreApplication.translate("Export", told))

    def button(self, preset: str) -> QPushButton:
        """The button of a preset."""
        return self._buttons[preset]

    def _choose(self, preset: str, *_checked: bool) -> None:
        self.mark(preset)
        self.chosen.emit(preset)
