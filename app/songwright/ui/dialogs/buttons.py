"""The buttons at the foot of a dialog."""

from __future__ import annotations

from PySide6.QtWidgets import QDialogButtonBox

from songwright.ui.fields import set_kind

__all__ = ["dress"]


def dress(buttons: QDialogButtonBox, primary: QDialogButtonBox.StandardButton, text: str = "") -> None:
    """Make one of the buttons the primary one, with a text of its own."""
    chosen = buttons.button(primary)
    set_kind(chosen, "primary")
    if text:
        chosen.setText(text)
