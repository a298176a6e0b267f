"""Who writes, as a button with a menu: the built-in writer, models that are on this machine, and the way to more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from songwright.core.errors import SongwrightError
from songwright.host.settings import MODEL, PLAIN_MODEL
from songwright.llm.shown_name import shown_name
from songwright.ui.preferences import NO_MODEL
from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.llm.shelf import FoundModel

__all__ = ["WriterButton"]

_MOST = 12


class WriterButton(QPushButton):
    """Says which model writes; its menu chooses another one, which is looked for when the menu is first opened."""

    def __init__(
        self, services: Services, more: Callable[[], None], home: Path | None = None, parent: QWidget | None = None
    ) -> None:
        """`more` shows the model page; `home` is the folder in which other programs keep their models."""
        super().__init__(parent)
        self._services = services
        self._more = more
        self._home = home or Path.home()
        self._found: tuple[FoundModel, ...] | None = None
        self.setProperty("kind", "quiet")
        self.setProperty("menu", "true")
        self.choices = QMenu(self)
        self.choices.aboutToShow.connect(self._look)
        self.setMenu(self.choices)
        services.closing.append(services.settings.subscribe(lambda _setting: self._refresh()))
        self._refresh()

    def _refresh(self) -> None:
        chosen = self._services.settings.get(MODEL)
        names = {"": self.tr("built-in"), PLAIN_MODEL: self.tr("built-in, plain"), NO_MODEL: self.tr("nobody")}
        name = names.get(chosen) or shown_name(chosen)
        self.setText(self.tr("Writer: {0}").format(name))
        self.setAccessibleName(self.text())
        self.setToolTip(
            self.tr(
                "The built-in writer is a small model: it keeps every form, but its sense is simple. A larger one "
                "writes better verse."
            )
        )
        self._fill()

    def _look(self) -> None:
        # Imported when used: the window starts without it (tests/test_start.py).
        from songwright.llm.shelf import find_models, places

        if self._found is None and self._services.paths is not None:
            self._found = ()
            where = places(self._home, self._services.paths.data / "models")
            self._services.jobs.run(lambda: find_models(where), self._show_found)

    def _show_found(self, found: Sequence[FoundModel]) -> None:
        self._found = tuple(found)
        self._fill()

    def _fill(self) -> None:
        self.choices.clear()
        chosen = self._services.settings.get(MODEL)
        entries = [
            (self.tr("Built-in writer (small)"), ""),
            (self.tr("Built-in writer, not tuned on verse"), PLAIN_MODEL),
        ]
        entries += [(f"{one.name}  ({one.program})", str(one.model.path)) for one in (self._found or ())[:_MOST]]
        for text, path in entries:
            action = self.choices.addAction(text.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(path == chosen)
            action.triggered.connect(partial(self._use, path))
        self.choices.addSeparator()
        self.choices.addAction(self.tr("Larger models, and what they need…")).triggered.connect(
            lambda _checked=False: self._more()
        )

    def _use(self, path: str, _checked: bool = False) -> None:
        self._services.settings.set(MODEL, path)
        try:
            self._services.settings.save()
        except SongwrightError as error:
            self._services.notices.error(error, key="settings")
