"""How it works: sampling with the user's own line, the nets, the tunes between tunes, and the listening test."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QSlider,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from songwright.core.words import heading_title
from songwright.llm.questions import NextWords, Option, Place
from songwright.ui.fields import caption, label
from songwright.ui.guide.odds import Chance, sampled
from songwright.ui.guide.texts import PAGES
from songwright.ui.services import Services
from songwright.ui.theme.manager import Theme
from songwright.ui.writing.desk import WritingDesk
from songwright.ui.writing.inquiries import Inquiry
from songwright.ui.writing.writer import ModelState

__all__ = ["HowItWorks", "OddsView"]

_LINE = "The lamp goes round the harbour"
_EXAMPLE = (("wall", 0.31), ("and", 0.17), ("at", 0.12), ("light", 0.09), ("like", 0.07), ("bay", 0.06),
            ("town", 0.04), ("to", 0.03), ("in", 0.02))  # fmt: skip
"""Shown until a model answers; said so in the caption."""
_STEPS = 100
_HOTTEST = 2.0


class OddsView(QWidget):
    """A bar a word: hollow as the model gives it, filled as it is drawn after temperature and min-p."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chances: tuple[Chance, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Odds of the next word"))

    def show_chances(self, chances: tuple[Chance, ...]) -> None:
        """Show these odds, the likeliest first."""
        self._chances = chances
        told = [f"{chance.word} {chance.left:.0%}" for chance in chances]
        self.setAccessibleDescription(", ".join(told))
        self.updateGeometry()
        self.update()

    @property
    def chances(self) -> tuple[Chance, ...]:
        """What is shown."""
        return self._chances

    def sizeHint(self) -> QSize:
        """A row a word."""
        return QSize(360, max(1, len(self._chances)) * self._theme.pixels(1.9))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw."""
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row, left = theme.pixels(1.9), theme.pixels(7)
        room = self.width() - left - theme.pixels(4)
        for place, chance in enumerate(self._chances):
            top = place * row
            painter.setFont(theme.page_font(theme.pixels(1.15) / theme.page_pixels))
            painter.setPen(theme.colour("text" if chance.left else "faint"))
            words = QRectF(0, top, left - 8, row)
            painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, chance.word)
            given = QRectF(left, top + 5, max(2.0, room * chance.given), row - 10)
            drawn = QRectF(left, top + 5, room * chance.left, row - 10)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawRect(drawn)
            painter.setPen(QPen(theme.colour("muted"), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(given)
            painter.setFont(theme.ui_font(0.92))
            painter.setPen(theme.colour("muted"))
            told = f"{chance.left:.0%}" if chance.left else self.tr("cut off")
            number = QRectF(max(given.right(), drawn.right()) + 6, top, theme.pixels(5), row)
            painter.drawText(number, Qt.AlignmentFlag.AlignVCenter, told)


class HowItWorks(QDialog):
    """A page a subject, in plain words; the first one is alive."""

    def __init__(self, services: Services, desk: WritingDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = services.theme
        self._desk = desk
        self._odds: tuple[tuple[str, float], ...] = _EXAMPLE
        self._line = _last_line(services) or _LINE
        self._inquiry: Inquiry | None = None
        self.setWindowTitle(self.tr("How It Works"))
        self.resize(720, 620)
        self.view = OddsView(services.theme)
        self.told = caption()
        self.told.setWordWrap(True)
        self.temperature, self._temperature_told = self._slider(self.tr("Temperature"), 0.8 / _HOTTEST)
        self.min_p, self._min_p_told = self._slider(self.tr("Min-p"), 0.05)
        tabs = QTabWidget()
        for title, text in PAGES:
            alive = title == PAGES[0][0]
            tabs.addTab(self._page(self.tr(text), alive=alive), self.tr(title))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(tabs, 1)
        column.addWidget(buttons)
        self._draw()
        self._ask()

    def _slider(self, name: str, value: float) -> tuple[QSlider, QLabel]:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, _STEPS)
        slider.setValue(round(value * _STEPS))
        slider.setAccessibleName(name)
        slider.valueChanged.connect(lambda _value: self._draw())
        return slider, caption()

    def _page(self, text: str, *, alive: bool) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        for part in text.strip().split("\n\n"):
            words = label(" ".join(part.split()), "")
            words.setWordWrap(True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(words)
        if alive:
            column.addWidget(self.told)
            column.addWidget(self.view)
            grid = QGridLayout()
            for row, (name, slider, told) in enumerate(
                (
                    (self.tr("Temperature"), self.temperature, self._temperature_told),
                    (self.tr("Min-p"), self.min_p, self._min_p_told),
                )
            ):
                grid.addWidget(label(name, "field", buddy=slider), row, 0)
                grid.addWidget(slider, row, 1)
                grid.addWidget(told, row, 2)
            column.addLayout(grid)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(page)
        return area

    def _draw(self) -> None:
        heat, least = _HOTTEST * self.temperature.value() / _STEPS, self.min_p.value() / _STEPS
        self._temperature_told.setText(f"{heat:.2f}")
        self._min_p_told.setText(f"{least:.2f}")
        self.view.show_chances(sampled(self._odds, heat, least))

    # --- the user's own line ----------------------------------------------------------------------------------

    def _ask(self) -> None:
        """Ask the model what may follow the user's line; without one an example stands there."""
        if self._desk.writer.state is not ModelState.READY:
            self.told.setText(self.tr("An example, since no model is free: “{0} …”").format(_LINE))
            return
        self.told.setText(self.tr("The model is asked what follows “{0} …”").format(self._line))
        inquiry = self._inquiry = Inquiry(self)
        inquiry.answered.connect(self._answered)
        self._desk.inquiries.ask(inquiry, NextWords(Place(), f"{self._line} ", 9))

    def _answered(self, options: tuple[Option, ...]) -> None:
        self._inquiry = None
        if options:
            words = sorted(((one.text, one.unbound) for one in options), key=lambda one: -one[1])
            self._odds = tuple(words)
            told = self.tr("What the model on this machine expects after “{0} …”")
            self.told.setText(told.format(self._line))
            self._draw()

    def done(self, result: int) -> None:
        """Close; an open question is not wanted any more."""
        self._desk.inquiries.drop(self._inquiry)
        super().done(result)


def _last_line(services: Services) -> str:
    """The document's first line of words without its last word, which the model is to find."""
    for section in services.session.song.sections:
        for line in section.sung_lines:
            words = line.text.split()
            if len(words) > 2 and heading_title(line.text) is None:
                return " ".join(words[:-1])
    return ""
