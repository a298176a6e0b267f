"""The page of the settings with the phrases that are held back while a model writes."""

from __future__ import annotations

import contextlib
from pathlib import Path

from PySide6.QtWidgets import QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from songwright.core.errors import SongwrightError
from songwright.host.atomic import read_file, write_file
from songwright.llm.cliches import cliches
from songwright.ui.fields import caption, label

__all__ = ["ClicheList"]


class ClicheList(QWidget):
    """The user's own phrases, one a row, and those that are held back anyway."""

    def __init__(self, path: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._before = _read(path)
        self.own = QPlainTextEdit(self._before)
        self._shipped = QPlainTextEdit("\n".join(cliches()))
        self._problem = label("", "error")
        self._problem.setWordWrap(True)
        self._problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 16, 4, 8)
        column.setSpacing(6)
        hint = QLabel(
            self.tr(
                "Phrases that the model should not use, one a row. * stands for any word, or any part of one. "
                "A row that begins with - allows a phrase of the list below."
            )
        )
        hint.setWordWrap(True)
        column.addWidget(hint)
        for name, field in ((self.tr("Your own"), self.own), (self.tr("Held back anyway"), self._shipped)):
            field.setAccessibleName(name)
            field.setTabChangesFocus(True)
            column.addWidget(label(name, "field", buddy=field))
            column.addWidget(field, 1)
        self.own.setPlaceholderText(self.tr("neon lights\n- heart of gold"))
        self._shipped.setReadOnly(True)
        column.addWidget(caption(self.tr("What you write yourself is never held back.")))
        column.addWidget(self._problem)

    def keep(self) -> bool:
        """Write the list; False, with the reason shown, when that fails."""
        text = self.own.toPlainText().strip()
        if self._path is None or text == self._before.strip():
            return True
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            write_file(self._path, (text + "\n").encode("utf-8") if text else b"")
        except SongwrightError as error:
            self._problem.setText(error.message)
            self._problem.show()
            return False
        return True


def _read(path: Path | None) -> str:
    if path is None or not path.exists():
        return ""
    try:
        return read_file(path).decode("utf-8", "replace")
    except SongwrightError:
        return ""
