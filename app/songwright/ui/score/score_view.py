"""The score as a page of the window: what is shown, zoom, the pages, and what to do while there is no music."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QActionGroup, QColor, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from songwright.core.song import Piece
from songwright.formats.engraving.chord_sheet import SheetOptions
from songwright.formats.engraving.drawing import A4, LETTER, Drawing, Mark
from songwright.formats.engraving.fingering import FrettedInstrument
from songwright.formats.engraving.score_pages import ScoreOptions
from songwright.formats.engraving.staves import PartKind
from songwright.host.settings import CHORD_DIAGRAMS
from songwright.ui.fields import action_button, caption, icon_button, label
from songwright.ui.score.canvas import ZOOM_STEP, ScoreCanvas
from songwright.ui.score.engraving import Engraving
from songwright.ui.score.key_menu import KeyMenu, shown_key
from songwright.ui.score.mark_children import MarkChildren
from songwright.ui.score.painter import screen_inks
from songwright.ui.services import Services

__all__ = ["ScoreView"]

_ROOMY = 720
_CHORDS = "chords"
"""The choice that is no score: words with chords."""


class ScoreView(QWidget):
    """Shows the session's song as a score."""

    play_asked = Signal(int)
    """Play from this tick."""
    syllable_chosen = Signal(str, int)
    """(line id, syllable): a note was picked that sings it."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._telling = False
        self._printing = False
        self._wanted: str | None = None
        imperial = QLocale().measurementSystem() is QLocale.MeasurementSystem.ImperialUSSystem
        self._paper = LETTER if imperial else A4
        self.engraving = Engraving(services, self)
        tokens = services.theme.tokens
        self.canvas = ScoreCanvas(screen_inks(tokens), QColor(tokens.accent), self)
        self.mark_children = MarkChildren(self.canvas, lambda: services.session.song, services.lexicon)
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("What is shown"))
        for key, text in (
            (PartKind.LEAD.value, self.tr("Lead sheet")),
            (_CHORDS, self.tr("Words with chords")),
            (PartKind.VOCAL.value, self.tr("Vocal parts")),
            (PartKind.FULL.value, self.tr("Full score")),
        ):
            self.kind.addItem(text, key)
        kept = services.settings.get(CHORD_DIAGRAMS)
        self._instrument = next((one for one in FrettedInstrument if one.value == kept), None)
        self.key = QPushButton()
        self.key.setToolTip(self.tr("Transpose the song, put on a capo, show chord diagrams"))
        self.key.setMenu(QMenu(self.key))
        self.key_menu = KeyMenu(services, self.key.menu())
        self.key_menu.filled.connect(self._offer_diagrams)
        self.percent = caption()
        self._empty_title = label("", "title")
        self._empty_text = label("", "empty")
        self._empty_icon = QLabel()
        self._compose = action_button(services.actions["compose"], kind="primary")
        self._stack = QStackedWidget()
        self.tool_bar = QWidget()
        """Stands beside the switch between words and score, to leave the height to the music."""
        self._lay_out()
        self._connect()
        self._restyle()
        self._show_key()
        self._choose()
        self._show_empty(self.tr("No score yet"), self.tr("Compose a tune to see its score."), compose=True)

    # Layout ---------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        theme = self._services.theme
        self.zoom_out = icon_button(theme, "zoom-out", self.tr("Smaller (Ctrl+wheel)"))
        self.zoom_in = icon_button(theme, "zoom-in", self.tr("Larger (Ctrl+wheel)"))
        self.fit = icon_button(theme, "fit-width", self.tr("As wide as the window"))
        self.print = icon_button(theme, "print", self.tr("Print"), action=self._services.actions["print"])
        self.percent.setMinimumWidth(self.percent.fontMetrics().horizontalAdvance(" 400 % "))
        tools = QHBoxLayout(self.tool_bar)
        tools.setSpacing(6)
        tools.setContentsMargins(0, 0, 0, 0)
        for widget in (self.kind, self.key):
            widget.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            tools.addWidget(widget)
        tools.addStretch(1)
        for tool in (self.zoom_out, self.percent, self.zoom_in, self.fit, self.print):
            tools.addWidget(tool)
        self._stack.addWidget(self._empty_page())
        self._stack.addWidget(self.canvas)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._stack, 1)

    def _empty_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setSpacing(8)
        column.addStretch(1)
        for part in (self._empty_icon, self._empty_title, self._empty_text):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(part)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._compose)
        row.addStretch(1)
        column.addSpacing(4)
        column.addLayout(row)
        column.addStretch(2)
        return page

    def _connect(self) -> None:
        services = self._services
        self.kind.activated.connect(self._choose)
        services.closing.append(services.session.subscribe(lambda _change: self._show_key()))
        self.zoom_in.clicked.connect(lambda: self.canvas.zoom_by(ZOOM_STEP))
        self.zoom_out.clicked.connect(lambda: self.canvas.zoom_by(1 / ZOOM_STEP))
        self.fit.clicked.connect(self.canvas.fit_width)
        self.canvas.zoom_changed.connect(lambda zoom: self.percent.setText(f"{round(zoom * 100)} %"))
        self.canvas.mark_chosen.connect(self._mark_chosen)
        self.canvas.play_asked.connect(self.play_asked)
        self.engraving.began.connect(self._show_begun)
        self.engraving.drawn.connect(self._show)
        self.engraving.failed.connect(lambda text: self._show_empty(self.tr("No score"), text))
        services.playhead.moved.connect(lambda tick, playing: self.canvas.set_playhead(tick, playing=playing))
        services.playhead.syllable_shown.connect(self._show_syllable)
        services.theme.changed.connect(self._restyle)

    # What is shown --------------------------------------------------------------------------------------------

    def go_to(self, line: str | None) -> None:
        """Pick the first note of a line, as soon as it is drawn; the song's first line is in sight anyway."""
        song = self._services.session.song
        first = next((line.id for section in song.sections for line in section.sung_lines), None)
        self._wanted = line if line != first else None
        self._go()

    def _go(self) -> None:
        if self._wanted is not None and self.canvas.drawing is not None and not self.engraving.busy:
            self.canvas.show_syllable(self._wanted, 0)
            self._wanted = None

    def _choose(self) -> None:
        key = self.kind.currentData()
        if key == _CHORDS:
            self.engraving.set_options(SheetOptions(paper=self._paper, diagrams=self._instrument))
        else:
            self.engraving.set_options(ScoreOptions(PartKind(key), paper=self._paper, diagrams=self._instrument))

    def _offer_diagrams(self, menu: QMenu) -> None:
        diagrams = menu.addMenu(self.tr("Chord diagrams"))
        group = QActionGroup(diagrams)
        for instrument, text in (
            (None, self.tr("None")),
            (FrettedInstrument.GUITAR, self.tr("Guitar")),
            (FrettedInstrument.UKULELE, self.tr("Ukulele")),
            (FrettedInstrument.PIANO, self.tr("Piano")),
        ):
            action = diagrams.addAction(text)
            action.setCheckable(True)
            action.setChecked(instrument is self._instrument)
            action.triggered.connect(lambda _checked=False, instrument=instrument: self.show_diagrams(instrument))
            group.addAction(action)

    def show_diagrams(self, instrument: FrettedInstrument | None) -> None:
        """Show how the chords are fingered on an instrument, or no longer."""
        self._instrument = instrument
        self._services.settings.set(CHORD_DIAGRAMS, instrument.value if instrument else "")
        self._choose()

    def _show_key(self) -> None:
        song = self._services.session.song
        self._offer_kinds(words_only=not song.tracks and song.piece is not Piece.SONG)
        name = shown_key(song.key)
        self.key.setText(self.tr("{0}, capo {1}").format(name, song.capo) if song.capo else name)
        self.key.setAccessibleName(self.tr("Key and capo: {0}").format(self.key.text()))

    def _offer_kinds(self, *, words_only: bool) -> None:
        """A poem has no notes to show: the page of words is all there is to print of it."""
        place = self.kind.findData(_CHORDS)
        self.kind.setItemText(place, self.tr("The words") if words_only else self.tr("Words with chords"))
        self.kind.setEnabled(not words_only)
        self.key.setVisible(not words_only)
        if words_only and self.kind.currentIndex() != place:
            self.kind.setCurrentIndex(place)
            self._choose()

    def print_pages(self) -> None:
        """Preview what is on show, and print it; what is being drawn is waited for."""
        self._printing = self.engraving.busy
        if not self._printing and self._stack.currentWidget() is self.canvas and self.canvas.drawing is not None:
            from songwright.ui.score.printing import preview  # printing needs a library of its own

            preview(self.canvas.drawing, self.window())

    def _show(self, drawing: Drawing | None) -> None:
        if drawing is None:
            self._show_nothing()
            return
        self.canvas.show_drawing(drawing)
        self._describe(drawing)
        self._stack.setCurrentWidget(self.canvas)
        self._go()
        if self._printing:
            self.print_pages()

    def _show_nothing(self) -> None:
        if self.kind.currentData() == _CHORDS:
            self._show_empty(self.tr("No words yet"), self.tr("Write some lines to see them with their chords."))
        else:
            self._show_empty(self.tr("No score yet"), self.tr("Compose a tune to see its score."), compose=True)

    def _show_begun(self) -> None:
        """The first page takes a moment; later the old one stays until the new one is ready."""
        if self._stack.currentWidget() is not self.canvas:
            self._show_empty(self.tr("Drawing the score…"), "")

    def _show_empty(self, title: str, text: str, *, compose: bool = False) -> None:
        self._compose.setVisible(compose)
        self._empty_title.setText(title)
        self._empty_text.setText(text)
        self._stack.setCurrentIndex(0)

    def _describe(self, drawing: Drawing) -> None:
        systems = [block for page in drawing.pages for block in page.blocks if block.bars]
        bars = sum(len(block.bars) for block in systems)
        text = self.tr("{title}: {bars} bars on {pages} pages. Left and Right go from note to note, Return plays.")
        name = drawing.title or self.tr("Untitled")
        self.canvas.setAccessibleDescription(text.format(title=name, bars=bars, pages=len(drawing.pages)))

    def _mark_chosen(self, mark: Mark) -> None:
        if mark.line is not None and mark.syllable is not None:
            self._telling = True
            self._services.playhead.show_syllable(mark.line, mark.syllable)
            self._telling = False
            self.syllable_chosen.emit(mark.line, mark.syllable)

    def _show_syllable(self, line: str, syllable: int) -> None:
        if not self._telling:
            self.canvas.show_syllable(line, syllable)

    # Events ---------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what has changed meanwhile."""
        super().showEvent(event)
        self.engraving.set_shown(shown=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is drawn while nobody looks."""
        super().hideEvent(event)
        self.engraving.set_shown(shown=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the figure of the zoom where there is little room."""
        super().resizeEvent(event)
        self.percent.setVisible(event.size().width() > _ROOMY)

    def _restyle(self) -> None:
        theme = self._services.theme
        tokens = theme.tokens
        self.canvas.set_look(screen_inks(tokens), QColor(tokens.accent), QColor(tokens.window))
        self._empty_icon.setPixmap(theme.icon("music", "faint").pixmap(40, 40))
