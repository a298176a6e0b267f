"""The questions that the window has to ask before it goes on; each answers with one of a few words."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QFileDialog, QMessageBox, QWidget

from songwright.ui.fields import set_kind

__all__ = ["Questions", "UserChoice"]


class UserChoice(StrEnum):
    """What the user wants."""

    SAVE = "save"
    DISCARD = "discard"
    CANCEL = "cancel"
    READ_ONLY = "read-only"
    ANYWAY = "anyway"
    OVERWRITE = "overwrite"
    SAVE_AS = "save as"  # as it is: a value
    RESTORE = "restore"
    LATER = "later"


class Questions:
    """Asks in dialogs over a window. Tests give answers of their own."""

    def __init__(self, window: QWidget, suffix: str) -> None:
        self._window = window
        self._suffix = suffix

    def save_changes(self, name: str) -> UserChoice:
        """The document has changes that no file holds."""
        tr = self._window.tr
        return self._ask(
            tr("Save the changes to “{0}”?").format(name),
            tr("If you do not save them, they are lost."),
            (
                (UserChoice.SAVE, tr("&Save")),
                (UserChoice.DISCARD, tr("&Don't Save")),
                (UserChoice.CANCEL, tr("Cancel")),
            ),
        )

    def locked(self, message: str, *, may_take: bool) -> UserChoice:
        """The file is open in another window; `may_take`: its lock is from another machine and may be stale."""
        tr = self._window.tr
        answers = [(UserChoice.READ_ONLY, tr("Open &Read-Only")), (UserChoice.CANCEL, tr("Cancel"))]
        if may_take:
            answers.insert(1, (UserChoice.ANYWAY, tr("Open &Anyway")))
        more = tr("Read-only, it can be looked at and saved under another name.")
        return self._ask(tr("This song is open elsewhere"), f"{message}\n\n{more}", tuple(answers))

    def changed_on_disk(self, message: str) -> UserChoice:
        """Another program changed the file since it was opened."""
        tr = self._window.tr
        return self._ask(
            tr("Another program changed this song"),
            message,
            (
                (UserChoice.SAVE_AS, tr("Save &As…")),
                (UserChoice.OVERWRITE, tr("Save &Over It")),
                (UserChoice.CANCEL, tr("Cancel")),
            ),
        )

    def recover(self, message: str, details: str) -> UserChoice:
        """Work of an earlier window was found that was never saved."""
        tr = self._window.tr
        return self._ask(
            message,
            details,
            (
                (UserChoice.RESTORE, tr("&Restore")),
                (UserChoice.LATER, tr("&Ask Me Later")),
                (UserChoice.DISCARD, tr("&Throw Away")),
            ),
        )

    def file_to_open(self, folder: Path) -> Path | None:
        """Which file to open."""
        tr = self._window.tr
        # Imported when used: the window starts without it (tests/test_start.py).
        from songwright.ui.importing import open_patterns

        known = open_patterns(self._suffix)
        pattern = f"{tr('Songs, scores and texts')} ({known});;{tr('Songs')} (*{self._suffix});;{tr('All files')} (*)"
        path = QFileDialog.getOpenFileName(self._window, tr("Open"), str(folder), pattern)[0]
        return Path(path) if path else None

    def file_to_save(self, suggestion: Path) -> Path | None:
        """Where to save; the dialog asks itself before an existing file is replaced."""
        tr = self._window.tr
        dialog = QFileDialog(self._window, tr("Save As"), str(suggestion.parent))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{tr('Songs')} (*{self._suffix})")
        dialog.setDefaultSuffix(self._suffix.removeprefix("."))
        dialog.selectFile(suggestion.name)
        chosen = dialog.selectedFiles() if dialog.exec() else []
        dialog.deleteLater()
        return Path(chosen[0]) if chosen else None

    def _ask(self, text: str, more: str, answers: tuple[tuple[UserChoice, str], ...]) -> UserChoice:
        """The first answer is the one that Enter gives, the last the one that Esc gives."""
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle("Songwright")
        box.setText(text)
        box.setInformativeText(more)
        buttons: dict[QAbstractButton, UserChoice] = {}
        for place, (answer, name) in enumerate(answers):
            role = QMessageBox.ButtonRole.AcceptRole if place == 0 else QMessageBox.ButtonRole.ActionRole
            if answer in (UserChoice.CANCEL, UserChoice.LATER):
                role = QMessageBox.ButtonRole.RejectRole
            elif answer is UserChoice.DISCARD:
                role = QMessageBox.ButtonRole.DestructiveRole
            button = box.addButton(name, role)
            buttons[button] = answer
            if place == 0:
                set_kind(button, "primary")
                box.setDefaultButton(button)
            if answer in (UserChoice.CANCEL, UserChoice.LATER):
                box.setEscapeButton(button)
        box.exec()
        clicked: QAbstractButton | None = box.clickedButton()  # Qt's own types know of no None here
        chosen = UserChoice.CANCEL if clicked is None else buttons.get(clicked, UserChoice.CANCEL)
        box.deleteLater()
        return chosen
