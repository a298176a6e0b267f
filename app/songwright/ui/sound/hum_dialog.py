"""The humming dialog: hum a line or open a recording, look at its notes, hear them, put them into the song."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from pathlib import Path

from PySide6.QtWidgets import (
    QFileDialog,
    QWidget,
)

from songwright.audio.hum.hummed_melody import Fit, LineSpan, Melody, MelodyWishes, melody, place_of
from songwright.audio.hum.protocol import HumFailed, Listened, ListenTo, Recorded, Recording, RecordTake, Struck
from songwright.audio.hum.takes import new_take, takes_folder
from songwright.core.errors import SongwrightError
from songwright.core.song import Line, Song
from songwright.core.timeline import timeline
from songwright.lyrics.divisions import line_syllables
from songwright.music.choir import is_choir
from songwright.ui.player.playback import Playback
from songwright.ui.services import Services
from songwright.ui.sound.hum_form import HumForm
from songwright.ui.sound.hum_process import HumProcess
from songwright.ui.sound.preview import Preview

__all__ = ["HumDialog"]

_SOUNDS = "*.wav *.flac *.ogg *.opus *.mp3 *.aiff *.aif"


class HumDialog(HumForm):
    """Shows the session's song as it was when the dialog was opened; one undo takes what it did back."""

    def __init__(
        self,
        services: Services,
        playback: Playback,
        line: str | None = None,
        parent: QWidget | None = None,
        *,
        process: HumProcess | None = None,
    ) -> None:
        super().__init__(services.theme, parent)
        self._services = services
        self._playback = playback
        self._preview = Preview(playback, services.session, self)
        self._song: Song = services.session.song
        self._process = process or HumProcess(self)
        self._process.happened.connect(self._happened)
        services.closing.append(self._process.close_down)
        self._listened: Listened | None = None
        self._melody: Melody | None = None
        self._recording = False
        self._in_time = False  # the take was recorded while the song played
        self.fill_lines(self._song, line)
        self._connect()
        self._line_changed()

    def _connect(self) -> None:
        self.lines.currentIndexChanged.connect(self._line_changed)
        self.record.clicked.connect(self._toggle_recording)
        self.open_file.clicked.connect(self._choose_file)
        self.play_take.clicked.connect(self._play_take)
        self.play_notes.clicked.connect(self._play_notes)
        self.fit.chosen.connect(lambda _: self._work_out())
        self.later.valueChanged.connect(self._work_out)
        self.pace.currentIndexChanged.connect(self._work_out)
        self.transpose.valueChanged.connect(self._work_out)
        self.use.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self._process.ended.connect(self._update)
        self._playback.midi_ports_listed.connect(self._list_keyboards)
        self._playback.list_midi_ports()

    # The line ---------------------------------------------------------------------------------------------------

    @property
    def _line(self) -> Line | None:
        line: Line | None = self.lines.currentData()
        return line

    def _line_changed(self) -> None:
        try:
            self._place: LineSpan | None = place_of(self._song, self._line.id) if self._line is not None else None
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
        keyboard = self.source.currentData()
        suffix, now = (".mid" if keyboard else ".wav"), datetime.now().astimezone()
        self.view.show_hint(self.tr("Play now.") if keyboard else self.tr("Opening the microphone…"))
        self._process.start(RecordTake(new_take(folder, words, now, suffix), keyboard or ""))
        self._in_time = self.along.isChecked() and self._place is not None
        if self._in_time and self._place is not None:
            self._preview.play_along(self._tick(self._place.start))

    def _list_keyboards(self, _outputs: tuple[str, ...], inputs: tuple[str, ...]) -> None:
        """Offer the MIDI keyboards; without any the choice is not shown."""
        chosen = self.source.currentData()
        while self.source.count() > 1:
            self.source.removeItem(1)
        for name in inputs:
            self.source.addItem(name, name)
        self.source.setCurrentIndex(max(0, self.source.findData(chosen)))
        self.source.setVisible(bool(inputs))

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
        self._in_time = False
        self.view.show_hint(self.tr("Listening…"))
        self._process.start(ListenTo(path))
        self._update()

    def _happened(self, event: object) -> None:
        match event:
            case Recording(peak=peak):
                self.view.add_peak(peak)
            case Struck(pitch=pitch, velocity=velocity):
                self._playback.strike(pitch, velocity)
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
        self.kept.setText(f'{escape(text)} <a href="{escape(str(path.parent))}">{self.tr("Show it")}</a>')

    # The melody -------------------------------------------------------------------------------------------------

    def _work_out(self) -> None:
        """Fit what was heard to the line, and say what came of it."""
        self._preview.stop()
        self._melody = None
        self.outcome.setText("")
        if self._listened is not None and self._place is not None and self._line is not None:
            syllables = [syllable.text for syllable in line_syllables(self._line, self._services.lexicon())]
            transpose = self.transpose.value()
            wishes = MelodyWishes(
                self.later.value() * self._song.metre.beat_ticks // 2,
                None if transpose == self.transpose.minimum() else transpose,
                Fit(self.fit.value),
                self._listened.hearing.exact,
                1.0 if self._in_time and self.pace.currentData() is None else self.pace.currentData(),
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
        if made.pace != 1.0:
            twice, half = self.tr("It is sung twice as fast as hummed."), self.tr("It is sung half as fast as hummed.")
            parts.append(twice if made.pace > 1.0 else half)
        if made.squeezed:
            parts.append(self.tr("It was longer than the line has room for, and is sung faster."))
        if made.transposed:
            parts.append(self._moved(made.transposed))
        if is_choir(made.song):
            parts.append(self.tr("The choir's other voices keep their notes until they are composed again."))
        return " ".join(parts)

    def _moved(self, semitones: int) -> str:
        if abs(semitones) == 1:
            return self.tr("It was moved up a semitone.") if semitones > 0 else self.tr("It was moved down a semitone.")
        text = self.tr("It was moved up {count} semitones.")
        if semitones < 0:
            text = self.tr("It was moved down {count} semitones.")
        return text.format(count=abs(semitones))

    def _update(self) -> None:
        idle = not self._recording and not self._process.busy
        self.record.setEnabled(self._place is not None and (self._recording or idle or self._listened is not None))
        self.open_file.setEnabled(self._place is not None and not self._recording)
        for choice in (self.lines, self.source):
            choice.setEnabled(not self._recording)
        sounding = self._listened is not None and not self._listened.hearing.exact  # played notes are no sound
        self.play_take.setEnabled(sounding and not self._recording)
        for widget in (self.play_notes, self.use):
            widget.setEnabled(self._melody is not None and not self._recording)
        for setting in (self.fit, self.later, self.pace, self.transpose):
            setting.setEnabled(self._listened is not None)

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
        if self._song is not self._services.session.song:
            # Something was composed meanwhile: the melody goes into the song as it is now.
            self._song = self._services.session.song
            self._line_changed()
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
