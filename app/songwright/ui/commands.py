"""Commands that belong to no single part: settings, theme, type size, model, help."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QActionGroup, QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu

from songwright.core.errors import SongwrightError
from songwright.host.own_cliches import cliche_file
from songwright.host.settings import MODEL, PAGE_SIZE, PLAIN_MODEL, THEME, WINDOW
from songwright.llm.shown_name import shown_name
from songwright.ui.preferences import KEYS, NEXT_WORDS, NO_MODEL
from songwright.ui.services import Services
from songwright.ui.window import MainWindow
from songwright.ui.writing.desk import WritingDesk

__all__ = ["Commands"]

_POINTS = (10, 11, 12, 13, 14, 16, 18, 20, 24, 28, 32, 40)
_USUAL_POINTS = 14
_NO_FILES = ("", NO_MODEL, PLAIN_MODEL)
"""Values of the model's setting that are no paths."""


class Commands:
    """Connects the commands to dialogs and settings."""

    def __init__(self, services: Services, window: MainWindow, desk: WritingDesk) -> None:
        self._services = services
        self._window = window
        self._desk = desk
        actions = services.actions
        for name, function in (
            ("settings", self.show_settings),
            ("shortcuts", self.show_shortcuts),
            ("about", self.show_about),
            ("open_logs", self._open_logs),
            ("bigger", lambda: self._step_type(1)),
            ("smaller", lambda: self._step_type(-1)),
            ("normal_size", lambda: services.settings.set(PAGE_SIZE, 0)),
        ):
            actions.on(name, function)
        self._fill_themes(window.submenus["theme"])
        self._fill_models(window.submenus["model"])
        window.brief.set_model_menu(window.submenus["model"])
        window.model_dropped.connect(self.use_model)
        actions["show_next_words"].setChecked(services.settings.get(NEXT_WORDS))
        actions.toggled("show_next_words", lambda on: services.settings.set(NEXT_WORDS, on))
        self._restore_window()
        window.closed.connect(self._keep_window)

    def show_settings(self) -> None:
        """Open the settings form."""
        # Imported when used, here and below: the window starts without it (tests/test_start.py).
        from songwright.ui.dialogs.settings_dialog import SettingsDialog

        paths = self._services.paths
        folders = (
            (self._window.tr("Settings"), str(paths.config)),
            (self._window.tr("Recovery, logs"), str(paths.data)),
            (self._window.tr("Documents"), str(paths.documents)),
            (self._window.tr("Sung phrases"), self._sung_phrases(paths.voices)),
        )
        dialog = SettingsDialog(
            self._services.settings, self._services.theme, folders, self._window, cliches=cliche_file(paths.config)
        )
        dialog.exec()
        dialog.deleteLater()
        self._save_settings()

    def _sung_phrases(self, folder: Path) -> str:
        """Where they are, how much room they take, and that they may go."""
        from songwright.audio.voice.clips import MOST_BYTES, ClipStore

        taken, most = (round(size / 2**20) for size in (ClipStore(folder).size(), MOST_BYTES))
        told = self._window.tr("{taken} of at most {most} MB; what is deleted is sung again")
        return f"{folder}\n{told.format(taken=taken, most=most)}"

    def show_shortcuts(self) -> None:
        """Open the list of keys."""
        from songwright.ui.dialogs.shortcuts import ShortcutsDialog

        def keep(custom: dict[str, str]) -> None:
            self._services.settings.set(KEYS, tuple(sorted(custom.items())))

        dialog = ShortcutsDialog(self._services.actions, keep, self._window)
        dialog.exec()
        dialog.deleteLater()
        self._save_settings()

    def show_about(self) -> None:
        """Open the about box."""
        from songwright.ui.dialogs.about import AboutDialog

        dialog = AboutDialog(self._services.theme, self._desk.writer.name, self._window)
        dialog.exec()
        dialog.deleteLater()

    def choose_model(self) -> None:
        """Ask for a GGUF file and use it in place."""
        chosen = self._services.settings.get(MODEL)
        folder = "" if chosen in _NO_FILES else str(Path(chosen).parent)
        title, pattern = self._window.tr("Choose a model"), self._window.tr("Language models (*.gguf);;All files (*)")
        path = QFileDialog.getOpenFileName(self._window, title, folder, pattern)[0]
        if path:
            self.use_model(path)

    def use_model(self, path: str) -> None:
        """Write with this file from now on ("" for the built-in model, `NO_MODEL` for none)."""
        self._services.settings.set(MODEL, path)
        self._save_settings()

    def _fill_themes(self, menu: QMenu) -> None:
        group = QActionGroup(menu)
        settings = self._services.settings
        for value, text in THEME.choices:
            action = menu.addAction(menu.tr(text))
            action.setCheckable(True)
            action.setData(value)
            action.triggered.connect(lambda _checked=False, value=value: self._choose_theme(value))
            group.addAction(action)

        def mark() -> None:
            for action in group.actions():
                action.setChecked(action.data() == settings.get(THEME))

        menu.aboutToShow.connect(mark)

    def _choose_theme(self, value: str) -> None:
        self._services.settings.set(THEME, value)
        self._save_settings()

    def _fill_models(self, menu: QMenu) -> None:
        entries: tuple[tuple[str, Callable[[], None], Callable[[str], bool]], ...] = (
            (menu.tr("Built-in model"), lambda: self.use_model(""), lambda chosen: not chosen),
            (
                menu.tr("Built-in model, not tuned on verse"),
                lambda: self.use_model(PLAIN_MODEL),
                lambda chosen: chosen == PLAIN_MODEL,
            ),
            (menu.tr("Choose a GGUF file…"), self.choose_model, lambda chosen: chosen not in _NO_FILES),
            (menu.tr("No model"), lambda: self.use_model(NO_MODEL), lambda chosen: chosen == NO_MODEL),
        )
        marks = []
        for text, function, holds in entries:
            action = menu.addAction(text)
            action.setCheckable(True)
            action.triggered.connect(lambda _checked=False, function=function: function())
            marks.append((action, text, holds))

        def mark() -> None:
            chosen = self._services.settings.get(MODEL)
            for action, text, holds in marks:
                action.setChecked(holds(chosen))
                named = holds(chosen) and chosen not in _NO_FILES
                action.setText(f"{shown_name(chosen)} …" if named else text)

        menu.aboutToShow.connect(mark)

    def _step_type(self, step: int) -> None:
        settings = self._services.settings
        now = settings.get(PAGE_SIZE) or _USUAL_POINTS
        place = min(range(len(_POINTS)), key=lambda index: abs(_POINTS[index] - now))
        settings.set(PAGE_SIZE, _POINTS[min(max(place + step, 0), len(_POINTS) - 1)])

    def _open_logs(self) -> None:
        folder = self._services.paths.log.parent
        if folder.is_dir():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        else:
            self._services.notices.show(self._window.tr("There is no log yet."))

    def _restore_window(self) -> None:
        geometry, _, layout = self._services.settings.get(WINDOW).partition("|")
        self._window.restore_place(geometry)
        if layout:
            self._window.folds.restore(layout)

    def _keep_window(self) -> None:
        self._services.settings.set(WINDOW, f"{self._window.place()}|{self._window.folds.state()}")
        self._save_settings()

    def _save_settings(self) -> None:
        try:
            self._services.settings.save()
        except SongwrightError as error:
            self._services.notices.error(error, key="settings")
