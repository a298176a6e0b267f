"""What a place of the window is built from, and what a helper panel gets."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from songwright.ui.centre import Centre
    from songwright.ui.drawers.library_keeper import LibraryKeeper
    from songwright.ui.music.pane import MusicPane
    from songwright.ui.services import Services
    from songwright.ui.writing.brief_panel import BriefPanel
    from songwright.ui.writing.desk import WritingDesk

__all__ = ["HelperPanel", "Parts", "Spot", "built"]


@dataclass(frozen=True, slots=True)
class Parts:
    """The objects that exist before any place is shown."""

    services: Services
    desk: WritingDesk
    brief: BriefPanel
    centre: Centre
    music: MusicPane
    library: LibraryKeeper


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the cursor is: its row (from 0), the row's text, the column in characters, the word that it is in or after.

    `line` is the id of the document's line; None in a heading, an empty row or a draft.
    """

    row: int = 0
    text: str = ""
    column: int = 0
    word: str = ""
    line: str | None = None


class HelperPanel(Protocol):
    """A widget that knows something of the word or line at the cursor."""

    def show_spot(self, spot: Spot) -> None:
        """Show what is known there; called when the cursor rests, only while the panel is in sight."""


def built(build: str, parts: Parts) -> QWidget:
    """Call the function that a record names as "module:function"."""
    module, _, function = build.partition(":")
    widget = getattr(import_module(module), function)(parts)
    if not isinstance(widget, QWidget):
        raise TypeError(f"{build} gave no widget")
    return widget
