"""How many drafts of each line are compared, and how long a piece then takes on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from songwright.host.settings import SAMPLER
from songwright.llm.pace import QUALITIES, Pace
from songwright.ui.fields import Segments, caption
from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.lyrics.forms import Form

__all__ = ["QualityDial"]


class QualityDial(QWidget):
    """1, 8, 16 or 32 drafts; the choice is kept in the settings."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._form: Form | None = None
        self._pace = Pace()
        names = (self.tr("Quick"), self.tr("Good"), self.tr("Better"), self.tr("Best"))
        tips = [
            self.tr("Every line is written once"),
            *(self.tr("The best of {0} drafts of each line").format(count) for count in QUALITIES[1:]),
        ]
        choices = [(str(count), name, tip) for count, name, tip in zip(QUALITIES, names, tips, strict=True)]
        self.segments = Segments(self.tr("Quality"), choices)
        self._time = caption()
        self._time.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.segments)
        column.addWidget(self._time)
        self.segments.set_value(str(self.quality))
        self.segments.chosen.connect(self._choose)
        self._show()

    @property
    def quality(self) -> int:
        """The chosen number of drafts: of those on the dial the one nearest to the settings'."""
        # Imported when used: the window starts without it (tests/test_start.py).
        from songwright.llm.sampling_settings import Sampling

        pairs = self._services.settings.get(SAMPLER) if self._services.settings is not None else ()
        wanted = Sampling.from_pairs(pairs).quality
        return min(QUALITIES, key=lambda quality: abs(quality - wanted))

    def show_form(self, form: Form | None) -> None:
        """Tell the time for another form."""
        self._form = form
        self._show()

    def note(self, form: Form, seconds: float) -> None:
        """A whole piece in this form was written in so many seconds."""
        self._pace.note(form, self.quality, seconds)
        self._show()

    def _choose(self, key: str) -> None:
        settings = self._services.settings
        if settings is not None:
            before = settings.get(SAMPLER)
            settings.set(SAMPLER, tuple(sorted({**dict(before), "quality": float(key)}.items())))
        self._show()

    def _show(self) -> None:
        seconds = self._pace.expected(self._form, self.quality) if self._form is not None else None
        if seconds is None:
            told = self.tr("Time unknown until the first piece in a form")
        elif seconds < 1.5:
            told = self.tr("About a second on this machine")
        elif seconds < 90:
            told = self.tr("About {0} seconds on this machine").format(round(seconds))
        else:
            told = self.tr("About {0} minutes on this machine").format(round(seconds / 60))
        self._time.setText(told)
