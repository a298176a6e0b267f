"""The dialog "Human or Machine?": from the questions before a test to what its answers show."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from songwright.core.errors import SongwrightError
from songwright.core.seeds import fresh_seed
from songwright.host.atomic import write_file
from songwright.host.listening import SittingFolder
from songwright.music.kit import Kit
from songwright.music.listening.excerpts import load_excerpts
from songwright.music.listening.pieces import machine_name, make_trials
from songwright.music.listening.records import as_csv, as_json
from songwright.music.listening.trials import Sitting, Trial, TrialAnswer, TrialKind, heard_by, plan
from songwright.music.request import Watch
from songwright.ui.jobs import Job
from songwright.ui.listening.piece_player import PiecePlayer
from songwright.ui.listening.results_page import ResultsPage
from songwright.ui.listening.sitting_start import SittingStartPage
from songwright.ui.listening.trial_page import TrialPage
from songwright.ui.player.playing import Playing
from songwright.ui.services import Services

__all__ = ["ListeningDialog"]


class ListeningDialog(QDialog):
    """Has the player to itself while it is open; the song is neither read nor changed.

    Raises SongwrightError when the chorales cannot be read.
    """

    _progressed = Signal(float)

    def __init__(
        self, services: Services, playing: Playing, kit: Callable[[], Kit], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._playing = playing
        self._kit = kit
        self._excerpts = load_excerpts()
        self._folder = SittingFolder(services.paths.listening)
        self._tests: dict[str, Sitting] = {}
        self._test: Sitting | None = None
        self._job: Job | None = None
        self._stop = threading.Event()
        self.setWindowTitle(self.tr("Human or Machine?"))
        self.resize(940, 680)
        self.player = PiecePlayer(playing.playback, self)
        self.start_page = SittingStartPage(len(self._excerpts), str(services.paths.listening))
        self.making = _MakingPage()
        self.trial_page = TrialPage(services.theme, self.player)
        self.results_page = ResultsPage(services.theme, self.player)
        self._pages = QStackedWidget()
        for page in (self.start_page, self.making, self.trial_page, self.results_page):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self._connect()
        services.closing.append(self._abandon)
        playing.lend()
        self._read()
        self._show_start()

    def _connect(self) -> None:
        start, trial, results = self.start_page, self.trial_page, self.results_page
        start.start.clicked.connect(self._make)
        start.go_on.connect(self._resume)
        start.results.clicked.connect(lambda: self._show_results())
        start.close_dialog.clicked.connect(self.reject)
        self.making.cancel.clicked.connect(self._cancel)
        self._progressed.connect(self.making.show_progress)
        trial.answered.connect(self._answered)
        trial.went_on.connect(self._next)
        trial.pause.clicked.connect(self._pause)
        results.back.clicked.connect(self._show_start)
        results.go_on.connect(self._resume)
        results.delete_asked.connect(self._delete)
        results.export_asked.connect(self._export)
        self._playing.playback.reported.connect(self._tell_silence)

    # Pages --------------------------------------------------------------------------------------------------------

    def _show_start(self, problem: str = "") -> None:
        self.player.stop()
        self.start_page.show_tests(tuple(self._tests.values()), problem or self._unread())
        self._pages.setCurrentWidget(self.start_page)
        self.start_page.start.setDefault(True)
        self.start_page.start.setFocus()

    def _show_results(self, chosen: str = "", problem: str = "") -> None:
        self.player.stop()
        self._pages.setCurrentWidget(self.results_page)
        self.results_page.show_tests(tuple(self._tests.values()), chosen, problem)

    def _unread(self) -> str:
        names = ", ".join(self._folder.unread)
        return self.tr("These files are damaged and were left alone: {0}").format(names) if names else ""

    def _read(self) -> None:
        self._tests = {test.id: test for test in self._folder.load()}

    def _tell_silence(self) -> None:
        self.trial_page.show_silence(self._playing.playback.silence)

    # Making a test ------------------------------------------------------------------------------------------------

    def _make(self) -> None:
        """Have the machine's pieces made on a worker thread."""
        start = self.start_page
        kind, seed, now = TrialKind(start.kind.value), fresh_seed(), datetime.now().astimezone()
        heard = heard_by(start.who, tuple(self._tests.values()))
        plans = plan(kind, int(start.count.value), self._excerpts, seed, heard)
        blank = Sitting(
            f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}",
            now.isoformat(timespec="seconds"),
            kind,
            seed,
            machine_name(),
            (),
            start.who,
            start.trained,
            start.practice.isChecked(),
        )
        self._stop = threading.Event()
        watch, kit = Watch(self._stop.is_set, self._progressed.emit), self._kit
        self.making.show_progress(0.0)
        self._pages.setCurrentWidget(self.making)
        self._job = self._services.jobs.run(
            lambda: make_trials(plans, kit(), watch), lambda trials: self._made(blank, trials), self._not_made
        )

    def _made(self, blank: Sitting, trials: tuple[Trial, ...]) -> None:
        self._job = None
        test = replace(blank, trials=trials)
        if self._keep(test):
            self._resume(test.id)

    def _not_made(self, error: Exception) -> None:
        self._job = None
        self._show_start(error.message if isinstance(error, SongwrightError) else repr(error))

    def _cancel(self) -> None:
        self._abandon()
        self._show_start()

    def _abandon(self) -> None:
        """Make no more pieces."""
        if self._job is not None:
            self._stop.set()
            self._job.cancel()
            self._job = None

    def _keep(self, test: Sitting) -> bool:
        """Write a test; False, with the reason shown, when that fails."""
        try:
            self._folder.save(test)
        except SongwrightError as error:
            self._test = None
            self._show_start(error.message)
            return False
        self._tests[test.id] = test
        return True

    # Answering ----------------------------------------------------------------------------------------------------

    def _resume(self, test_id: str) -> None:
        self._test = self._tests[test_id]
        self._pages.setCurrentWidget(self.trial_page)
        self._tell_silence()
        self._next()

    def _answered(self, answer: TrialAnswer) -> None:
        if self._test is None:
            return
        test = self._test = self._test.answered(answer)
        if self._keep(test) and not test.practice:
            self._next()

    def _next(self) -> None:
        test = self._test
        if test is None:
            return
        if test.finished:
            self._test = None
            self._show_results(test.id)
        else:
            self.trial_page.show_trial(test)

    def _pause(self) -> None:
        self._test = None
        self._show_start()

    # Results ------------------------------------------------------------------------------------------------------

    def _delete(self, test_id: str) -> None:
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle(self.windowTitle())
        box.setText(self.tr("Delete this test?"))
        box.setInformativeText(self.tr("Its answers are lost, and what it added to the sums."))
        delete = box.addButton(self.tr("&Delete"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.exec()
        agreed = box.clickedButton() is delete
        box.deleteLater()
        if agreed:
            self.delete(test_id)

    def delete(self, test_id: str) -> None:
        """Delete a test for good."""
        try:
            self._folder.remove(test_id)
        except SongwrightError as error:
            self._show_results(test_id, error.message)
            return
        self._tests.pop(test_id, None)
        self._show_results()

    def _export(self) -> None:
        folder = self._services.paths.documents
        kinds = self.tr("Table, a row for each answer (*.csv);;Everything, notes included (*.json)")
        name = str(folder / "songwright-listening.csv")
        path, chosen = QFileDialog.getSaveFileName(self, self.tr("Export results"), name, kinds)
        if path:
            self.export_to(Path(path), as_table="csv" in chosen)

    def export_to(self, path: Path, *, as_table: bool) -> None:
        """Write all tests as a table or as JSON; the ending of the name decides where it is one of the two."""
        ending = path.suffix.lower()
        as_table = ending == ".csv" or (as_table and ending != ".json")
        if ending not in (".csv", ".json"):
            path = path.with_name(path.name + (".csv" if as_table else ".json"))
        tests = tuple(self._tests.values())
        try:
            write_file(path, (as_csv if as_table else as_json)(tests).encode("utf-8"))
        except SongwrightError as error:
            self._show_results(problem=error.message)

    # The end ------------------------------------------------------------------------------------------------------

    def reject(self) -> None:
        """Close; answers are kept already."""
        self._leave()
        super().reject()

    def _leave(self) -> None:
        self._abandon()
        if self._abandon in self._services.closing:
            self._services.closing.remove(self._abandon)
        self.player.stop()
        if self._playing.lent:
            self._playing.take_back()


class _MakingPage(QWidget):
    """Shown while the machine's pieces are made."""

    def __init__(self) -> None:
        super().__init__()
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setAccessibleName(self.tr("Progress"))
        self.cancel = QPushButton(self.tr("Cancel"))
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(QLabel(self.tr("Songwright makes its pieces…")), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.progress)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        column.addLayout(foot)

    def show_progress(self, share: float) -> None:
        """How much is made."""
        self.progress.setValue(round(1000 * share))
