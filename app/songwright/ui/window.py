"""The main window: where the parts are, and nothing of what they do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import cast

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMainWindow, QSplitter, QVBoxLayout, QWidget

from songwright.core.changes import Change
from songwright.ui.centre import Centre
from songwright.ui.fields import indent_spin_boxes
from songwright.ui.keys import BareKeys
from songwright.ui.menus import build_menus, build_tool_bar
from songwright.ui.notice_bar import NoticeBar
from songwright.ui.services import Services
from songwright.ui.writing.brief_panel import BriefPanel
from songwright.ui.writing.desk import WritingDesk

__all__ = ["MainWindow"]

_EDITS = {"cut": "cut", "copy": "copy", "paste": "paste", "select_all": "selectAll"}

# The window manager's frame comes on top of the window's own size.
_FRAME = QSize(8, 36)

_PANELS = ("show_brief", "show_music")


@dataclass(frozen=True, slots=True)
class _Calm:
    """What full screen put away: the panels that were open, and how and where the window was."""

    panels: tuple[str, ...]
    state: Qt.WindowState
    place: str


class MainWindow(QMainWindow):
    """The window. `may_close` is asked before it closes; files dropped on it are told by `file_dropped`."""

    file_dropped = Signal(str)
    model_dropped = Signal(str)
    activated = Signal()
    """The user came back to this window, maybe from another program."""
    closed = Signal()

    def __init__(self, services: Services, brief: BriefPanel, desk: WritingDesk, music: QWidget) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self._services = services
        self.brief = brief
        self.desk = desk
        self.music = music
        self.may_close: Callable[[], bool] = lambda: True
        self._calm: _Calm | None = None
        self.closed_well = False
        """Whether it was closed with nothing unsaved, or with the user's consent."""
        self.notices = NoticeBar(services)
        self.centre = Centre(services, desk, brief.forms)
        brief.form.offer_stanza(self.centre.sheet.stanza_form)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self.submenus = build_menus(self, services.actions)
        self.tools = build_tool_bar(self, services.actions)
        self._keys = BareKeys(cast("QApplication", QApplication.instance()), services.actions)
        self.setAcceptDrops(True)
        self.setMinimumSize(QSize(900, 600))
        self._arrange()
        self._connect()
        self._session_changed()

    def sizeHint(self) -> QSize:
        """Return the size that Qt should start from."""
        return QSize(1280, 800)

    # --- layout -----------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        music_slot = QFrame()
        music_slot.setObjectName("musicSlot")
        inside = QVBoxLayout(music_slot)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.music)
        self._music_slot = music_slot
        # Above the words and not above the splitter: a notice takes room from the page, and the music stays in place
        # under the pointer.
        upper = QWidget()
        page = QVBoxLayout(upper)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.notices)
        page.addWidget(self.centre, 1)
        self._split.addWidget(upper)
        self._split.addWidget(music_slot)
        self._split.setCollapsible(0, False)  # noqa: FBT003 - Qt's own
        self._split.setHandleWidth(5)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)
        self._split.setSizes([400, 320])
        self._split.setObjectName("desk")
        self._split.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.brief)
        row.addWidget(self._split, 1)
        self.setCentralWidget(middle)
        indent_spin_boxes(self)

    def place(self) -> str:
        """Where the window is, for the settings; in full screen where it was before."""
        if self._calm is not None:
            return self._calm.place
        return bytes(self.saveGeometry().toBase64().data()).decode("ascii")

    def restore_place(self, place: str) -> None:
        """Put the window where `place` said it was, or in the middle at its usual size."""
        if not place or not self.restoreGeometry(QByteArray.fromBase64(place.encode("ascii"))):
            self.resize(self.sizeHint().boundedTo(self.screen().availableSize() - _FRAME))

    def layout_state(self) -> str:
        """Where the splitter stands and which panels are open, for the settings."""
        return bytes(self._split.saveState().toBase64().data()).decode("ascii")

    def restore_layout(self, state: str) -> None:
        """Bring back what `layout_state` gave."""
        self._split.restoreState(QByteArray.fromBase64(state.encode("ascii")))

    # --- commands ---------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        services = self._services
        actions = services.actions
        actions.attach(self)
        actions.on("undo", self._undo)
        actions.on("redo", self._redo)
        actions.on("quit", self.close)
        for name, method in _EDITS.items():
            actions.on(name, partial(self._edit, method))
        for name, widget in (("show_brief", self.brief), ("show_music", self._music_slot)):
            actions[name].setChecked(True)
            actions.toggled(name, widget.setVisible)
        actions.toggled("full_screen", self._full_screen)
        services.session.subscribe(self._session_changed)

    def _undo(self) -> None:
        self._services.settle()
        self._services.session.undo()

    def _redo(self) -> None:
        self._services.settle()
        self._services.session.redo()

    def _edit(self, method: str) -> None:
        """Cut, copy, paste or select all in whatever has the focus."""
        widget = QApplication.focusWidget()
        if widget is not None and hasattr(widget, method):
            getattr(widget, method)()

    def _full_screen(self, on: bool) -> None:
        """A calm page to write on: bars and panels are away until full screen ends."""
        actions = self._services.actions
        if on and self._calm is None:
            shown = tuple(name for name in _PANELS if actions[name].isChecked())
            self._calm = _Calm(shown, self.windowState() & ~Qt.WindowState.WindowFullScreen, self.place())
            focused = QApplication.focusWidget()
            if focused is None or not self.centre.isAncestorOf(focused):
                # Before the panels go: Qt would give the cursor to whatever comes next.
                self.centre.sheet.editor.setFocus()
            for name in shown:
                actions[name].setChecked(False)
            self.setWindowState(self.windowState() | Qt.WindowState.WindowFullScreen)
        elif not on and self._calm is not None:
            calm, self._calm = self._calm, None
            self.setWindowState(calm.state)
            for name in calm.panels:
                actions[name].setChecked(True)
        self.menuBar().setVisible(not on)
        self.tools.setVisible(not on)

    def _session_changed(self, _change: Change | None = None) -> None:
        session, actions = self._services.session, self._services.actions
        undo, redo = session.undo_label, session.redo_label
        actions.set_state(
            can_undo=undo is not None,
            can_redo=redo is not None,
            has_words=any(line.text.strip() for section in session.song.sections for line in section.lines),
        )
        actions["undo"].setText(self.tr("&Undo {0}").format(undo) if undo else self.tr("&Undo"))
        actions["redo"].setText(self.tr("&Redo {0}").format(redo) if redo else self.tr("&Redo"))

    # --- events -----------------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close if nothing would be lost."""
        # First of all: Qt takes a handler that ends in an error for consent.
        event.ignore()
        if self.may_close():
            self.closed_well = True
            event.accept()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc, where nothing else wants it, ends full screen."""
        if event.key() == Qt.Key.Key_Escape and self._calm is not None:
            self._services.actions["full_screen"].setChecked(False)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.activated.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell of the first file."""
        for url in event.mimeData().urls():
            if url.isLocalFile():
                event.acceptProposedAction()
                path = url.toLocalFile()
                dropped = self.model_dropped if path.lower().endswith(".gguf") else self.file_dropped
                dropped.emit(path)
                return
