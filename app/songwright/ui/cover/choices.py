"""What a cover is made of, as fields: place, hour, weather, inks and frame, each with a lock."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from songwright.core.artwork import Recipe
from songwright.core.language import sayable
from songwright.picture.frames import FRAMES
from songwright.picture.inks import palettes
from songwright.picture.views import VIEWS
from songwright.ui.fields import IconButton, label
from songwright.ui.theme.manager import Theme

__all__ = ["Choices"]

_NAMES = sayable({"bar": "Tavern", "light": "Light alone", "space": "Outer space"})
"""Places whose plain names mean other things elsewhere in the window."""
_HOURS = ("dawn", "day", "dusk", "night")
_WEATHERS = ("clear", "rain", "snow", "fog", "storm", "wind")


def _plain(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _options() -> tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]:
    """(field of the recipe, label, (value, text) of each choice)."""
    return (
        (
            "place",
            "Place",
            tuple((name, _NAMES.get(name, _plain(name))) for name in sorted(VIEWS)),
        ),
        ("hour", "Hour", tuple((name, name.capitalize()) for name in _HOURS)),
        ("weather", "Weather", tuple((name, name.capitalize()) for name in _WEATHERS)),
        ("palette", "Inks", tuple((inks.name, inks.name.capitalize()) for inks in palettes())),
        ("frame", "Frame", tuple((name, frame.label) for name, frame in FRAMES.items())),
    )


class _Lock(IconButton):
    """Whether a field stays as it is when the words are read again."""

    def __init__(self, theme: Theme, field: str) -> None:
        told = QCoreApplication.translate("Choices", "Keep {field} when drawing again")
        super().__init__(theme, "unlock", told.replace("{field}", field), size=15)
        self.setCheckable(True)
        self.toggled.connect(self._follow_lock)

    def _follow_lock(self, locked: bool) -> None:
        self._icon_name = "lock" if locked else "unlock"
        self._tint()

    def show_locked(self, *, locked: bool) -> None:
        """Set it without telling."""
        with QSignalBlocker(self):
            self.setChecked(locked)
        self._follow_lock(locked)


class Choices(QWidget):
    """A row a field: its value, and a lock. What the user chooses is locked with it."""

    changed = Signal(str, object)
    """(name of the step, the recipe as the user made it)"""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recipe = Recipe()
        self._boxes: dict[str, QComboBox] = {}
        self._locks: dict[str, _Lock] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (field, title, options) in enumerate(_options()):
            text = QCoreApplication.translate("Choices", title)
            box = QComboBox()
            box.setAccessibleName(text)
            for value, shown in options:
                box.addItem(QCoreApplication.translate("Cover", shown), value)
            box.setMaxVisibleItems(20)
            box.setMinimumContentsLength(8)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.activated.connect(lambda _index, field=field: self._chosen(field))
            lock = _Lock(theme, text.lower())
            lock.toggled.connect(lambda locked, field=field: self._locked(field, locked=locked))
            grid.addWidget(label(text, "field", buddy=box), row, 0)
            grid.addWidget(box, row, 1)
            grid.addWidget(lock, row, 2)
            self._boxes[field], self._locks[field] = box, lock

    def show_recipe(self, recipe: Recipe) -> None:
        """Show a recipe; a value that this version does not know is shown as it is written."""
        self._recipe = recipe
        for field, box in self._boxes.items():
            value = getattr(recipe, field)
            index = box.findData(value)
            if index < 0:
                box.addItem(value.replace("_", " ") or "–", value)
                index = box.count() - 1
            box.setCurrentIndex(index)
            self._locks[field].show_locked(locked=field in recipe.locks)

    def box(self, field: str) -> QComboBox:
        """The field of a part of the recipe."""
        return self._boxes[field]

    def lock(self, field: str) -> IconButton:
        """The lock of a part of the recipe."""
        return self._locks[field]

    def _chosen(self, field: str) -> None:
        value = self._boxes[field].currentData()
        recipe = replace(self._recipe, **{field: value}, locks=_with(self._recipe.locks, field))
        if recipe != self._recipe:
            self.changed.emit(field, recipe)

    def _locked(self, field: str, *, locked: bool) -> None:
        locks = _with(self._recipe.locks, field) if locked else tuple(one for one in self._recipe.locks if one != field)
        self.changed.emit("lock", replace(self._recipe, locks=locks))


def _with(locks: tuple[str, ...], field: str) -> tuple[str, ...]:
    return locks if field in locks else (*locks, field)
