"""Other tunes for the chosen bars, and the tunes that were there before: listen, go back, compare, go between."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QListView,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from songwright.core.song import Song, Tune
from songwright.music.gm_names import track_title
from songwright.ui.composer.selection import Chosen
from songwright.ui.composer.tune_path import STOPS, TunePath
from songwright.ui.elided_label import ElidedLabel
from songwright.ui.fields import action_button, icon_button, label
from songwright.ui.services import Services

__all__ = ["TunesPage"]

STRIP_HEIGHT = 36
COMMANDS = ("recompose", "recompose_track", "reharmonise", "surprise", "more_like_this")


class TunesPage(QScrollArea):
    """Buttons for the window's own commands, and the history of one section."""

    tune_chosen = Signal(object)
    """A Tune that is to be the section's tune again."""
    marked = Signal(object, str)
    """(a Tune, "A" or "B")."""
    between_asked = Signal(object, object, int)
    """Two Tunes and a stop on the way from one to the other: 0 and `STOPS` + 1 are the tunes themselves."""
    sing_to_asked = Signal(str)
    """Id of the section to whose tune the chosen section is to be sung."""
    keep_asked = Signal()
    """The tune as it is now is to be among the kept ones (`show_tunes` follows)."""
    play_asked = Signal()
    shown = Signal()
    hidden = Signal()

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._tunes: tuple[Tune, ...] = ()
        self._current: Tune | None = None
        self.place = ElidedLabel()
        self.strip = QListWidget()
        self.path = TunePath()
        self.mark_a, self.mark_b = self.path.first, self.path.last
        self.swap = QPushButton("⇄")
        self.swap.setFixedWidth(40)
        self.swap.setToolTip(self.tr("Hear the other of the two marked tunes"))
        self.swap.setAccessibleName(self.tr("Change between the tunes A and B"))
        self.keep = QPushButton(self.tr("Keep"))
        self.keep.setToolTip(self.tr("Keep the tune as it is now among the tunes of its section"))
        self.sing_to = QPushButton(self.tr("Sing to"))
        self.sing_to.setToolTip(self.tr("Sing these words to the tune of another section"))
        self.sing_to.setProperty("menu", "true")
        self.models = QMenu(self)
        self.sing_to.setMenu(self.models)
        self.play = icon_button(services.theme, "play", self.tr("Play these bars"))
        self._dress_strip()
        self._lay_out()
        self._connect()
        self.show_chosen(None)
        self.show_tunes((), None)

    def _dress_strip(self) -> None:
        strip = self.strip
        strip.setAccessibleName(self.tr("Tunes of this section"))
        strip.setFlow(QListView.Flow.LeftToRight)
        strip.setWrapping(False)
        strip.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        strip.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        strip.setFixedHeight(STRIP_HEIGHT)

    def _lay_out(self) -> None:
        commands = QGridLayout()
        commands.setSpacing(4)
        texts = (self.tr("Bars Again"), self.tr("This Track"), self.tr("Chords"), self.tr("Surprise"),
                 self.tr("Similar"))  # fmt: skip
        for index, (name, text) in enumerate(zip(COMMANDS, texts, strict=True)):
            commands.addWidget(_narrow(_command_button(self._services, name, text)), index // 3, index % 3)
            commands.setColumnStretch(index % 3, 1)
        commands.addWidget(_narrow(self.sing_to), 1, 2)
        heading = label(self.tr("Tunes"), "field")
        history = QHBoxLayout()
        history.setSpacing(6)
        history.addWidget(heading)
        history.addWidget(self.strip, 1)
        history.addWidget(self.keep)
        history.addWidget(self.play)
        compare = QHBoxLayout()
        compare.setSpacing(6)
        compare.addWidget(label(self.tr("Compare"), "field"))
        compare.addWidget(self.path, 1)
        compare.addWidget(self.swap)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(14, 2, 14, 2)
        column.setSpacing(4)
        column.addWidget(self.place)
        column.addLayout(commands)
        column.addLayout(history)
        column.addLayout(compare)
        column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _connect(self) -> None:
        self.strip.itemClicked.connect(self._taken)
        self.strip.itemActivated.connect(self._taken)
        self.mark_a.clicked.connect(lambda: self._mark("A"))
        self.mark_b.clicked.connect(lambda: self._mark("B"))
        self.swap.clicked.connect(self._swap)
        self.keep.clicked.connect(self.keep_asked)
        self.path.moved.connect(self._go)
        self.play.clicked.connect(self.play_asked)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what is chosen."""
        super().showEvent(event)
        self.shown.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """What is chosen need not be shown any more."""
        super().hideEvent(event)
        self.hidden.emit()

    # What is shown ----------------------------------------------------------------------------------------------

    def show_chosen(self, chosen: Chosen | None) -> None:
        """Say which bars the commands change."""
        if chosen is None:
            text = self.tr("Choose notes in the bars; then other tunes for them can be made here.")
        elif chosen.track is None:
            text = chosen.describe()
        else:
            text = self.tr("{place} · {track}").format(place=chosen.describe(), track=track_title(chosen.track))
        self.place.set_whole_text(text)
        for button in (self.play, self.mark_a, self.mark_b):
            button.setEnabled(chosen is not None)

    def show_models(self, models: Sequence[tuple[str, str]]) -> None:
        """List the sections (id, name) to whose tune the chosen one can be sung."""
        self.models.clear()
        for section, name in models:
            action = self.models.addAction(self.tr("the tune of {name}").format(name=name))
            action.triggered.connect(lambda _on=False, section=section: self.sing_to_asked.emit(section))
        self.sing_to.setEnabled(bool(models))

    def show_tunes(self, tunes: Sequence[Tune], song: Song | None) -> None:
        """Show the tunes of the chosen section, and which of them the song has now."""
        self._tunes = tuple(tunes)
        self._current = _current_of(self._tunes, song)
        self._fill_strip()
        first, last = self._mark_of("A"), self._mark_of("B")
        self.swap.setEnabled(first is not None and last is not None)
        self.path.show_ends(first, last)
        if self._current is not None and self._current in (first, last):
            self.path.show_stop(0 if self._current == first else STOPS + 1)
        self.keep.setEnabled(self._current is None and self.play.isEnabled())

    def _mark_of(self, name: str) -> Tune | None:
        return next((tune for tune in self._tunes if tune.mark == name), None)

    def _fill_strip(self) -> None:
        self.strip.clear()
        for tune in self._tunes:
            item = QListWidgetItem(f"{tune.number} {tune.mark}".strip())
            item.setData(Qt.ItemDataRole.UserRole, tune)
            tip = self.tr("Tune {number}").format(number=tune.number)
            item.setToolTip(f"{tip}: {tune.origin}" if tune.origin else tip)
            item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            item.setSizeHint(QSize(44 if tune.mark else 34, STRIP_HEIGHT - 8))
            self.strip.addItem(item)
            if tune is self._current:
                self.strip.setCurrentItem(item)
                self.strip.scrollToItem(item)

    # What is asked for ------------------------------------------------------------------------------------------

    def _taken(self, item: QListWidgetItem) -> None:
        tune = item.data(Qt.ItemDataRole.UserRole)
        if tune is not self._current:
            self.tune_chosen.emit(tune)

    def _mark(self, name: str) -> None:
        if self._current is None:
            self.keep_asked.emit()
        if self._current is not None:
            self.marked.emit(self._current, name)

    def _swap(self) -> None:
        first, second = self._mark_of("A"), self._mark_of("B")
        self.tune_chosen.emit(second if self._current == first else first)

    def _go(self, stop: int) -> None:
        first, last = self._mark_of("A"), self._mark_of("B")
        if first is not None and last is not None:
            self.between_asked.emit(first, last, stop)


def _current_of(tunes: Sequence[Tune], song: Song | None) -> Tune | None:
    if song is None or not tunes:
        return None
    music = song.section(tunes[0].section).music
    return next((tune for tune in tunes if tune.music is music), None) or next(
        (tune for tune in tunes if tune.music == music), None
    )


def _narrow(button: QPushButton) -> QPushButton:
    """A button that is as wide as its share of the row, not as its text."""
    button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return button


def _command_button(services: Services, name: str, text: str) -> QPushButton:
    return action_button(services.actions[name], icon=False, text=text)
