"""After the first verse by the built-in writer a notice says, once, what it is, and that there are larger ones."""

from __future__ import annotations

from PySide6.QtCore import QObject

from songwright.core.errors import SongwrightError
from songwright.host.settings import LARGER_OFFERED, MODEL
from songwright.ui.services import Services
from songwright.ui.writing.writer import ModelState, Writer

__all__ = ["LargerOnce"]


class LargerOnce(QObject):
    """Says so when the writer comes to rest for the first time; never again on this machine."""

    def __init__(self, services: Services, writer: Writer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._writer = writer
        self._wrote = False
        if not services.settings.get(LARGER_OFFERED):
            writer.state_changed.connect(self._follow)

    def _follow(self) -> None:
        if self._writer.state is ModelState.WRITING:
            self._wrote = True
        elif self._wrote and self._writer.state is ModelState.READY and not self._services.settings.get(MODEL):
            self._writer.state_changed.disconnect(self._follow)
            self._tell()

    def _tell(self) -> None:
        self._services.notices.show(
            self.tr(
                "This was the built-in writer, a small model: it keeps every form, but its sense is simple. A larger "
                "one writes better verse."
            ),
            key="larger",
            action=(self.tr("See the models"), lambda: self._services.actions["drawer_models"].setChecked(True)),
        )
        self._services.settings.set(LARGER_OFFERED, value=True)
        try:
            self._services.settings.save()
        except SongwrightError:
            return  # then it is told once more another day
