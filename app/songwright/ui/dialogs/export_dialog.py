"""The export dialog: which files, where, under which name; progress while they are made."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from songwright.audio.audiofile import FORMATS
from songwright.audio.export_presets import PRESETS, preset_of, usual_preset
from songwright.audio.takeaway import KINDS, STEMS, ExportTarget, StemsFormat, export_all, left_behind, targets
from songwright.core.errors import SongwrightError
from songwright.formats.engraving.score_exports import SCORES
from songwright.formats.exports import NOTES, WORDS, ExportTools
from songwright.host.names import safe_file_name
from songwright.host.settings import EXPORT_FOLDER, EXPORT_FORMATS
from songwright.ui.cover.cover_files import tag_picture
from songwright.ui.dialogs.diagram_choice import DiagramChoice
from songwright.ui.dialogs.export_folder import first_folder
from songwright.ui.dialogs.export_notes import ExportNotes
from songwright.ui.dialogs.preset_row import PresetRow
from songwright.ui.fields import caption, label
from songwright.ui.jobs import Job
from songwright.ui.notices import Level, Until
from songwright.ui.score.picture import to_png
from songwright.ui.services import Services
from songwright.ui.sound.options import SoundOptionsForm

__all__ = ["ExportDialog"]

_LEAST_WIDTH = 44.0
"""In base type sizes."""
_NAMED = 4
"""Files that would be replaced are named up to so many; the rest are counted."""


class _Progress(QObject):
    """Carries progress from the worker thread to the dialog's."""

    told = Signal(float)


class ExportDialog(QDialog):
    """Exports the session's song as it is when the button is pressed."""

    exported = Signal(tuple)
    """The paths that were written."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._job: Job | None = None
        self._stop = threading.Event()
        self.setWindowTitle(self.tr("Export"))
        has_music = any(section.music is not None for section in services.session.song.sections)
        self._make_place()
        self._make_kinds(has_music=has_music)
        self._make_progress()
        self._make_buttons()
        self._lay_out(has_music=has_music)
        for field in (self.name, self.folder):
            field.textChanged.connect(self._check)
        self._begin_with_preset(has_music=has_music)
        self._check()

    def _make_place(self) -> None:
        """What the files are called, and where they go."""
        song, project = self._services.session.song, self._services.project_path()
        # What a song is called outside is its title; its own file may have any name.
        named = song.title.strip() or (project.stem if project is not None else "")
        self.name = QLineEdit(safe_file_name(named, self.tr("Untitled")))
        self.name.setAccessibleName(self.tr("Name"))
        self.folder = QLineEdit(str(first_folder(self._services.settings, project)))
        self.folder.setAccessibleName(self.tr("Folder"))
        self.browse = QPushButton(self.tr("Choose…"))
        self.browse.clicked.connect(self._browse)

    def _make_kinds(self, *, has_music: bool) -> None:
        """Which kinds of files, by preset or one by one, and what is to be said of them."""
        self.presets = PresetRow(has_music=has_music)
        self.presets.chosen.connect(self._choose_preset)
        self.more = QPushButton(self.tr("More kinds of files"))
        self.more.setProperty("kind", "fold")
        self.more.setCheckable(True)
        self.more.toggled.connect(self._show_more)
        self._choice = QWidget()
        self.boxes = self._made_boxes(has_music=has_music)
        self.sound = SoundOptionsForm(self._services.settings)
        self.sound.setEnabled(has_music)
        self.diagrams = DiagramChoice(self._services.settings)
        self.diagrams.setEnabled(has_music)
        self.hint, self.lacks = caption(), caption()
        self._notes = ExportNotes(self.hint, self.lacks)

    def _make_progress(self) -> None:
        """How far it is; its room is kept while there is nothing to show."""
        self.progress = QProgressBar()
        self.progress.setAccessibleName(self.tr("Progress of the export"))
        policy = self.progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(policy)
        self.progress.hide()

    def _make_buttons(self) -> None:
        self.aside = QPushButton(self.tr("Go on in the background"))
        self.aside.setProperty("kind", "quiet")
        self.aside.clicked.connect(lambda _checked=False: self.go_aside())
        self.aside.hide()
        self.export = QPushButton(self.tr("Export"))
        self.export.setProperty("kind", "primary")
        self.export.setDefault(True)
        self.export.clicked.connect(self.start)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self.reject)

    def _begin_with_preset(self, *, has_music: bool) -> None:
        """What was chosen the last time; at first the usual preset. A choice of one's own is shown in full."""
        chosen = [name for name, box in self.boxes.items() if box.isChecked()]
        if self._services.settings.get(EXPORT_FORMATS) == EXPORT_FORMATS.default or not chosen:
            self._choose_preset(usual_preset(has_music=has_music).id)
        self._mark_preset()
        self.more.setChecked(not self.presets.value)
        self._show_more(self.more.isChecked())

    def _choose_preset(self, preset: str) -> None:
        kinds = next(one.kinds for one in PRESETS if one.id == preset)
        for name, box in self.boxes.items():
            box.setChecked(box.isEnabled() and name in kinds)

    def _mark_preset(self) -> None:
        chosen = preset_of([name for name, box in self.boxes.items() if box.isChecked()])
        self.presets.mark(chosen.id if chosen is not None else "")

    def _show_more(self, shown: bool) -> None:
        icon = "chevron-down" if shown else "chevron-right"
        self.more.setIcon(self._services.theme.icon(icon, "muted"))
        self._choice.setVisible(shown)
        self.setMinimumWidth(self._services.theme.pixels(_LEAST_WIDTH))
        self.adjustSize()

    def go_aside(self) -> None:
        """Let the window be used while the files are made; a notice shows how far they are, and can stop them."""
        self.hide()
        self._aside = True
        self._tell_progress(self.progress.value() / 1000 if self.progress.maximum() else 0.0)

    _aside = False

    def _tell_progress(self, fraction: float) -> None:
        told = self.tr("Exporting… {0} %").format(round(100 * fraction))
        self._services.notices.show(told, key="export", action=(self.tr("Stop"), self._stop.set))

    def _made_boxes(self, *, has_music: bool) -> dict[str, QCheckBox]:
        wanted = self._services.settings.get(EXPORT_FORMATS)
        boxes: dict[str, QCheckBox] = {}
        for one in KINDS:
            name = QCoreApplication.translate("Formats", one.name)
            box = QCheckBox(name if isinstance(one, StemsFormat) else f"{name}  {one.suffix}")
            possible = has_music or not one.needs_music
            box.setEnabled(possible)
            box.setChecked(possible and one.id in wanted)
            box.toggled.connect(self._check)
            boxes[one.id] = box
        return boxes

    def _lay_out(self, *, has_music: bool) -> None:
        self._lay_out_kinds()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        column.addWidget(label(self.tr("Take it away"), "title"))
        column.addLayout(self._place_fields())
        column.addWidget(self.presets)
        column.addWidget(self.more)
        column.addWidget(self._choice)
        column.addWidget(self._notes)
        if not has_music:
            column.addWidget(caption(self.tr("MIDI and sound need music: compose first.")))
        column.addLayout(self._button_row())

    def _place_fields(self) -> QGridLayout:
        place = QGridLayout()
        place.setHorizontalSpacing(12)
        place.setVerticalSpacing(8)
        place.addWidget(label(self.tr("Name"), "field", buddy=self.name), 0, 0)
        place.addWidget(self.name, 0, 1, 1, 2)
        place.addWidget(label(self.tr("Folder"), "field", buddy=self.folder), 1, 0)
        place.addWidget(self.folder, 1, 1)
        place.addWidget(self.browse, 1, 2)
        return place

    def _lay_out_kinds(self) -> None:
        """Every kind by what it is good for: notes and paper at the left, words and sound beside them."""
        lists = QHBoxLayout(self._choice)
        lists.setContentsMargins(0, 0, 0, 0)
        lists.setSpacing(24)
        scores = QVBoxLayout()
        scores.setSpacing(14)
        scores.addLayout(self._list(self.tr("Notes"), [self.boxes[one.id] for one in NOTES]))
        paper = self._list(self.tr("On paper"), [self.boxes[one.id] for one in SCORES])
        paper.insertWidget(paper.count() - 1, self.diagrams)
        scores.addLayout(paper, 1)
        lists.addLayout(scores)
        beside = QHBoxLayout()
        beside.setSpacing(24)
        beside.addLayout(self._list(self.tr("Words"), [self.boxes[one.id] for one in WORDS]))
        sound = self._list(self.tr("Sound"), [self.boxes[one.id] for one in (*FORMATS, *STEMS)])
        sound.insertWidget(sound.count() - 1, self.sound)
        beside.addLayout(sound, 1)
        lists.addLayout(beside, 1)

    def _button_row(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.progress, 1)
        buttons.addWidget(self.aside)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.export)
        return buttons

    def _list(self, heading: str, boxes: list[QCheckBox]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(label(heading, "section"))
        for box in boxes:
            column.addWidget(box)
        column.addStretch(1)
        return column

    # Choosing -------------------------------------------------------------------------------------------------

    @property
    def files(self) -> tuple[ExportTarget, ...]:
        """What would be written."""
        chosen = [kind for kind in KINDS if self.boxes[kind.id].isChecked()]
        return targets(Path(self.folder.text()).expanduser(), self.name.text().strip(), chosen)

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Export to"), self.folder.text())
        if folder:
            self.folder.setText(folder)

    def _check(self) -> None:
        name = self.name.text().strip()
        problem = ""
        if not name:
            problem = self.tr("Give the files a name.")
        elif safe_file_name(name) != name:
            problem = self.tr("That name has characters that files cannot have; “{name}” would do.").format(
                name=safe_file_name(name)
            )
        elif not self.folder.text().strip():
            problem = self.tr("Choose a folder.")
        elif not self.files:
            problem = self.tr("Choose at least one format.")
        self.lacks.setText(" ".join(left_behind((target.kind for target in self.files), self._services.session.song)))
        self.hint.setText(problem)
        self.hint.setVisible(bool(problem))
        self._notes.verticalScrollBar().setValue(0)
        self.export.setEnabled(not problem and self._job is None)
        self._mark_preset()

    # Exporting ------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Export, after asking about files that are there already."""
        existing = [target.path for target in self.files if target.path.exists()]
        if not existing:
            self._begin()
            return
        names = ", ".join(f"“{path.name}”" for path in existing[:_NAMED])
        if len(existing) > _NAMED:
            names = self.tr("{names} and {number} more").format(names=names, number=len(existing) - _NAMED)
        question = QMessageBox(self)
        question.setText(self.tr("Replace files that are there already?"))
        question.setInformativeText(self.tr("In this folder there is {names}.").format(names=names))
        replace = question.addButton(self.tr("Replace"), QMessageBox.ButtonRole.AcceptRole)
        question.addButton(QMessageBox.StandardButton.Cancel)
        question.setDefaultButton(QMessageBox.StandardButton.Cancel)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.buttonClicked.connect(lambda button: self._begin() if button is replace else None)
        question.open()

    def _begin(self) -> None:
        files, song = self.files, self._services.session.song
        self._remember_formats()
        relay = _Progress(self)
        relay.told.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)
        self._stop = stop = threading.Event()
        # A window that closes stops the export too, else it would wait for it.
        self._services.closing.append(stop.set)
        tools = ExportTools(self._services.lexicon, relay.told.emit, self._stop.is_set, to_png)
        letter = QLocale().measurementSystem() is QLocale.MeasurementSystem.ImperialUSSystem
        options = self.sound.options(song)
        tools = replace(tools, diagrams=self.diagrams.currentData(), letter=letter)
        tools = replace(tools, author=options.tags.artist, cover=tag_picture)
        self._job = self._services.jobs.run(
            lambda: export_all(song, files, tools, options=options), self._done, self._failed
        )
        self._set_busy(busy=True)

    def _remember_formats(self) -> None:
        """Keep the choice for the next time; what this song cannot be taken away as stays as it was."""
        kept = [name for name in self._services.settings.get(EXPORT_FORMATS) if not self._possible(name)]
        chosen = [name for name, box in self.boxes.items() if box.isChecked()]
        self._services.settings.set(EXPORT_FORMATS, (*chosen, *kept))

    def _possible(self, name: str) -> bool:
        return name in self.boxes and self.boxes[name].isEnabled()

    def _show_progress(self, fraction: float) -> None:
        """Until something is done the bar only says that something is being done."""
        if self._aside and self._job is not None:
            self._tell_progress(fraction)
        if fraction > 0:
            self.progress.setRange(0, 1000)
            self.progress.setValue(round(fraction * 1000))

    def _set_busy(self, *, busy: bool) -> None:
        self.progress.setVisible(busy)
        self.aside.setVisible(busy)
        self.progress.setRange(0, 0)
        self.cancel.setText(self.tr("Stop") if busy else self.tr("Cancel"))
        for widget in (self.name, self.folder, self.browse, self.presets, self._choice):
            widget.setEnabled(not busy)
        self.export.setEnabled(not busy)

    def _end(self) -> None:
        self._job = None
        if self._stop.set in self._services.closing:
            self._services.closing.remove(self._stop.set)

    def _done(self, paths: tuple[Path, ...]) -> None:
        self._end()
        folder = paths[0].parent
        self._services.settings.set(EXPORT_FOLDER, str(folder))
        first = f"“{paths[0].name}”"
        if len(paths) == 1:
            text = self.tr("Exported {file} to {folder}.").format(file=first, folder=folder)
        else:
            text = self.tr("Exported {file} and {count} more to {folder}.").format(
                file=first, count=len(paths) - 1, folder=folder
            )
        show = (self.tr("Show in Folder"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
        self._services.notices.show(text, Level.SUCCESS, key="export", action=show)
        self.exported.emit(paths)
        self.accept()

    def _failed(self, error: Exception) -> None:
        self._end()
        stopped = self._stop.is_set()
        self._set_busy(busy=False)
        self._check()
        if stopped:
            self._services.notices.show(self.tr("The export was stopped."), key="export")
            super().reject()
            return
        message = error.message if isinstance(error, SongwrightError) else str(error)
        self.hint.setText(message)
        self.hint.show()
        if not isinstance(error, SongwrightError):
            self._services.notices.error(error, key="export", until=Until.OPENED)

    def reject(self) -> None:
        """Stop an export that is running, or close."""
        if self._job is None:
            super().reject()
        else:
            self._stop.set()
            self.cancel.setEnabled(False)
