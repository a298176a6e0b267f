"""What is to be written: a song, a poem or a story."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from songwright.core.song import Piece
from songwright.ui.fields import Segments

__all__ = ["PieceChoice"]


class PieceChoice(Segments):
    """The kinds of pieces side by side; `value` is that of a `Piece`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        choices = (
            (Piece.SONG.value, _tr("Song"), _tr("Verses and a chorus, to be sung")),
            (Piece.POEM.value, _tr("Poem"), _tr("Stanzas")),
            (Piece.STORY.value, _tr("Story"), _tr("A short story in prose")),
        )
        super().__init__(_tr("Piece"), choices, parent)


def _tr(text: str) -> str:
    return QCoreApplication.translate("PieceChoice", text)
