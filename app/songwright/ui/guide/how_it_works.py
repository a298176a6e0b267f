"""How it works: sampling with the user's own line, the nets, the tunes between tunes, and the listening test."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QScrollArea,
    QSlider,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from songwright.core.words import heading_title
from songwright.llm.questions import NextWords, Option, Place
from songwright.music.kit import Kit
from songwright.ui.fields import caption, label
from songwright.ui.guide.living_pages import ChordPage, CoinPage, MapPage
from songwright.ui.guide.odds import sampled
from songwright.ui.guide.odds_view import OddsView
from songwright.ui.guide.texts import PAGES
from songwright.ui.services import Services
from songwright.ui.writing.desk import WritingDesk
from songwright.ui.writing.inquiries import Inquiry
from songwright.ui.writing.writer import ModelState

__all__ = ["HowItWorks"]

_LINE = "The lamp goes round the harbour"  # as it is: words of a song
_EXAMPLE = (("wall", 0.31), ("and", 0.17), ("at", 0.12), ("light", 0.09), ("like", 0.07), ("bay", 0.06),
            ("town", 0.04), ("to", 0.03), ("in", 0.02))  # fmt: skip
"""Shown until a model answers; said so in the caption."""
_STEPS = 100
_HOTTEST = 2.0


class HowItWorks(QDialog):
    """A page a subject, in plain words over a picture that the running program draws."""

    def __init__(
        self, services: Services, desk: WritingDesk, kit: Callable[[], Kit], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._odds: tuple[tuple[str, float], ...] = _EXAMPLE
        self._line = _last_line(services) or _LINE
        self._inquiry: Inquiry | None = None
        self.setWindowTitle(self.tr("How It Works"))
        self.resize(760, 660)
        self.view = OddsView(services.theme)
        self.told = caption()
        self.told.setWordWrap(True)
        self.temperature, self._temperature_told = self._slider(self.tr("Temperature"), 0.8 / _HOTTEST)
        self.min_p, self._min_p_told = self._slider(self.tr("Min-p"), 0.05)
        self.chords, self.map, self.coin = ChordPage(services, kit), MapPage(services, kit), CoinPage(services)
        tabs = QTabWidget()
        pictures = (self._odds_page(), self.chords, self.map, self.coin)
        for (title, paragraphs), picture in zip(PAGES, pictures, strict=True):
            tabs.addTab(self._page(paragraphs, picture), self.tr(title))
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

    def _page(self, paragraphs: Sequence[str], picture: QWidget) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        for paragraph in paragraphs:
            words = label(self.tr(paragraph), "")
            words.setWordWrap(True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(words)
        column.addWidget(picture)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(page)
        return area

    def _odds_page(self) -> QWidget:
        """The odds of the user's own line, with what moves them."""
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
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
        return page

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
