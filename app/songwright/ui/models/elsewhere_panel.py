"""Writers that are not on this machine: an address, the models that are there, and machines that share one model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from songwright.core.errors import SongwrightError
from songwright.host.settings import MODEL, SERVERS
from songwright.llm.addresses import network_place
from songwright.ui.fields import caption, label
from songwright.ui.models.model_row import ModelRow
from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.llm.remote.listing import ModelThere

__all__ = ["ElsewherePanel"]

Look = Callable[[str, Callable[[], bool]], "tuple[ModelThere, ...]"]


class ElsewherePanel(QWidget):
    """Nothing is opened before *Look* or *Use* is pressed, and then only what stands in the field."""

    def __init__(
        self, services: Services, use: Callable[[str], None], look: Look | None = None, parent: QWidget | None = None
    ) -> None:
        """`use` writes with the model of an address from now on; `look` finds what is there (tests give their own)."""
        super().__init__(parent)
        self._services = services
        self._use = use
        self._look_there = look or _look_there
        self._closed = False
        self.address = QLineEdit()
        self.look_button = QPushButton(self.tr("Look"))
        self.there: dict[str, ModelRow] = {}
        servers: tuple[str, ...] = services.settings.get(SERVERS)
        self.servers = QLineEdit(", ".join(servers))
        self.told = _wrapped("")
        self.told_of_servers = _wrapped("")
        self._arrange()
        self._name()
        self.look_button.clicked.connect(lambda _checked=False: self.look())
        self.address.returnPressed.connect(self.look)
        self.servers.editingFinished.connect(self._take_servers)
        services.closing.append(self._close)
        chosen = services.settings.get(MODEL)
        if "://" in chosen:
            self.address.setText(chosen.partition("#")[0])

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(self.tr("On another machine or server"), "field"))
        note = self.tr(
            "A model server (llama-server, Ollama, LM Studio, vLLM) or a machine with Songwright that ssh knows. "
            "Nothing is opened unless you name it here, and your words go there alone."
        )
        column.addWidget(_wrapped(note))
        row = QHBoxLayout()
        row.addWidget(self.address, 1)
        row.addWidget(self.look_button)
        column.addLayout(row)
        column.addWidget(self.told)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column.addLayout(self._rows)
        column.addSpacing(4)
        column.addWidget(label(self.tr("One model over several machines"), "field"))
        warning = self.tr(
            "llama.cpp's rpc-servers share a model that is too large for this machine. They belong into a network that "
            "you trust: what they are sent is not encrypted, and they serve whoever asks."
        )
        column.addWidget(_wrapped(warning))
        column.addWidget(self.servers)
        column.addWidget(self.told_of_servers)
        for told in (self.told, self.told_of_servers):
            told.hide()

    def _name(self) -> None:
        self.address.setPlaceholderText("http://127.0.0.1:8080")
        self.address.setAccessibleName(self.tr("Address of a model server or machine"))
        self.address.setToolTip(
            self.tr("http://machine:8080, with KEY@ before the machine where a key is wanted, or ssh://me@machine")
        )
        self.look_button.setToolTip(self.tr("Ask which models are there"))
        self.servers.setPlaceholderText("192.168.1.20:50052, 192.168.1.21:50052")
        self.servers.setAccessibleName(self.tr("Servers that share the model"))

    # --- an address -------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Ask on another thread what is at the address."""
        text = self.address.text().strip()
        if not text or not self.look_button.isEnabled():
            return
        self.look_button.setEnabled(False)
        self._show_rows(())
        self._say(self.told, self.tr("Looking…"))
        self._services.jobs.run(lambda: self._look_there(text, lambda: self._closed), self._show_found, self._not_found)

    def _show_found(self, found: Sequence[ModelThere]) -> None:
        self.look_button.setEnabled(True)
        self._show_rows(found)
        free = any(not one.keeps_form for one in found)
        self._say(
            self.told,
            self.tr("This server writes freely; form is asked for, but cannot be kept for certain.") if free else "",
        )

    def _not_found(self, error: Exception) -> None:
        self.look_button.setEnabled(True)
        self._say(self.told, str(error))

    def _show_rows(self, found: Sequence[ModelThere]) -> None:
        for row in self.there.values():
            self._rows.removeWidget(row)
            row.deleteLater()
        self.there = {}
        for one in found:
            form = self.tr("keeps every form") if one.keeps_form else self.tr("writes freely")
            size = f"{one.size / 1e9:.1f} GB  ·  " if one.size else ""
            row = self.there[one.address] = ModelRow(one.name, f"{size}{form}")
            row.button.clicked.connect(partial(self._use_there, one.address))
            self._rows.addWidget(row)
        self.refresh()

    def _use_there(self, address: str, _checked: bool = False) -> None:
        self._use(address)

    def refresh(self) -> None:
        """Buttons as things stand."""
        used = self._services.settings.get(MODEL)
        for address, row in self.there.items():
            if address == used:
                row.offer(self.tr("In use"), self.tr("This model writes"), enabled=False)
            else:
                row.offer(self.tr("Use"), self.tr("Write with this model from now on"))

    # --- machines that share a model ----------------------------------------------------------------------------

    def _take_servers(self) -> None:

        typed = tuple(filter(None, (part.strip() for part in self.servers.text().split(","))))
        try:
            places = tuple(":".join(map(str, network_place(part))) for part in typed)
        except SongwrightError as error:
            self._say(self.told_of_servers, str(error))
            return
        self._say(self.told_of_servers, "")
        settings = self._services.settings
        if places == settings.get(SERVERS):
            return
        settings.set(SERVERS, places)
        try:
            settings.save()
        except SongwrightError as error:
            self._services.notices.error(error, key="settings")

    # --- small things -------------------------------------------------------------------------------------------

    def _say(self, where: QLabel, text: str) -> None:
        where.setText(text)
        where.setVisible(bool(text))

    def _close(self) -> None:
        self._closed = True


def _look_there(text: str, cancelled: Callable[[], bool]) -> tuple[ModelThere, ...]:
    # Imported when used: the window starts without it (tests/test_start.py).
    from songwright.llm.remote.listing import models_at

    return models_at(text, cancelled)


def _wrapped(text: str) -> QLabel:
    words = caption(text)
    words.setWordWrap(True)
    return words
