"""What a blank document shows: one field, one button, three ideas."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from songwright.core.changes import Aspect, Change
from songwright.core.language import sayable
from songwright.core.song import Piece
from songwright.ui.fields import DocumentText, action_button, label
from songwright.ui.models.writer_button import WriterButton
from songwright.ui.services import Services
from songwright.ui.writing.piece_choice import PieceChoice

__all__ = ["IDEAS", "StartPage"]

# Fifteen beginnings: someone, somewhere, at a moment when something changes.
IDEAS = sayable(
    (
        "A lighthouse keeper's last night before the light goes automatic",
        "Two strangers share an umbrella and miss both of their buses",
        "My grandmother's piano has one key that never played",
        "The first warm day, with every window in the street open",
        "A letter that arrives forty years late",
        "Learning to swim at sixty, in the lake where I grew up",
        "The night shift at a bakery, flour in the radio",
        "A ferry in fog, and somebody singing on the other deck",
        "The house is sold; the pencil marks of our heights stay on the door",
        "A train slows down at the station where I once got off",
        "Snow over the playground, and one pair of footprints",
        "The dog waits at the gate for a car that was sold",
        "What the moon would say about our kitchen",
        "An astronaut's mother hangs out the washing",
        "The last dance at a hall that becomes a car park",
    )
)
_WIDTH = 46.0
"""Of the page's column, in base type sizes."""
_LOW = 30.0
"""Height in base type sizes under which what only explains gives way."""


class StartPage(QFrame):
    """Asks what it should be about. Its field is the document's, as the idea drawer's is."""

    blank_wanted = Signal()
    """The user would rather write without being asked."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("startPage")
        self.setAccessibleName(self.tr("Start"))
        self._services = services
        self._session = services.session
        self._title = QLabel(self.tr("What should it be about?"))
        self._title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.about = DocumentText()
        self.about.setAccessibleName(self.tr("What should it be about?"))
        self.about.setToolTip(self.tr("A sentence or two: who, where, what happens, which images"))
        self.piece = PieceChoice()
        self.make = QPushButton()
        self.write = action_button(services.actions["write"], text=self.tr("Only write the words"))
        self.ideas = [QPushButton() for _ in range(3)]
        self._told = label(self.tr("Or begin with one of these:"), "caption")
        self.blank = QPushButton(self.tr("Start with a blank page"))
        self.open = action_button(services.actions["open"], kind="quiet", icon=False, text=self.tr("Open a file…"))
        self.writer = WriterButton(services, self._show_models)
        self.tour = action_button(
            services.actions["tour"], kind="quiet", icon=False, text=self.tr("A tour with an example song")
        )
        self._note = label("", "caption")
        self._arrange()
        self._connect()
        self.offer_ideas()
        self._show_song()
        self._restyle()

    def _arrange(self) -> None:
        self.make.setProperty("kind", "primary")
        self.make.setProperty("large", "true")
        for idea in self.ideas:
            idea.setProperty("kind", "idea")
            idea.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.blank.setProperty("kind", "quiet")
        self._note.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._middle = QWidget()
        inner = QVBoxLayout(self._middle)
        inner.setContentsMargins(16, 8, 16, 8)
        inner.setSpacing(8)
        inner.addWidget(self._title)
        inner.addSpacing(4)
        inner.addWidget(self.about)
        steps = QHBoxLayout()
        steps.setSpacing(8)
        steps.addWidget(self.piece)
        steps.addStretch(1)
        steps.addWidget(self.write)
        steps.addWidget(self.make)
        inner.addLayout(steps)
        inner.addWidget(self._note)
        inner.addWidget(self._told)
        for idea in self.ideas:
            inner.addWidget(idea)
        foot = QHBoxLayout()
        foot.addStretch(1)
        for button in (self.blank, self.open, self.tour):
            foot.addWidget(button)
        foot.addStretch(1)
        inner.addLayout(foot)
        inner.addWidget(self.writer, 0, Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addStretch(2)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._middle)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)

    def _connect(self) -> None:
        self.about.textChanged.connect(self._edit_about)
        self.piece.chosen.connect(self._edit_piece)
        self.make.clicked.connect(lambda _checked=False: self._make())
        self.blank.clicked.connect(lambda _checked=False: self.blank_wanted.emit())
        for place, idea in enumerate(self.ideas):
            idea.clicked.connect(partial(self._take_idea, place))
        self._services.actions["make_song"].enabledChanged.connect(self._show_possible)
        self._services.actions["write"].enabledChanged.connect(self._show_possible)
        self._services.closing.append(self._session.subscribe(self._follow))
        self._services.theme.changed.connect(self._restyle)

    def _show_models(self) -> None:
        """The model page stands beside the page of words."""
        self.blank_wanted.emit()
        self._services.actions["drawer_models"].setChecked(True)

    def offer_ideas(self) -> None:
        """Offer three other ideas."""
        chosen = random.sample(IDEAS, len(self.ideas))
        for idea, text in zip(self.ideas, chosen, strict=True):
            idea.setText(QCoreApplication.translate("Ideas", text))
            idea.setAccessibleName(self.tr("Idea: {0}").format(idea.text()))
            idea.setToolTip(self.tr("Take this idea"))
        self.about.setPlaceholderText(self.ideas[0].text())

    # --- what is done -----------------------------------------------------------------------------------------

    def _make(self) -> None:
        """Make the song, or write the poem or story; with an empty field the idea that stands in it is taken."""
        if not self.about.toPlainText().strip():
            self.about.setPlainText(self.about.placeholderText())
        self._services.actions["make_song" if self.piece.value == Piece.SONG.value else "write"].trigger()

    def _take_idea(self, place: int) -> None:
        self.about.setPlainText(self.ideas[place].text())
        self.make.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edit_about(self) -> None:
        song = replace(self._session.song, about=self.about.toPlainText())
        self._session.apply(self.tr("Brief"), song, merge="about", origin=self)

    def _edit_piece(self, piece: str) -> None:
        self._session.apply(self.tr("Kind of Piece"), replace(self._session.song, piece=Piece(piece)), origin=self)
        self._show_possible()

    # --- what is shown ----------------------------------------------------------------------------------------

    def _follow(self, change: Change) -> None:
        if change.aspects & Aspect.OPENED:
            self.offer_ideas()
        if change.origin is not self and change.aspects & (Aspect.DETAILS | Aspect.OPENED):
            self._show_song()

    def _show_song(self) -> None:
        song = self._session.song
        self.about.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.about.show_text(song.about)
        self.about.blockSignals(False)  # noqa: FBT003 - Qt's own
        self.piece.set_value(song.piece.value)
        self._show_possible()

    def _show_possible(self) -> None:
        names = {
            "song": self.tr("Make the song"),
            "poem": self.tr("Write the poem"),
            "story": self.tr("Write the story"),
        }
        usable = self._services.actions["write"].isEnabled()
        self.make.setText(names[self.piece.value])
        self.make.setEnabled(usable)
        self.make.setToolTip(self._services.actions["make_song"].toolTip())
        self.write.setVisible(self.piece.value == Piece.SONG.value)
        self._note.setText(
            "" if usable else self.tr("There is no model yet that could write. A blank page needs none.")
        )
        self._note.setVisible(not usable)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window leave out what only explains."""
        super().resizeEvent(event)
        theme = self._services.theme
        self._middle.setFixedWidth(min(theme.pixels(_WIDTH), event.size().width()))
        low = event.size().height() < theme.pixels(_LOW)
        self._told.setVisible(not low)
        self.ideas[2].setVisible(not low)

    def _restyle(self) -> None:
        theme = self._services.theme
        font = theme.page_font(theme.pixels(2.15) / theme.page_pixels, bold=True)
        self._title.setFont(font)
        self.about.setFont(theme.page_font(theme.pixels(1.3) / theme.page_pixels))
        self.about.setFixedHeight(theme.pixels(5.6))
