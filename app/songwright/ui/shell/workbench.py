"""The whole inside of the window: who stands where, and what lies over what."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, QSize, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from songwright.ui.services import Services
from songwright.ui.shell.floor import Floor, floor_for

__all__ = ["LEAST", "Workbench"]

LEAST = QSize(640, 360)
"""The smallest window, in logical points: half a laptop's screen of 1366x768 with room for its frame."""
_USUAL_TYPE = 13
_NOTICE_WIDTH, _NOTICE_GAP, _NOTICE_LIFT = 560, 8, 56


class Workbench(QWidget):
    """Gives every part its place by the `Floor` of the present size. Parts are set once, by name."""

    floor_changed = Signal(object)

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._parts: dict[str, QWidget] = {}
        self._wanted = {"drawer": False, "wide": False, "helper": False, "top": True, "rail": True, "transport": True}
        self._drawer_needs = 0
        self.floor = floor_for(1280, 800)
        self._shade = _Shade(self)
        self._shade.hide()
        self.shade_pressed: Callable[[], None] = lambda: None
        services.theme.changed.connect(self.arrange)

    def put(self, name: str, widget: QWidget) -> None:
        """Take a part: "top", "rail", "stage", "drawer", "helper", "transport" or "notices"."""
        widget.setParent(self)
        self._parts[name] = widget

    def want(self, name: str, *, shown: bool) -> None:
        """Whether a part is wanted, or ("wide") the drawer is to be a wide one; there may be no room for it."""
        if self._wanted.get(name) != shown:
            self._wanted[name] = shown
            self.arrange()

    def need_for_drawer(self, width: int) -> None:
        """Give the drawer at least this width, if there is room for it."""
        if width != self._drawer_needs:
            self._drawer_needs = width
            self.arrange()

    def wants(self, name: str) -> bool:
        """Whether a part is wanted."""
        return self._wanted[name]

    @property
    def scale(self) -> float:
        """Size of the type against the usual one."""
        return self._services.theme.ui_font().pixelSize() / _USUAL_TYPE

    def arrange(self) -> None:
        """Put everything where it belongs."""
        if "stage" not in self._parts:
            return
        wants, before = self._wanted, self.floor
        floor = self.floor = floor_for(
            self.width(),
            self.height(),
            scale=self.scale,
            drawer=wants["drawer"],
            wide=wants["wide"],
            helper=wants["helper"],
            needed=self._drawer_needs,
        )
        places = _places(floor, self.width(), self.height(), wants)
        for name in ("top", "rail", "transport", "stage", "drawer", "helper"):
            widget, place = self._parts[name], places[name]
            shown = not place.isEmpty()
            if shown:
                widget.setGeometry(place)
            widget.setVisible(shown)
        self._lay_over(floor)
        self.place_notices()
        if floor != before:
            self.floor_changed.emit(floor)

    def _lay_over(self, floor: Floor) -> None:
        """In a low window the drawer and the helper lie over the page, which is shaded and shuts them when clicked."""
        over = floor.low and bool(floor.drawer or floor.helper)
        self._shade.setVisible(over)
        if over:
            self._shade.setGeometry(self._parts["stage"].geometry())
            self._shade.raise_()
            for name in ("drawer", "helper"):
                self._parts[name].raise_()

    def place_notices(self) -> None:
        """Float the notices over the foot of the stage, above the line of buttons that most stages have there."""
        notices = self._parts.get("notices")
        if notices is None:
            return
        stage = self._parts["stage"].geometry()
        if self.floor.low and self._parts["drawer"].isVisible():
            # Beside the drawer that lies over the page, where there is room for it.
            beside = stage.adjusted(self.floor.drawer, 0, 0, 0)
            stage = beside if beside.width() > stage.width() // 3 else stage
        width = min(round(_NOTICE_WIDTH * self.scale), stage.width() - 2 * _NOTICE_GAP)
        height = notices.heightForWidth(width) if notices.hasHeightForWidth() else notices.sizeHint().height()
        left = stage.x() + (stage.width() - width) // 2
        height = min(height, stage.height())
        top = stage.bottom() - round(_NOTICE_LIFT * self.scale) - height
        notices.setGeometry(QRect(left, max(stage.y(), top), width, height))
        notices.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the new room."""
        super().resizeEvent(event)
        self.arrange()

    def event(self, event: QEvent) -> bool:
        """Follow what a notice has become."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.place_notices()
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        """A window may be small."""
        return LEAST


class _Shade(QWidget):
    """What lies between the page and a drawer over it."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self.setObjectName("shade")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the drawer shuts it."""
        event.accept()
        self._bench.shade_pressed()


def _places(floor: Floor, width: int, height: int, wants: dict[str, bool]) -> dict[str, QRect]:
    """The rectangle of every part; an empty one for what is not shown."""
    top = floor.top if wants["top"] else 0
    foot = floor.transport if wants["transport"] else 0
    rail = floor.rail if wants["rail"] else 0
    middle = max(0, height - top - foot)
    beside_left, beside_right = (0, 0) if floor.low else (floor.drawer, floor.helper)
    stage_left = rail + beside_left
    return {
        "top": QRect(0, 0, width if top else 0, top),
        "transport": QRect(0, height - foot, width if foot else 0, foot),
        "rail": QRect(0, top, rail, middle),
        "drawer": QRect(rail, top, floor.drawer, middle),
        "helper": QRect(width - floor.helper, top, floor.helper, middle),
        "stage": QRect(stage_left, top, max(1, width - stage_left - beside_right), middle),
    }
