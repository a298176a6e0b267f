"""The main window: where the parts are, and nothing of what they do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu

from songwright.core.changes import Aspect, Change
from songwright.core.song import Piece
from songwright.ui.fields import indent_spin_boxes
from songwright.ui.keys import BareKeys
from songwright.ui.menus import build_menus
from songwright.ui.notice_bar import NoticeBar
from songwright.ui.shell.floor import Floor
from songwright.ui.shell.folds import Folds
from songwright.ui.shell.helper_dock import HelperDock
from songwright.ui.shell.parts import Parts
from songwright.ui.shell.places import DRAWERS
from songwright.ui.shell.rail import Drawers, Rail
from songwright.ui.shell.stages import FIRST, StageHost
from songwright.ui.shell.top_bar import TopBar
from songwright.ui.shell.workbench import LEAST, Workbench

if TYPE_CHECKING:
    from songwright.ui.score.score_stage import ScoreStage

__all__ = ["MainWindow"]

_EDITS = {"cut": "cut", "copy": "copy", "paste": "paste", "select_all": "selectAll"}

# The window manager's frame comes on top of the window's own size.
_FRAME = QSize(8, 36)


class MainWindow(QMainWindow):
    """The window. `may_close` is asked before it closes; files dropped on it come by `file_dropped`."""

    file_dropped = Signal(str)
    model_dropped = Signal(str)
    activated = Signal()
    """The user came back to this window, maybe from another program."""
    closed = Signal()

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        services = self._services = self.services = parts.services
        self.brief, self.desk, self.music, self.centre = parts.brief, parts.desk, parts.music, parts.centre
        self.may_close: Callable[[], bool] = lambda: True
        self._asked_for_music = False
        self.closed_well = False
        """Whether it was closed with nothing unsaved, or with the user's consent."""
        self._menu = QMenu(self)
        self.submenus = build_menus(self.menuBar(), self._menu, services.actions)
        self.menuBar().setVisible(self.menuBar().isNativeMenuBar())
        self.bench = Workbench(services)
        self.top = TopBar(services, self._menu)
        self.rail = Rail(services)
        self.drawers = Drawers(parts)
        self.stages = StageHost(parts)
        self.helper = HelperDock(parts)
        self.notices = NoticeBar(services)
        self.folds = Folds(self)
        self._keys = BareKeys(cast("QApplication", QApplication.instance()), services.actions)
        self.setAcceptDrops(True)
        self._arrange()
        self._connect()
        self._session_changed()
        self._stage_changed(self.stages.shown)
        self.drawers.show_drawer("idea")
        for name in ("show_helper", "show_chords"):
            services.actions[name].setChecked(True)
        self._show_blank(self.centre.asking)

    def sizeHint(self) -> QSize:
        """Return the size that Qt should start from."""
        return QSize(1280, 800)

    # --- layout -----------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        for name, part in (
            ("top", self.top),
            ("rail", self.rail),
            ("drawer", self.drawers),
            ("stage", self.stages),
            ("helper", self.helper),
            ("transport", self.music.transport),
            ("notices", self.notices),
        ):
            self.bench.put(name, part)
        self.setCentralWidget(self.bench)
        self.setMinimumSize(LEAST)
        indent_spin_boxes(self)

    def place(self) -> str:
        """Where the window is, for the settings; in full screen where it was before."""
        return self.folds.place_before or bytes(self.saveGeometry().toBase64().data()).decode("ascii")

    def restore_place(self, place: str) -> None:
        """Put the window where `place` said it was, or at its usual size; never larger than the screen."""
        if not place or not self.restoreGeometry(QByteArray.fromBase64(place.encode("ascii"))):
            self.resize(self.sizeHint())
        room = self.screen().availableSize()
        if not self.isMaximized():
            self.resize(self.size().boundedTo(room - _FRAME))

    # --- commands ---------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        services = self._services
        actions = services.actions
        actions.attach(self)
        actions.on("undo", self._undo)
        actions.on("redo", self._redo)
        actions.on("quit", self.close)
        actions.on("print", self._print)
        actions.on("compose", self._ask_for_music)
        for name, method in _EDITS.items():
            actions.on(name, partial(self._edit, method))
        actions.toggled("show_helper", lambda _on: self._show_helper())
        actions.toggled("full_screen", self._full_screen)
        services.session.subscribe(self._session_changed)
        self._connect_places()
        self.desk.changed.connect(self._show_work)
        self.desk.accepted.connect(lambda _placement: self._fold_idea())
        composing = self.music.maker.composing
        composing.started.connect(self._show_work)
        composing.ended.connect(self._show_work)
        self.windowTitleChanged.connect(lambda _title: self._show_title())

    def _connect_places(self) -> None:
        stages, bench = self.stages, self.bench
        self.top.stage_chosen.connect(stages.show_stage)
        stages.changed.connect(self._stage_changed)
        self.drawers.changed.connect(self._drawer_changed)
        self.drawers.width_needed.connect(self.bench.need_for_drawer)
        self.drawers.left.connect(self._leave_drawer)
        self.helper.left.connect(self._leave_helper)
        self.helper.closed.connect(lambda: self._services.actions["show_helper"].setChecked(False))
        bench.shade_pressed = self.folds.uncover
        for spec in DRAWERS:
            self._services.actions.on(spec.command, self._leave_start)
        bench.floor_changed.connect(self._floor_changed)
        self.notices.resized.connect(bench.place_notices)
        self.centre.blank_shown.connect(self._show_blank)
        self.centre.wanted.connect(lambda: stages.show_stage(FIRST))
        self.music.stage_wanted.connect(self._show_bars)
        self.music.drawer_wanted.connect(self.drawers.show_drawer)
        self.centre.sheet.idea.opened.connect(lambda: self.drawers.show_drawer("idea"))
        self.brief.wanted.connect(lambda: self.drawers.show_drawer("idea"))

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

    def _print(self) -> None:
        # What is printed is seen: the preview shows the score that is on the screen.
        self.stages.show_stage("score")
        cast("ScoreStage", self.stages.widget("score")).score.print_pages()

    # --- what is on show --------------------------------------------------------------------------------------

    @property
    def about_music(self) -> bool:
        """Whether music is shown: always for a song, for poems and stories once it was asked for."""
        song = self._services.session.song
        return song.piece is Piece.SONG or self._asked_for_music or self.music.bars.roll.has_music

    def _ask_for_music(self) -> None:
        self._asked_for_music = True
        self._show_music()

    def _show_music(self) -> None:
        shown = self.about_music
        self.top.show_music(shown=shown)
        self.rail.show_music(shown=shown)
        self.bench.want("transport", shown=shown and not self.folds.calm and not self.centre.asking)
        if not shown:
            if self.stages.spec(self.stages.shown).music:
                self.stages.show_stage(FIRST)
            if any(spec.id == self.drawers.open and spec.music for spec in DRAWERS):
                self.drawers.show_drawer("idea")
        self._show_below()

    def _show_blank(self, _blank: bool) -> None:
        """While a blank document asks what it should be about, what cannot be of use yet is out of the way."""
        self._show_music()
        self.top.show_steps(shown=not self.centre.asking)
        self.bench.want("rail", shown=not self.centre.asking and not self.folds.calm)
        self._drawer_changed(self.drawers.open)
        self._show_helper()

    def _fold_idea(self) -> None:
        """Words stand: what they were to be about is one line of the page now, and its drawer comes back when asked."""
        if self.drawers.open == "idea":
            self.drawers.show_drawer("")

    def _leave_start(self) -> None:
        """A drawer was asked for: whoever wants more than the one field is past the question."""
        if self.centre.asking:
            self.centre.begin_blank()

    def _show_below(self) -> None:
        """In a large window the bars stand below the words, once there are any."""
        large = self.bench.floor.large and not self.folds.calm
        self.stages.show_below(wanted=large and self.about_music and self.music.bars.roll.has_music)

    def _show_bars(self) -> None:
        if not self.music.isVisible():
            self.stages.show_stage("music")

    def _stage_changed(self, stage: str) -> None:
        self.top.stages.set_value(stage)
        self.centre.show_in_front(shown=stage == FIRST)
        self._show_helper()

    def _drawer_changed(self, drawer: str) -> None:
        self.bench.want("wide", shown=any(spec.id == drawer and spec.wide for spec in DRAWERS))
        self.bench.want("drawer", shown=bool(drawer) and not self.centre.asking)

    def _show_helper(self) -> None:
        """The helper is about words: beside the other stages it would only take room."""
        wanted = self._services.actions["show_helper"].isChecked() and self.stages.shown == FIRST
        wanted = wanted and not self.centre.asking
        self.bench.want("helper", shown=wanted and not self.folds.calm)
        if self.helper.isVisible():
            self.helper.look_now()

    def _floor_changed(self, floor: Floor) -> None:
        if self.isVisible():
            self.folds.follow_room(low=floor.low)
        self._show_below()
        if self.helper.isVisible():
            self.helper.look_now()

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the room that there is from the start."""
        super().showEvent(event)
        self.folds.follow_room(low=self.bench.floor.low)

    def _leave_drawer(self) -> None:
        if self.bench.floor.low:
            self.drawers.show_drawer("")
        self.stages.enter()

    def _leave_helper(self) -> None:
        if self.bench.floor.low:
            self._services.actions["show_helper"].setChecked(False)
        self.centre.entered()

    def _full_screen(self, on: bool) -> None:
        """A calm page to write on: bars and panels are away until full screen ends."""
        if on:
            focused = QApplication.focusWidget()
            if focused is None or not self.stages.isAncestorOf(focused):
                # Before the panels go: Qt would give the cursor to whatever comes next.
                self.centre.sheet.editor.setFocus()
            self.folds.begin_calm()
        else:
            self.folds.end_calm()
        self.bench.want("top", shown=not on)
        self._show_blank(self.centre.asking)

    def _show_work(self) -> None:
        self.top.show_work(writing=self.desk.writing, composing=self.music.maker.composing.busy)

    def _show_title(self) -> None:
        self.top.show_title(self.windowTitle().replace("[*]", ""), modified=self.isWindowModified())

    def _session_changed(self, change: Change | None = None) -> None:
        session, actions = self._services.session, self._services.actions
        undo, redo = session.undo_label, session.redo_label
        words = any(line.text.strip() for section in session.song.sections for line in section.lines)
        actions.set_state(can_undo=undo is not None, can_redo=redo is not None, has_words=words)
        actions["undo"].setText(self.tr("&Undo {0}").format(undo) if undo else self.tr("&Undo"))
        actions["redo"].setText(self.tr("&Redo {0}").format(redo) if redo else self.tr("&Redo"))
        if change is not None and change.aspects & Aspect.OPENED:
            self._asked_for_music = False
            if words:
                self._fold_idea()
        self._show_music()
        self.top.show_next(self._next_step(words=words))

    def _next_step(self, *, words: bool) -> str:
        """The command that leads on from here."""
        if not words:
            return "write"
        to_compose = self.about_music and not self.music.bars.roll.has_music
        return "compose" if to_compose else "export"

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
        if event.key() == Qt.Key.Key_Escape and self.folds.calm:
            self._services.actions["full_screen"].setChecked(False)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.activated.emit()
        elif event.type() == QEvent.Type.ModifiedChange:
            self._show_title()

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
