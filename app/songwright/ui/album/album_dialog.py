"""An album from one subject: what it is about, the plan of its titles, and the songs as they are written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from songwright.core.errors import SongwrightError
from songwright.core.seeds import fresh_seed
from songwright.core.song import Piece
from songwright.host.names import safe_file_name
from songwright.llm.album import BY_TURNS, MOST_SONGS, AlbumPlan, AlbumSong, in_turn, planned
from songwright.llm.usual_form import FREE, hook_line, usual_form
from songwright.lyrics.forms import load_forms
from songwright.music.request import FOR_YOU
from songwright.music.styles import Styles
from songwright.ui.album.album_maker import AlbumMaker
from songwright.ui.album.track_table import TrackTable
from songwright.ui.fields import caption, indent_spin_boxes, label, set_kind
from songwright.ui.services import Services
from songwright.ui.writing.manner_picker import MannerPicker
from songwright.ui.writing.manner_shelf import MannerShelf

__all__ = ["AlbumDialog"]

_USUAL_SONGS = 8
_WORDS_ALONE = ""
_SIZE = (860, 640)


class AlbumDialog(QDialog):
    """Stays beside the window while songs are written; closed, it comes again as it was. `kept` is told every plan."""

    def __init__(
        self,
        services: Services,
        maker: AlbumMaker,
        shelf: MannerShelf,
        styles: Styles,
        kept: Callable[[AlbumPlan], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services, self._maker, self._styles, self._kept = services, maker, styles, kept
        self._own_folder = False
        self._ended = ""
        self.setWindowTitle(self.tr("Album"))
        self.about = QLineEdit()
        self.count = QSpinBox()
        self.manner = MannerPicker(shelf, maker.plan.manner)
        self.form = _box(self.tr("Form"), self._forms())
        self.style_box = _box(self.tr("Style of music"), self._styles_offered())
        self.folder = QLineEdit()
        self.choose_folder = QPushButton(self.tr("Choose…"))
        self.plan_button = QPushButton(self.tr("Plan the songs"))
        self.another = QPushButton(self.tr("Another title"))
        self.opening = QPushButton(self.tr("Open the song"))
        self.write = QPushButton(self.tr("Write the album"))
        self.stop = QPushButton(self.tr("Stop"))
        self.table = TrackTable(services.theme)
        self.bar = QProgressBar()
        self.told = caption()
        self._arrange()
        self._connect()
        self._show_plan(maker.plan)
        self.resize(*_SIZE)

    # --- layout -----------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        column.addWidget(label(self.tr("An album from one subject"), "title"))
        column.addLayout(self._fields())
        column.addWidget(self.table, 1)
        column.addWidget(self.bar)
        column.addWidget(self.told)
        column.addLayout(self._buttons())
        self.told.setWordWrap(True)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("How much of the album is done"))
        self.bar.hide()
        indent_spin_boxes(self)

    def _fields(self) -> QGridLayout:
        self.about.setPlaceholderText(self.tr("Two brothers and the field between their houses"))
        self.count.setRange(1, MOST_SONGS)
        self.count.setValue(_USUAL_SONGS)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        folder = QWidget()
        row = QHBoxLayout(folder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.folder, 1)
        row.addWidget(self.choose_folder)
        for line, place, text, widget, buddy, span in (
            (0, 0, self.tr("What is it about?"), self.about, self.about, 3),
            (0, 3, self.tr("Songs"), self.count, self.count, 1),
            (2, 0, self.tr("Form"), self.form, self.form, 1),
            (2, 1, self.tr("Style of music"), self.style_box, self.style_box, 1),
            (2, 2, self.tr("In the manner of"), self.manner, self.manner.box, 2),
            (4, 0, self.tr("Folder for the songs"), folder, self.folder, 4),
        ):
            field = label(text, "field", buddy=buddy)
            buddy.setAccessibleName(text)
            grid.addWidget(field, line, place, 1, span)
            grid.addWidget(widget, line + 1, place, 1, span, Qt.AlignmentFlag.AlignTop)
        for place, stretch in enumerate((3, 3, 3, 1)):
            grid.setColumnStretch(place, stretch)
        return grid

    def _buttons(self) -> QHBoxLayout:
        set_kind(self.write, "primary")
        set_kind(self.another, "quiet")
        self.plan_button.setToolTip(self.tr("Have the model find a title for every song, which you may change"))
        self.write.setToolTip(self.tr("Write, set to music and save every song that is not there yet"))
        for button in (self.plan_button, self.another, self.opening, self.write, self.stop, self.choose_folder):
            button.setAutoDefault(False)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.plan_button, self.another):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self.opening, self.stop, self.write):
            row.addWidget(button)
        return row

    def _connect(self) -> None:
        maker = self._maker
        self.about.textEdited.connect(lambda _text: self._asked_otherwise())
        self.count.valueChanged.connect(lambda _count: self._show_possible())
        self.folder.textEdited.connect(lambda _text: self._name_folder())
        self.choose_folder.clicked.connect(lambda _checked=False: self._choose_folder())
        self.plan_button.clicked.connect(lambda _checked=False: self.make_plan())
        self.another.clicked.connect(lambda _checked=False: self._another_title())
        self.write.clicked.connect(lambda _checked=False: self.write_album())
        self.stop.clicked.connect(lambda _checked=False: maker.stop())
        self.opening.clicked.connect(lambda _checked=False: self._open_chosen())
        self.table.edited.connect(self._edited)
        self.table.opened.connect(self._open)
        self.table.itemSelectionChanged.connect(self._show_possible)
        self.manner.changed.connect(self._show_possible)
        maker.changed.connect(lambda _number: self._follow())
        maker.progressed.connect(self._follow)
        maker.ended.connect(self._end)

    def _forms(self) -> Sequence[tuple[str, str]]:
        named = [form for form in load_forms() if hook_line(form) is not None]
        return (
            *((QCoreApplication.translate("Forms", form.name), form.id) for form in named),
            (self.tr("By turns"), BY_TURNS),
            (self.tr("Free"), FREE),
        )

    def _styles_offered(self) -> Sequence[tuple[str, str]]:
        named = [(QCoreApplication.translate("Styles", style.name), style.id) for style in self._styles]
        return (
            (self.tr("For the words of each"), FOR_YOU),
            (self.tr("By turns"), BY_TURNS),
            (self.tr("No music, words alone"), _WORDS_ALONE),
            *named,
        )

    # --- the plan ---------------------------------------------------------------------------------------------

    def make_plan(self) -> None:
        """Lay out the songs as the fields say, and have the model find their titles."""
        try:
            songs = planned(self.about.text(), self.count.value(), fresh_seed())
        except SongwrightError as error:
            self._tell(error.message)
            self.about.setFocus()
            return
        asked = replace(self._asked(), songs=songs)
        self._maker.propose(self._turned(asked), tuple(song.number for song in songs))
        self._follow()

    def write_album(self) -> None:
        """Write what is not there yet; songs without a title get one from the model as they are written."""
        plan = self._turned(replace(self._asked(), songs=self._maker.plan.songs))
        if not plan.songs:
            self.make_plan()
            return
        self._maker.write(plan)
        self._follow()

    def _asked(self) -> AlbumPlan:
        """The plan without its songs, as the fields say."""
        return AlbumPlan(
            about=" ".join(self.about.text().split()),
            manner=self.manner.value,
            form=self.form.currentData(),
            style=self.style_box.currentData(),
            voice=self._maker.plan.voice,
            folder=self.folder.text().strip() or str(self._usual_folder()),
        )

    def _turned(self, plan: AlbumPlan) -> AlbumPlan:
        """The plan with a form and a style for each song that is not there yet."""
        seed = plan.songs[0].seed if plan.songs else 0
        forms = [value for _, value in self._forms() if value not in (BY_TURNS, FREE)]
        styles = [style.id for style in self._styles]
        count = len(plan.songs)
        of_forms = in_turn(forms, count, seed) if plan.form == BY_TURNS else [plan.form] * count
        of_styles = in_turn(styles, count, seed) if plan.style == BY_TURNS else [plan.style] * count
        songs = (
            song if song.path else replace(song, form="" if form == FREE else form, style=style)
            for song, form, style in zip(plan.songs, of_forms, of_styles, strict=True)
        )
        return replace(plan, songs=tuple(songs))

    def _another_title(self) -> None:
        song = self.table.chosen
        if song is not None and not song.path:
            seeded = replace(song, seed=fresh_seed())
            self._maker.propose(replace(self._maker.plan.with_song(seeded)), (song.number,))
            self._follow()

    def _edited(self, song: AlbumSong) -> None:
        self._maker.edit(song)
        self._kept(self._maker.plan)
        self._show_possible()

    # --- files ------------------------------------------------------------------------------------------------

    def _usual_folder(self) -> Path:
        name = (
            safe_file_name(" ".join(self.about.text().split())[:60]) if self.about.text().strip() else self.tr("Album")
        )
        return self._services.paths.documents / name

    def _asked_otherwise(self) -> None:
        if not self._own_folder:
            self.folder.setText(str(self._usual_folder()))
        self._show_possible()

    def _name_folder(self) -> None:
        self._own_folder = bool(self.folder.text().strip())

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder for the songs"), self.folder.text())
        if chosen:
            self.folder.setText(chosen)
            self._own_folder = True

    def _open_chosen(self) -> None:
        song = self.table.chosen
        if song is not None:
            self._open(song.number)

    def _open(self, number: int) -> None:
        path = next((song.path for song in self._maker.plan.songs if song.number == number), "")
        if path:
            self._services.open_project(Path(path))

    # --- what is shown ----------------------------------------------------------------------------------------

    def _show_plan(self, plan: AlbumPlan) -> None:
        """Fill the fields as a plan has them."""
        self.about.setText(plan.about)
        if plan.songs:
            self.count.setValue(len(plan.songs))
        for box, value in ((self.form, plan.form), (self.style_box, plan.style if plan.about else FOR_YOU)):
            box.setCurrentIndex(max(0, box.findData(value)))
        if not plan.about:
            self.form.setCurrentIndex(max(0, self.form.findData(usual_form(Piece.SONG))))
        self.folder.setText(plan.folder or str(self._usual_folder()))
        self._own_folder = bool(plan.folder)
        self._follow()

    def _follow(self) -> None:
        maker = self._maker
        plan, running = maker.plan, maker.running
        self.table.show_plan(plan, maker.current, hooks=running and not maker.writing)
        there = sum(bool(song.path) for song in plan.songs)
        titled = sum(bool(song.hook) for song in plan.songs)
        self.bar.setVisible(running)
        self.bar.setRange(0, max(1, len(plan.songs)))
        self.bar.setValue(there if maker.writing else titled)
        if running:
            told = self.tr("Song {0} of {1}: {2}") if maker.writing else self.tr("Finding titles: song {0} of {1}")
            now = next((song for song in plan.songs if song.number == maker.current), None)
            self._tell(told.format(maker.current, len(plan.songs), now.hook if now is not None else ""))
        elif not self._ended:
            self._tell(self._summary(there, len(plan.songs)))
        self._kept(plan)
        self._show_possible()

    def _summary(self, there: int, songs: int) -> str:
        if not songs:
            return self.tr("First the songs are planned: each tells another side of the subject and has its own title.")
        if there == songs:
            return self.tr("The album is done: {0} songs in {1}.").format(there, self._maker.plan.folder)
        if there:
            return self.tr("{0} of {1} songs are there. “Write the album” goes on with the others.").format(
                there, songs
            )
        return self.tr("Change titles and sides as you like (double click or F2), then write the album.")

    def _end(self, problem: str) -> None:
        self._ended = problem
        self._follow()
        if problem:
            self._tell(problem)
        self._ended = ""
        self._kept(self._maker.plan)

    def _tell(self, text: str) -> None:
        self.told.setText(text)

    def _show_possible(self) -> None:
        running, plan, song = self._maker.running, self._maker.plan, self.table.chosen
        begun = any(one.path for one in plan.songs)
        said = bool(self.about.text().strip())
        for widget in (self.about, self.count, self.form, self.style_box, self.manner, self.folder, self.choose_folder):
            widget.setEnabled(not running)
        self.table.setEditTriggers(
            TrackTable.EditTrigger.NoEditTriggers
            if running
            else TrackTable.EditTrigger.DoubleClicked
            | TrackTable.EditTrigger.EditKeyPressed
            | TrackTable.EditTrigger.AnyKeyPressed
        )
        self.plan_button.setText(self.tr("Plan a new album") if begun else self.tr("Plan the songs"))
        self.plan_button.setEnabled(not running and said)
        self.another.setEnabled(not running and song is not None and not song.path)
        self.opening.setEnabled(song is not None and bool(song.path))
        self.write.setEnabled(not running and said and any(not one.path for one in plan.songs))
        self.write.setVisible(not running)
        self.stop.setVisible(running)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closed while songs are written, it only hides: the writing goes on."""
        self._kept(self._maker.plan)
        super().closeEvent(event)

    def done(self, result: int) -> None:
        """Close."""
        self._kept(self._maker.plan)
        super().done(result)


def _box(name: str, entries: Sequence[tuple[str, str]]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    for text, value in entries:
        box.addItem(text, value)
    return box
