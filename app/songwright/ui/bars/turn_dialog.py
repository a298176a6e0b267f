"""The dialog for another tempo, metre or key from a bar on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QGridLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from songwright.core.edits import TEMPO_RANGE
from songwright.core.signatures import Key, Marking, Metre, Mode
from songwright.core.timeline import Timeline
from songwright.music.chords import pretty_symbol
from songwright.music.pitch import spell_class
from songwright.ui.fields import caption

__all__ = ["TurnDialog", "TurnWish"]

_METRES = ((2, 4), (3, 4), (4, 4), (5, 4), (6, 4), (2, 2), (3, 8), (5, 8), (6, 8), (7, 8), (9, 8), (12, 8))
_MOST_BARS = 16
_OCTAVE = 12


@dataclass(frozen=True, slots=True)
class TurnWish:
    """What was asked for: a marking from the place on, and the metre of one bar alone; None for neither."""

    marking: Marking | None = None
    one_bar: Metre | None = None


class TurnDialog(QDialog):
    """A row each for tempo, metre and key; what is not ticked goes on as it was."""

    removed = Signal()
    """What changes here is to be taken away."""

    def __init__(
        self, bar: int, laid: Timeline, tick: int, there: Marking | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("From Bar {0}").format(bar))
        self._laid, self._tick = laid, tick
        self._start = there.start if there is not None else tick - self._span_start()
        self.tempo = QDoubleSpinBox()
        self.over = QSpinBox()
        self.metre = QComboBox()
        self.one_bar = QCheckBox(self.tr("This bar only"))
        self.tonic = QComboBox()
        self.mode = QComboBox()
        self.wants_tempo = QCheckBox(self.tr("&Tempo"))
        self.wants_metre = QCheckBox(self.tr("&Metre"))
        self.wants_key = QCheckBox(self.tr("&Key"))
        self._fill(there)
        self._lay_out(there)

    def _span_start(self) -> int:
        span = self._laid.span_at(self._tick)
        return 0 if span is None else span.start

    def _fill(self, there: Marking | None) -> None:
        """What holds here now; ticked is what is marked here."""
        here = there or Marking(0, key=self._laid.key_at(self._tick))
        self.tempo.setRange(*TEMPO_RANGE)
        self.tempo.setDecimals(1)
        self.tempo.setPrefix("♩ = ")
        self.tempo.setValue(here.tempo or self._laid.tempi.tempo_at(self._tick))
        self.over.setRange(0, _MOST_BARS)
        self.over.setSpecialValueText(self.tr("at once"))
        self.over.setPrefix(self.tr("within "))
        self.over.setSuffix(self.tr(" bars"))
        metre = here.metre or self._laid.metre_at(self._tick)
        self.over.setValue(-(-here.over // metre.bar_ticks))
        known = [Metre(*pair) for pair in _METRES]
        for one in known if metre in known else [*known, metre]:
            self.metre.addItem(f"{one.beats}/{one.unit}", one)
        self.metre.setCurrentText(f"{metre.beats}/{metre.unit}")
        key = here.key or self._laid.key_at(self._tick)
        for mode in Mode:
            self.mode.addItem(QCoreApplication.translate("Modes", mode.value.capitalize()), mode)
        self.mode.setCurrentIndex(self.mode.findData(key.mode))
        for tonic in range(_OCTAVE):
            self.tonic.addItem(pretty_symbol(spell_class(tonic, Key(tonic, key.mode))), tonic)
        self.tonic.setCurrentIndex(key.tonic)
        self.wants_tempo.setChecked(there is not None and there.tempo is not None)
        self.wants_metre.setChecked(there is not None and there.metre is not None)
        self.wants_key.setChecked(there is not None and there.key is not None)

    def _lay_out(self, there: Marking | None) -> None:
        grid = QGridLayout()
        rows = (
            (self.wants_tempo, (self.tempo, self.over)),
            (self.wants_metre, (self.metre, self.one_bar)),
            (self.wants_key, (self.tonic, self.mode)),
        )
        for row, (box, fields) in enumerate(rows):
            grid.addWidget(box, row, 0)
            for column, field in enumerate(fields, start=1):
                grid.addWidget(field, row, column)
                field.setEnabled(box.isChecked())
                box.toggled.connect(field.setEnabled)
                field.setAccessibleName(f"{box.text().replace('&', '')} {column}" if column > 1 else box.text())
        for field, name in (
            (self.over, self.tr("Within how many bars the tempo is reached")),
            (self.mode, self.tr("Mode")),
        ):
            field.setAccessibleName(name)
        note = caption()
        note.setText(
            self.tr(
                "It holds to the end of the section. Notes stay where they are and as they sound; a key changes their "
                "signs. “This bar only” takes beats out of the bar or adds a rest."
            )
        )
        note.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.remove = buttons.addButton(self.tr("Remove"), QDialogButtonBox.ButtonRole.ResetRole)
        self.remove.setEnabled(there is not None)
        self.remove.clicked.connect(self._remove)
        ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        for box, _ in rows:
            box.toggled.connect(lambda _on: ok.setEnabled(any(one.isChecked() for one, _ in rows)))
        ok.setEnabled(there is not None)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addLayout(grid)
        layout.addWidget(note)
        layout.addWidget(buttons)

    def _remove(self) -> None:
        self.removed.emit()
        self.reject()

    def wish(self) -> TurnWish:
        """What is asked for now."""
        metre: Metre | None = self.metre.currentData() if self.wants_metre.isChecked() else None
        tempo = self.tempo.value() if self.wants_tempo.isChecked() else None
        key = Key(self.tonic.currentData(), Mode(self.mode.currentData())) if self.wants_key.isChecked() else None
        alone = metre if self.one_bar.isChecked() else None
        metre = None if alone is not None else metre
        if tempo is None and metre is None and key is None:
            return TurnWish(one_bar=alone)
        if alone is not None:
            metre = alone  # the bar has it then; what stands beside it at the same place must not take it away
        over = self._bars(self.over.value()) if tempo is not None else 0
        return TurnWish(Marking(self._start, tempo, over, metre, key), alone)

    def _bars(self, count: int) -> int:
        """How long so many bars are from here."""
        first = self._laid.bar_number(self._tick)
        later = self._laid.bars[first : first + count]
        return later[-1].end - self._tick if later and count else 0
