"""The buttons at the foot of a dialog."""

from __future__ import annotations

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialogButtonBox

from songwright.ui.fields import set_kind

__all__ = ["dress"]


def dress(buttons: QDialogButtonBox, primary: QDialogButtonBox.StandardButton | None = None, text: str = "") -> None:
    """Take the desktop's own pictures off the buttons; make one of them the primary one, with a text of its own."""
    for button in buttons.buttons():
        button.setIcon(QIcon())
    chosen = buttons.button(primary) if primary is not None else None
    if chosen is not None:
        set_kind(chosen, "primary")
        if text:
            chosen.setText(text)
