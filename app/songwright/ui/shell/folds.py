"""What is folded away and comes back: for full screen, for a low window, and from one start to the next."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from songwright.ui.shell.places import DRAWERS

if TYPE_CHECKING:
    from songwright.ui.window import MainWindow

__all__ = ["Folds"]


@dataclass(frozen=True, slots=True)
class _Calm:
    """What full screen put away: what was open, and how and where the window was."""

    drawer: str
    helper: bool
    state: Qt.WindowState
    place: str


class Folds(QObject):
    """Knows what was open before something else took its room."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._helper = window.services.actions["show_helper"]
        self._calm: _Calm | None = None
        self._roomy: tuple[str, bool] | None = None
        """What was open beside the page before there was too little room for it: drawer, helper."""

    @property
    def calm(self) -> bool:
        """Whether the window fills the screen and only the page is on show."""
        return self._calm is not None

    @property
    def place_before(self) -> str:
        """Where the window was before full screen; "" outside it."""
        return self._calm.place if self._calm is not None else ""

    def _open(self) -> tuple[str, bool]:
        """What is open, or was before it was put away: drawer, helper."""
        if self._calm is not None:
            return self._calm.drawer, self._calm.helper
        return self._roomy or (self._window.drawers.open, self._helper.isChecked())

    def _show(self, drawer: str, *, helper: bool) -> None:
        self._window.drawers.show_drawer(drawer)
        self._helper.setChecked(helper)

    # --- from one start to the next ---------------------------------------------------------------------------

    def state(self) -> str:
        """Which drawer is open, what is folded and how the height is shared out, for the settings."""
        drawer, helper = self._open()
        stages = self._window.stages
        rows = stages.sizes() if stages.both else []
        return json.dumps({"drawer": drawer, "helper": helper, "folded": self._window.helper.folded(), "rows": rows})

    def restore(self, state: str) -> None:
        """Bring back what `state` gave; what cannot be read stays as it is."""
        with contextlib.suppress(ValueError, TypeError, AttributeError):
            kept = json.loads(state)
            drawer = kept.get("drawer", "")
            known = drawer == "" or drawer in {spec.id for spec in DRAWERS}
            self._show(drawer if known else self._window.drawers.open, helper=bool(kept.get("helper", True)))
            self._window.helper.fold([str(name) for name in kept.get("folded", [])])
            rows = [int(size) for size in kept.get("rows", [])]
            if len(rows) == 2 and min(rows) > 0:
                self._window.stages.set_sizes(rows)

    # --- little room ------------------------------------------------------------------------------------------

    def follow_room(self, *, low: bool) -> None:
        """Where there is little room nothing lies over the page at first; what was open comes back with the room."""
        if self.calm:
            return
        if low and self._roomy is None:
            self._roomy = self._open()
            self.uncover()
        elif not low and self._roomy is not None:
            (drawer, helper), self._roomy = self._roomy, None
            self._show(drawer, helper=helper)

    def uncover(self) -> None:
        """Shut what lies over the page, if anything does."""
        if self._window.bench.floor.low:
            self._show("", helper=False)

    # --- full screen ------------------------------------------------------------------------------------------

    def begin_calm(self) -> None:
        """Put away what is open, and fill the screen."""
        window = self._window
        if self._calm is None:
            state = window.windowState() & ~Qt.WindowState.WindowFullScreen
            self._calm = _Calm(window.drawers.open, self._helper.isChecked(), state, window.place())
            self._show("", helper=False)
            window.setWindowState(window.windowState() | Qt.WindowState.WindowFullScreen)

    def end_calm(self) -> None:
        """Bring everything back as it was."""
        if self._calm is not None:
            calm, self._calm = self._calm, None
            self._window.setWindowState(calm.state)
            self._show(calm.drawer, helper=calm.helper)
