"""How the word at the cursor is sung, where it may be said in several ways ("wind", "live", "tears")."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from songwright.core.edits import set_reading
from songwright.core.song import Line
from songwright.lyrics.diction import other_ways
from songwright.lyrics.lexicon import normal
from songwright.lyrics.respelling import respelled
from songwright.ui.fields import label
from songwright.ui.shell.parts import Parts, Spot

__all__ = ["ReadingPanel", "build"]

_MOST = 4


class ReadingPanel(QWidget):
    """A choice of ways; the chosen one holds for the word in this line and is one step of undo."""

    def __init__(self, parts: Parts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = parts.services
        self._spot = Spot()
        self.told = label("", "caption")
        self.told.setWordWrap(True)
        self.choices = [QRadioButton() for _ in range(_MOST)]
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 0, 4)
        column.setSpacing(2)
        column.addWidget(self.told)
        for number, choice in enumerate(self.choices):
            self._group.addButton(choice, number)
            column.addWidget(choice)
            choice.hide()
        self._group.idClicked.connect(self._choose)

    def show_spot(self, spot: Spot) -> None:
        """Show the ways of the word there."""
        self._spot = spot
        line = self._line(spot.line)
        ways = other_ways(spot.word, self._services.lexicon())[:_MOST] if spot.word and line is not None else ()
        chosen = dict(line.readings).get(normal(spot.word), 0) if line is not None else 0
        for number, choice in enumerate(self.choices):
            choice.setVisible(number < len(ways) and len(ways) > 1)
            if number < len(ways):
                choice.setText(respelled(ways[number]))
                choice.setChecked(number == chosen)
        if len(ways) > 1:
            self.told.setText(self.tr("“{0}” in this line is sung as").format(spot.word))
        elif spot.word and line is not None:
            self.told.setText(self.tr("“{0}” is said in one way.").format(spot.word))
        else:
            self.told.setText(self.tr("Put the cursor into a word of the song."))

    def _line(self, line_id: str | None) -> Line | None:
        for section in self._services.session.song.sections:
            for line in section.lines:
                if line.id == line_id:
                    return line
        return None

    def _choose(self, way: int) -> None:
        session = self._services.session
        if self._spot.line is None:
            return
        song = set_reading(session.song, self._spot.line, normal(self._spot.word), way)
        if song != session.song:
            session.apply(self.tr("Pronunciation"), song)


def build(parts: Parts) -> QWidget:
    """The panel."""
    return ReadingPanel(parts)
