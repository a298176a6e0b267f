"""The humming dialog: hum a line or open a recording, look at its notes, hear them, put them into the song."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from songwright.audio.hum.melody import Fit, Melody, Place, Wishes, melody, place_of
from songwright.audio.hum.process import HumFailed, Listened, Recorded, Recording
from songwright.audio.hum.takes import new_take, takes_folder
from songwright.core.errors import SongwrightError
from songwright.core.song import Line, Song
from songwright.core.timeline import timeline
from songwright.lyrics.syllables import syllabify
from songwright.ui.fields import Segments, caption, indent_spin_boxes, label
from songwright.ui.music.playback import Playback
from songwright.ui.services import Services
from songwright.ui.sound.hum_process import HumProcess
from songwright.ui.sound.preview import Preview
from songwright.ui.sound.take_view import TakeView

__all__ = ["HumDialog"]

_SOUNDS = "*.wav *.flac *.ogg *.opus *.mp3 *.aiff *.aif"
_SHIFTS = 8  # steps of half a beat by which the beginning can be moved either way


class HumDialog(QDialog):
    """Works on the session's song as it was when the dialog was opened; one undo takes all of it back."""

    def __init__(
        self,
        services: Services,
        playback: Playback,
        line: str | None = None,
        parent: QWidget | None = None,
        *,
        process: HumProcess | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._preview = Preview(playback, services.session, self)
        self._song: Song = services.session.song
        self._process = process or HumProcess(self)
        self._process.happened.connect(self._happened)
        services.closing.append(self._process.close_down)
        self._listened: Listened | None = None
        self._melody: Melody | None = None
        self._recording = False
        self.setWindowTitle(self.tr("Hum a Melody"))
        self.setMinimumSize(600, 480)
        self._make()
        self._lay_out()
        self._fill_lines(line)
        self._connect()
        self._line_changed()

    # The form ---------------------------------------------------------------------------------------------------

    def _make(self) -> None:
        self.lines = QComboBox()
        self.lines.setAccessibleName(self.tr("Line"))
        self.lines.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.view = TakeView(self._services.theme)
        self.record = QPushButton(self.tr("Record"))
        self.record.setProperty("kind", "primary")
        self.along = QCheckBox(self.tr("Play along, with a bar counted in"))
        self.along.setToolTip(self.tr("Hear the song from this line on while you hum. Use headphones."))
        self.open_file = QPushButton(self.tr("Open a Recording…"))
        self.play_take = QPushButton(self.tr("Play the Take"))
        self.play_notes = QPushButton(self.tr("Play It in the Song"))
        self.fit = Segments(
            self.tr("Syllables"),
            (
                (Fit.EVERY_SYLLABLE.value, self.tr("A note for each"), self.tr("Part long notes and slur short ones")),
                (Fit.AS_HUMMED.value, self.tr("As hummed"), self.tr("Keep the notes; syllables may be left over")),
            ),
        )
        self.later = QSpinBox()
        self.later.setRange(-_SHIFTS, _SHIFTS)
        self.later.setAccessibleName(self.tr("Begin later, in half beats"))
        self.later.setSuffix(self.tr(" half beats"))
        self.transpose = QSpinBox()
        self.transpose.setRange(-13, 12)
        self.transpose.setSpecialValueText(self.tr("to the key"))
        self.transpose.setSuffix(self.tr(" semitones"))
        self.transpose.setValue(-13)
        self.transpose.setAccessibleName(self.tr("Transpose"))
        self.outcome = caption()
        self.outcome.setWordWrap(True)
        self.kept = caption()
        self.kept.setTextFormat(Qt.TextFormat.RichText)
        self.kept.linkActivated.connect(lambda folder: QDesktopServices.openUrl(QUrl.fromLocalFile(folder)))
        self.use = QPushButton(self.tr("Use This Melody"))
        self.use.setProperty("kind", "primary")
        self.cancel = QPushButton(self.tr("Cancel"))

    def _lay_out(self) -> None:
        top, tools, buttons = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        top.addWidget(label(self.tr("Line"), "field", buddy=self.lines))
        top.addWidget(self.lines, 1)
        for widget in (self.record, self.open_file, self.along):
            tools.addWidget(widget)
        tools.addStretch(1)
        choices = QGridLayout()
        choices.setHorizontalSpacing(12)
        choices.setVerticalSpacing(4)
        for column, (text, widget) in enumerate(
            (
                (self.tr("Syllables"), self.fit),
                (self.tr("Begin later"), self.later),
                (self.tr("Transpose"), self.transpose),
            )
        ):
            choices.addWidget(label(text, "field", buddy=widget), 0, column)
            choices.addWidget(widget, 1, column)
        choices.setColumnStretch(0, 1)
        for widget in (self.play_take, self.play_notes):
            buttons.addWidget(widget)
        buttons.addStretch(1)
        for widget in (self.cancel, self.use):
            buttons.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(self.tr("Hum a melody"), "title"))
        column.addLayout(top)
        column.addLayout(tools)
        column.addWidget(self.view, 1)
        column.addWidget(self.outcome)
        column.addLayout(choices)
        column.addWidget(self.kept)
        column.addLayout(buttons)
        indent_spin_boxes(self)

    def _fill_lines(self, chosen: str | None) -> None:
        for section in self._song.sections:
            for line in section.sung_lines:
                heading = f"{section.title}: " if section.title else ""
                self.lines.addItem(heading + line.text.strip(), line)
        places = [index for index in range(self.lines.count()) if self.lines.itemData(index).id == chosen]
        self.lines.setCurrentIndex(places[0] if places else 0)

    def _connect(self) -> None:
        self.lines.currentIndexChanged.connect(self._line_changed)
        self.record.clicked.connect(self._toggle_recording)
        self.open_file.clicked.connect(self._choose_file)
        self.play_take.clicked.connect(self._play_take)
        self.play_notes.clicked.connect(self._play_notes)
        self.fit.chosen.connect(lambda _: self._work_out())
        self.later.valueChanged.connect(self._work_out)
        self.transpose.valueChanged.connect(self._work_out)
        self.use.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self._process.ended.connect(self._update)

    # The line ---------------------------------------------------------------------------------------------------

    @property
    def _line(self) -> Line | None:
        line: Line | None = self.lines.currentData()
        return line

    def _line_changed(self) -> None:
        try:
            self._place: Place | None = place_of(self._song, self._line.id) if self._line is not None else None
            problem = "" if self._line is not None else self.tr("There are no words to sing yet.")
        except SongwrightError as error:
            self._place, problem = None, error.message
        if problem:
            self.view.show_hint(problem)
        elif self._listened is None:
            self.view.show_hint(self.tr("Press Record and hum or sing the line on “la”, or open a recording of it."))
        self._work_out()

    # Recording --------------------------------------------------------------------------------------------------

    def _toggle_recording(self) -> None:
        if self._recording:
            self._process.stop()
            self._preview.stop()
            self._set_recording(on=False)
            self.view.show_hint(self.tr("Listening…"))
            return
        words = self._line.text if self._line is not None else ""
        folder = takes_folder(self._services.project_path(), self._services.paths.data)
        self._preview.stop()
        self._set_recording(on=True)
        self.view.show_hint(self.tr("Opening the microphone…"))
        self._process.start(new_take(folder, words, datetime.now().astimezone()), record=True)
        if self.along.isChecked() and self._place is not None:
            self._preview.play_along(self._tick(self._place.start))

    def _set_recording(self, *, on: bool) -> None:
        self._recording = on
        self.record.setText(self.tr("Stop") if on else self.tr("Record Again"))
        self._update()

    def _choose_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Open a recording"), "", self.tr("Sound ({patterns})").format(patterns=_SOUNDS)
        )
        if path:
            self.hear(Path(path))

    def hear(self, path: Path) -> None:
        """Listen to a recording."""
        self._preview.stop()
        self.view.show_hint(self.tr("Listening…"))
        self._process.start(path, record=False)
        self._update()

    def _happened(self, event: object) -> None:
        match event:
            case Recording(peak=peak):
                self.view.add_peak(peak)
            case Recorded(path=path):
                self._show_kept(path)
                self._set_recording(on=False)
                self.view.show_hint(self.tr("Listening…"))
            case Listened() as listened:
                self._listened = listened
                self.view.show_take(listened.hearing, listened.peaks, self._song.key)
                self._work_out()
                self.play_take.setFocus()
            case HumFailed(message=message):
                self._set_recording(on=False)
                self.view.show_hint(message)
                self._listened = None
                self._work_out()

    def _show_kept(self, path: Path) -> None:
        text = self.tr("The take is kept as {name}.").format(name=path.name)
        self.kept.setText(f'{text} <a href="{path.parent}">{self.tr("Show it")}</a>')

    # The melody -------------------------------------------------------------------------------------------------

    def _work_out(self) -> None:
        """Fit what was heard to the line, and say what came of it."""
        self._preview.stop()
        self._melody = None
        self.outcome.setText("")
        if self._listened is not None and self._place is not None and self._line is not None:
            syllables = [syllable.text for syllable in syllabify(self._line.text, self._services.lexicon())]
            transpose = self.transpose.value()
            wishes = Wishes(
                self.later.value() * self._song.metre.beat_ticks // 2,
                None if transpose == self.transpose.minimum() else transpose,
                Fit(self.fit.value),
            )
            try:
                self._melody = melody(self._song, self._place, self._listened.hearing.notes, len(syllables), wishes)
            except SongwrightError as error:
                self.outcome.setText(error.message)
            else:
                self.outcome.setText(self._told(self._melody))
                self._write_words(self._melody, syllables)
        self._update()

    def _write_words(self, made: Melody, syllables: Sequence[str]) -> None:
        """Syllables above the notes of the picture, where each note heard is a note of the melody."""
        same = len(made.notes) == made.heard
        sung = [note.syllable for note in made.notes] if same else []
        before: list[int | None] = [None, *sung][: len(sung)]
        self.view.show_words(
            [
                "" if now is None or now == last or now >= len(syllables) else syllables[now]
                for now, last in zip(sung, before, strict=True)
            ]
        )

    def _told(self, made: Melody) -> str:
        """What became of the phrase, in a sentence or two."""
        parts = [self.tr("{notes} notes for {syllables} syllables.").format(notes=made.heard, syllables=made.syllables)]
        sung = {note.syllable for note in made.notes}
        if made.heard < made.syllables and len(sung) == made.syllables:
            parts.append(self.tr("Long notes are parted so that each syllable has one."))
        elif len(sung) < made.syllables:
            parts.append(self.tr("{count} syllables have no note.").format(count=made.syllables - len(sung)))
        elif len(made.notes) > made.syllables > 0:
            parts.append(self.tr("Short notes are slurred to the syllable before them."))
        if made.squeezed:
            parts.append(self.tr("It was longer than the line has room for, and is sung faster."))
        if made.transposed:
            parts.append(self.tr("It was moved by {count} semitones.").format(count=made.transposed))
        return " ".join(parts)

    def _update(self) -> None:
        idle = not self._recording and not self._process.busy
        heard = self._listened is not None and idle
        self.record.setEnabled(self._place is not None and (self._recording or idle or self._listened is not None))
        self.open_file.setEnabled(self._place is not None and not self._recording)
        self.lines.setEnabled(not self._recording)
        self.play_take.setEnabled(self._listened is not None and not self._recording)
        for widget in (self.play_notes, self.use):
            widget.setEnabled(self._melody is not None and not self._recording)
        for choice in (self.fit, self.later, self.transpose):
            choice.setEnabled(heard or self._listened is not None)

    # Hearing it -------------------------------------------------------------------------------------------------

    def _play_take(self) -> None:
        if self._listened is not None:
            self._preview.play_recording(self._listened.path)

    def _play_notes(self) -> None:
        """Play the song with the melody in it, from the line to its end."""
        if self._melody is not None and self._place is not None:
            end = self._tick(self._place.limit) + self._song.metre.beat_ticks
            self._preview.play_song(self._melody.song, self._tick(self._place.start), end)

    def _tick(self, inside: int) -> int:
        """The tick of the song at which a tick of the line's section sounds first."""
        assert self._place is not None  # noqa: S101 - only asked for with one
        spans = timeline(self._song).spans
        first = next((span.start for span in spans if span.section_id == self._place.section), 0)
        return max(0, first + inside)

    # The end ----------------------------------------------------------------------------------------------------

    def accept(self) -> None:
        """Put the melody into the song, as one step of undo."""
        if self._melody is None:
            return
        made = self._melody
        self._close()
        self._services.session.apply(self.tr("Hum a melody"), made.song)
        super().accept()

    def reject(self) -> None:
        """Leave the song as it is; takes stay where they are kept."""
        self._close()
        super().reject()

    def _close(self) -> None:
        self._preview.stop()
        self._process.close_down()
        if self._process.close_down in self._services.closing:
            self._services.closing.remove(self._process.close_down)
