"""The settings form, generated from the table in `songwright.host.settings`. Changes hold at once; Cancel undoes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from songwright.host.setting_kinds import Kind, Setting
from songwright.host.settings import ADAPTER, MODEL, SETTINGS, SOUND_FONT, Settings
from songwright.ui.dialogs.buttons import dress
from songwright.ui.dialogs.cliche_list import ClicheList
from songwright.ui.fields import caption, icon_button, indent_spin_boxes, label
from songwright.ui.preferences import NO_MODEL
from songwright.ui.theme.manager import Theme

__all__ = ["SettingsDialog"]


class SettingsDialog(QDialog):
    """One tab per group of settings, one row per setting; `folders` are (what, path) shown on a tab of their own."""

    def __init__(
        self,
        settings: Settings,
        theme: Theme,
        folders: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
        *,
        cliches: Path | None = None,
    ) -> None:
        """`cliches` is the file of the user's own list of clichés."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self.setMinimumWidth(560)
        self._settings = settings
        self._theme = theme
        self._before = {setting.key: settings.get(setting) for setting in SETTINGS if setting.group}
        self.editors: dict[str, QWidget] = {}
        self._unsubscribe: list[Callable[[], None]] = []
        self.finished.connect(self._stop_following)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(self.tr("Settings"), "title"))
        tabs = QTabWidget()
        for group in dict.fromkeys(setting.group for setting in SETTINGS if setting.group):
            tabs.addTab(self._group(group), QCoreApplication.translate("Settings", group))
        self.cliches = ClicheList(cliches)
        tabs.addTab(self.cliches, self.tr("Clichés"))
        tabs.addTab(self._folders(folders), self.tr("Folders"))
        column.addWidget(tabs, 1)
        indent_spin_boxes(tabs)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        dress(buttons, QDialogButtonBox.StandardButton.Ok)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def reject(self) -> None:
        """Put everything back as it was."""
        for setting in SETTINGS:
            if setting.group:
                self._settings.set(setting, self._before[setting.key])
        super().reject()

    def _stop_following(self) -> None:
        while self._unsubscribe:
            self._unsubscribe.pop()()

    def accept(self) -> None:
        """Keep the list of clichés too; stay open, with the reason, when that fails."""
        if self.cliches.keep():
            super().accept()

    def _group(self, group: str) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        form.setContentsMargins(4, 16, 4, 8)
        form.setHorizontalSpacing(20)
        form.setVerticalSpacing(6)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for setting in SETTINGS:
            if setting.group != group:
                continue
            name = QCoreApplication.translate("Settings", setting.label)
            help_text = QCoreApplication.translate("Settings", setting.help)
            editor = self._editor(setting, name)
            editor.setToolTip(help_text)
            self.editors[setting.key] = editor
            form.addRow(name, editor)
            note = caption(help_text)
            note.setWordWrap(True)
            note.setContentsMargins(0, 0, 0, 10)
            form.addRow("", note)
        return page

    def _folders(self, folders: Sequence[tuple[str, str]]) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        form.setContentsMargins(4, 16, 4, 8)
        form.setVerticalSpacing(10)
        for name, path in folders:
            place = QLabel(path)
            place.setWordWrap(True)
            place.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            place.setAccessibleName(f"{name}: {path}")
            form.addRow(name, place)
        return page

    def _editor(self, setting: Setting[Any], name: str) -> QWidget:
        made = {
            Kind.CHOICE: self._choice,
            Kind.FLAG: self._flag,
            Kind.WHOLE: self._whole,
            Kind.SHARE: self._share,
            Kind.TEXT: self._text,
            Kind.FILE: self._path,
        }
        return made[setting.kind](setting, name)

    def _choice(self, setting: Setting[Any], name: str) -> QWidget:
        box = QComboBox()
        box.setAccessibleName(name)
        for value, text in setting.choices:
            box.addItem(QCoreApplication.translate("Settings", text), value)
        box.setCurrentIndex(box.findData(self._settings.get(setting)))
        box.currentIndexChanged.connect(lambda _: self._settings.set(setting, box.currentData()))
        return box

    def _flag(self, setting: Setting[Any], name: str) -> QWidget:
        box = QCheckBox()
        box.setAccessibleName(name)
        box.setChecked(self._settings.get(setting))
        box.toggled.connect(lambda value: self._settings.set(setting, value))
        return box

    def _whole(self, setting: Setting[Any], name: str) -> QWidget:
        box = QSpinBox()
        box.setAccessibleName(name)
        box.setRange(int(setting.low), int(setting.high))
        if setting.low == 0 and setting.default == 0:
            box.setSpecialValueText(self.tr("Automatic"))
        box.setValue(self._settings.get(setting))
        box.valueChanged.connect(lambda value: self._settings.set(setting, value))
        return box

    def _share(self, setting: Setting[Any], name: str) -> QWidget:
        """A number, shown in percent."""
        box = QDoubleSpinBox()
        box.setAccessibleName(name)
        box.setDecimals(0)
        box.setSuffix(" %")
        box.setRange(setting.low * 100, setting.high * 100)
        box.setSingleStep(5)
        box.setValue(self._settings.get(setting) * 100)
        box.valueChanged.connect(lambda value: self._settings.set(setting, round(value / 100, 4)))
        return box

    def _text(self, setting: Setting[Any], name: str) -> QWidget:
        field = QLineEdit(self._settings.get(setting))
        field.setAccessibleName(name)
        field.setClearButtonEnabled(True)
        field.editingFinished.connect(lambda: self._settings.set(setting, field.text().strip()))
        return field

    def _path(self, setting: Setting[Any], name: str) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout()
        row.setSpacing(4)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        chosen = self._settings.get(setting)
        none = setting is ADAPTER or (setting is MODEL and chosen == NO_MODEL)
        field = QLineEdit("" if chosen == NO_MODEL else chosen)
        field.setAccessibleName(name)
        field.setPlaceholderText(self.tr("None") if none else self.tr("The one that comes with Songwright"))
        field.setClearButtonEnabled(True)

        def changed() -> None:
            if field.isModified():
                self._settings.set(setting, field.text().strip())

        def follow(other: Setting[Any]) -> None:
            # A file that turned out to be of no use is taken back while the dialog is open.
            if other is setting and settings.get(setting) != field.text().strip():
                now = settings.get(setting)
                field.setText("" if now == NO_MODEL else now)

        settings = self._settings
        self._unsubscribe.append(settings.subscribe(follow))
        field.editingFinished.connect(changed)
        if setting is SOUND_FONT:
            verdict = caption()
            verdict.setWordWrap(True)
            column.addWidget(verdict)
            field.textChanged.connect(lambda text: verdict.setText(_soundfont_verdict(text.strip())))
            verdict.setText(_soundfont_verdict(chosen))
        choose = icon_button(self._theme, "folder", self.tr("Choose a file"))
        choose.clicked.connect(lambda: self._choose_file(setting, name, field))
        row.addWidget(field, 1)
        row.addWidget(choose)
        holder.setFocusProxy(field)
        return holder

    def _choose_file(self, setting: Setting[Any], name: str, field: QLineEdit) -> None:
        path = ask_for_file(self, name, setting.patterns)
        if path:
            field.setText(path)
            self._settings.set(setting, path)


def _soundfont_verdict(path: str) -> str:
    """Whether a SoundFont can be played: what is in it, or what is wrong; empty for the built-in one."""
    if not path:
        return ""
    # Imported when used: the window starts without it (tests/test_start.py).
    from songwright.audio.soundfont import DRUM_BANK, SoundFontError, SoundFontFile

    try:
        presets = SoundFontFile(Path(path).expanduser()).presets
    except SoundFontError as error:
        return error.message
    kits = sum(bank == DRUM_BANK for bank, _ in presets)
    text = QCoreApplication.translate("Settings", "This SoundFont has {instruments} instruments and {kits} drum kits.")
    return text.format(instruments=len(presets) - kits, kits=kits)


def ask_for_file(parent: QWidget, title: str, pattern: str) -> str:
    """Ask for an existing file; "" when none was chosen."""
    return QFileDialog.getOpenFileName(parent, title, "", pattern)[0]
