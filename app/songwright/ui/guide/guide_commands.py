"""Help's own commands: the example song, the tour, and how it works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from songwright.core.session import Document
from songwright.core.song import Song
from songwright.music.request import ComposeRequest
from songwright.music.works import composed
from songwright.ui.composer.composing import ComposeTask
from songwright.ui.files import Files
from songwright.ui.services import Services
from songwright.ui.window import MainWindow

if TYPE_CHECKING:
    from songwright.ui.guide.tour import Tour

__all__ = ["GuideCommands"]


class GuideCommands(QObject):
    """Everything here can be had again, and left at any moment."""

    def __init__(self, services: Services, window: MainWindow, files: Files) -> None:
        super().__init__(window)
        self._services = services
        self._window = window
        self._files = files
        self._touring = False
        self.tour: Tour | None = None
        for name, function in (
            ("example_song", self.open_example),
            ("tour", self.begin_tour),
            ("how_it_works", self.show_how),
        ):
            services.actions.on(name, function)
        window.music.maker.composing.composed.connect(self._composed)
        window.music.maker.composing.cancelled.connect(lambda: setattr(self, "_touring", False))

    def open_example(self) -> None:
        """Open the example song, if the open document may be left, and set it to music."""
        from songwright.ui.guide.example import EXAMPLE_SEED, example_words  # few who start it ask for the example

        if not self._files.may_leave():
            return
        self._files.show_document(Document(example_words()))
        request = ComposeRequest(seed=EXAMPLE_SEED, composer="rules")
        self._window.music.maker.composing.start(ComposeTask(self.tr("Example Song"), composed(request)))

    def begin_tour(self) -> None:
        """Walk through the window with the example song; a song with music that is open is walked through as it is."""
        if self._services.actions.state("has_music"):
            self._show_tour()
            return
        self._touring = True
        self.open_example()
        if not self._window.music.maker.composing.busy:
            self._touring = False

    def _composed(self, song: Song) -> None:
        from songwright.ui.guide.example import EXAMPLE_SEED, example_words  # see `open_example`

        if song.title == example_words().title and song.seed == EXAMPLE_SEED:
            # What was only looked at asks for no saving.
            self._services.session.mark_saved()
            self._files.show_name()
        if self._touring:
            self._touring = False
            self._show_tour()

    def _show_tour(self) -> None:
        from songwright.ui.guide.tour import Tour, TourStep  # the bubbles are painted by a module of their own

        window = self._window
        window.stages.show_stage("words")
        if self.tour is not None:
            self.tour.hide()
        steps = (
            TourStep(
                self.tr("The page"),
                self.tr(
                    "Write and change words here. Chords stand above them, rhymes and syllables beside them. A row "
                    "such as [Chorus] starts a section. When a word changes, its notes follow."
                ),
                lambda: window.centre.sheet,
            ),
            TourStep(
                self.tr("Help beside it"),
                self.tr(
                    "Drawers at the left hold the idea, sections, takes and the composer. The helper at the right "
                    "knows rhymes and other words for the place of the cursor. Both fold away, and every key is in F1."
                ),
                lambda: window.rail,
            ),
            TourStep(
                self.tr("The whole song"),
                self.tr(
                    "Click anywhere in the strip to go there. Space plays and pauses. Words, bars and score follow "
                    "what is sung."
                ),
                lambda: window.music.transport,
                self.tr("Play it"),
            ),
        )
        self.tour = Tour(self._services.theme, steps, window.bench)
        self.tour.ended.connect(self._tour_ended)

    def _tour_ended(self, whole: bool) -> None:
        self.tour = None
        if whole:
            self._window.music.playing.play_from(0)
        self._window.stages.enter()

    def show_how(self) -> None:
        """Open “How It Works”."""
        # Imported when used: the window starts without it (tests/test_start.py).
        from songwright.ui.guide.how_it_works import HowItWorks

        dialog = HowItWorks(self._services, self._window.desk, self._window.music.maker.kit, self._window)
        dialog.exec()
        dialog.deleteLater()
