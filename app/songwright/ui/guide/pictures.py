"""The pictures of “How It Works” that this song and this machine draw: chords, the map of tunes, the coin."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from songwright.music.tune_map import MapPlace
from songwright.ui.theme.drawing_frame import paint_frame
from songwright.ui.theme.manager import Theme

__all__ = ["CoinView", "TuneMapView", "chances_of_guessing"]

_MAP_HEIGHT, _COIN_HEIGHT = 19.0, 12.0
"""In base type sizes."""
_DOT = 4.5
_AROUND, _MOST_AROUND = 2.0, 4
_COLOURS = ("vocal", "harmony", "accompaniment", "bass", "drums")
"""Of the theme's tracks, which can be told apart: a section each, again from the first after the last."""


class TuneMapView(QWidget):
    """The song's tunes on the map: a dot for every two bars, each section's joined in the order in which it is sung."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._places: tuple[MapPlace, ...] = ()
        self._names: dict[str, str] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("The song's tunes on the map"))

    def show_places(self, places: Sequence[MapPlace], names: dict[str, str]) -> None:
        """Show these places; `names` are those of the sections, by id."""
        self._places, self._names = tuple(places), names
        told = self.tr("{count} times two bars of {sections}")
        sections = ", ".join(names.get(section, "") for section in self.sections)
        self.setAccessibleDescription(told.format(count=len(self._places), sections=sections))
        self.update()

    @property
    def sections(self) -> tuple[str, ...]:
        """Ids of the sections on the map, in the song's order."""
        return tuple(dict.fromkeys(place.section for place in self._places))

    def sizeHint(self) -> QSize:
        """Wide, and high enough to tell near from far."""
        return QSize(360, self._theme.pixels(_MAP_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        painter, theme = QPainter(self), self._theme
        paint_frame(painter, self.rect(), theme)
        key = self._paint_key(painter)
        room = QRectF(self.rect()).adjusted(20, 20, -20 - key, -20)
        for number, section in enumerate(self.sections):
            colour = theme.colour(_COLOURS[number % len(_COLOURS)])
            way = [self._at(place, room) for place in self._places if place.section == section]
            painter.setPen(QPen(colour, 1.2))
            painter.drawPolyline(way)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            # A section that has the tune of an earlier one lies on it: the earlier one shows around it.
            size = _DOT + _AROUND * (min(len(self.sections), _MOST_AROUND) - 1 - min(number, _MOST_AROUND - 1))
            for point in way:
                painter.drawEllipse(point, size, size)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour, 1.5))
            painter.drawEllipse(way[0], size + 4, size + 4)  # where the section begins

    @staticmethod
    def _at(place: MapPlace, room: QRectF) -> QPointF:
        return QPointF(room.center().x() + place.x * room.width() / 2, room.center().y() - place.y * room.height() / 2)

    def _paint_key(self, painter: QPainter) -> int:
        """Name the colours at the right; returns the width that this takes."""
        theme = self._theme
        painter.setFont(theme.ui_font(0.92))
        names = [self._names.get(section, "") for section in self.sections]
        width = max((painter.fontMetrics().horizontalAdvance(name) for name in names), default=0) + 34
        row = theme.pixels(1.7)
        for number, name in enumerate(names):
            middle = 18 + number * row + row / 2
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(_COLOURS[number % len(_COLOURS)]))
            painter.drawEllipse(QPointF(self.width() - width + 4, middle), _DOT, _DOT)
            painter.setPen(theme.colour("text"))
            place = QRectF(self.width() - width + 14, middle - row / 2, width, row)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, name)
        return width


def chances_of_guessing(count: int) -> tuple[float, ...]:
    """How probable 0, 1, ... `count` right answers are when each is a fair coin's (the binomial distribution)."""
    return tuple(comb(count, right) / 2**count for right in range(count + 1))


class CoinView(QWidget):
    """How often so many answers are right when all are guessed; marks how many were."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chances: tuple[float, ...] = ()
        self._right: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("What guessing gives"))

    def show_answers(self, count: int, right: int | None) -> None:
        """Draw `count` guesses; `right` is how many were right, None where there was no test."""
        self._chances = chances_of_guessing(count)
        self._right = right
        told = self.tr("{count} guesses; most often {half} are right").format(count=count, half=count // 2)
        self.setAccessibleDescription(told)
        self.update()

    def sizeHint(self) -> QSize:
        """Wide and rather flat."""
        return QSize(360, self._theme.pixels(_COIN_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a column for each number of right answers."""
        if not self._chances:
            return
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.ui_font(0.85))
        foot, width = theme.pixels(1.6), self.width() / len(self._chances)
        most = max(self._chances)
        every = max(1, round(theme.pixels(2.2) / width))
        for right, chance in enumerate(self._chances):
            height = (self.height() - foot - 8) * chance / most
            column = QRectF(right * width + 1, self.height() - foot - height, max(1.0, width - 2), height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent" if right == self._right else "faint"))
            painter.drawRect(column)
            if right % every == 0 or right == self._right:
                painter.setPen(theme.colour("text" if right == self._right else "muted"))
                place = QRectF(right * width - 20, self.height() - foot, width + 40, foot)
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(right))
        if self._right is not None:
            painter.setPen(QPen(theme.colour("accent"), 2))
            x = (self._right + 0.5) * width
            painter.drawLine(QPointF(x, 4), QPointF(x, self.height() - foot))
