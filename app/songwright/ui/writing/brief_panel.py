"""The brief, at the left of the window: what the piece is about, its kind, mood and length, and the model."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from songwright.core.changes import Aspect, Change
from songwright.core.song import Piece
from songwright.llm.brief import Brief, Length, brief_of
from songwright.llm.rewriting import taken_up
from songwright.llm.usual_form import usual_form
from songwright.llm.wished import Wished
from songwright.ui.elided_label import ElidedLabel
from songwright.ui.fields import DocumentText, Segments, action_button, caption, icon_button, label
from songwright.ui.services import Services
from songwright.ui.writing.desk import WritingDesk
from songwright.ui.writing.form_picker import FormPicker
from songwright.ui.writing.form_shelf import FormShelf
from songwright.ui.writing.manner_shelf import MannerShelf, manner_title
from songwright.ui.writing.model_card import ModelCard
from songwright.ui.writing.outliner import Outliner
from songwright.ui.writing.piece_choice import PieceChoice
from songwright.ui.writing.quality_dial import QualityDial

__all__ = ["MOODS", "BriefPanel"]

MOODS = (
    "wistful", "hopeful", "tender", "joyful", "melancholy", "longing", "playful", "defiant", "dreamy", "bittersweet",
    "calm", "restless", "triumphant", "eerie", "angry", "grateful",
)  # fmt: skip
# In base type sizes: the panel grows with the type.
_ABOUT_HEIGHT, _ABOUT_LEAST = 5.6, 3.8
_LOW = 54.0


class BriefPanel(QFrame):
    """Asks for what the model should write. The subject and the kind of piece belong to the document."""

    wanted = Signal()
    """It has to be seen: nothing can be written until it says more."""

    def __init__(
        self,
        services: Services,
        forms: FormShelf | None = None,
        parent: QWidget | None = None,
        *,
        manners: MannerShelf | None = None,
    ) -> None:
        super().__init__(parent)
        self._manners = manners
        self.setObjectName("sidePanel")
        self.forms = forms or FormShelf(services)
        self._services = services
        self._session = services.session
        self.about = DocumentText()
        self.piece = PieceChoice()
        self.mood = QComboBox()
        self.length = Segments(
            self.tr("Length"),
            (
                ("short", self.tr("Short"), self.tr("A verse or two")),
                ("medium", self.tr("Medium"), self.tr("The usual length")),
                ("long", self.tr("Long"), self.tr("As much as the model can do well")),
            ),
        )
        self.length.set_value("medium")
        self.form = FormPicker(services, self.forms)
        self.form.set_value(usual_form(self._session.song.piece, self.length.value))
        self.quality = QualityDial(services)
        self.wished = Wished()
        self._wishes = QPushButton(self.tr("Wishes…"))
        self._wished = ElidedLabel()
        self._labels: dict[str, QLabel] = {}
        self._write = action_button(services.actions["write"], kind="primary")
        self._stop = QPushButton(self.tr("Stop"))
        self._again = action_button(services.actions["again"], icon=True)
        self._takes = QWidget()
        self._take_label = QLabel()
        self._hint = caption(self.tr("Ctrl+Enter writes · Esc stops"))
        self._card: ModelCard | None = None
        self._desk: WritingDesk | None = None
        self._column = QVBoxLayout(self)
        self._arrange()
        self._connect()
        self._show_song()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window, leave out what only explains."""
        super().resizeEvent(event)
        low = event.size().height() < self._services.theme.pixels(_LOW)
        self._hint.setVisible(not low)
        self.form.show_picture(shown=not low)

    def brief(self) -> Brief:
        """The request as it stands."""
        piece = Piece(self.piece.value)
        form = "" if piece is Piece.STORY else self.form.value
        about, mood = self.about.toPlainText().strip(), self.mood.currentText().strip()
        return self.wished.asked_of(Brief(about, piece, mood, Length(self.length.value), form=form))

    def follow_desk(self, desk: WritingDesk) -> None:
        """Show the desk's takes and its model."""
        self._desk = desk
        self._card = ModelCard(self._services, desk)
        self._column.addWidget(self._card)
        desk.changed.connect(lambda: self._show_desk(desk))
        desk.brief_wanted.connect(self._come_up)
        desk.timed.connect(self._note_time)
        self._show_desk(desk)

    def _come_up(self) -> None:
        self.wanted.emit()
        self.about.setFocus()

    def set_model_menu(self, menu: QMenu) -> None:
        """What the model card's button opens."""
        if self._card is not None:
            self._card.set_menu(menu)

    def _arrange(self) -> None:
        column = self._column
        column.setContentsMargins(16, 4, 16, 12)
        column.setSpacing(4)
        about = label(self.tr("What is it about?"), "field", buddy=self.about)
        self.about.setPlaceholderText(self.tr("A lighthouse keeper's last night before the light goes automatic"))
        self.about.setAccessibleName(self.tr("What is it about?"))
        self.about.setToolTip(self.tr("A sentence or two: who, where, what happens, which images"))
        self.mood.setEditable(True)
        self.mood.addItems([QCoreApplication.translate("Moods", mood) for mood in MOODS])
        self.mood.setAccessibleName(self.tr("Mood"))
        self.mood.setToolTip(self.tr("Choose a mood or type your own"))
        if (typed := self.mood.lineEdit()) is not None:
            typed.setPlaceholderText(self.tr("Any mood"))
        for name, caption_, widget in (
            ("about", about, self.about),
            ("piece", label(self.tr("Piece"), "field"), self.piece),
            ("mood", label(self.tr("Mood"), "field", buddy=self.mood), self.mood),
            ("form", label(self.tr("Form"), "field", buddy=self.form.box), self.form),
            ("length", label(self.tr("Length"), "field"), self.length),
            ("quality", label(self.tr("Quality"), "field"), self.quality),
        ):
            self._labels[name] = caption_
            caption_.setContentsMargins(0, 0 if name == "about" else 6, 0, 0)
            column.addWidget(caption_)
            column.addWidget(widget)
        column.addLayout(self._wishes_row())
        column.addSpacing(8)
        self._write.setMinimumHeight(38)
        self._stop.setMinimumHeight(38)
        self._stop.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._stop.setToolTip(self._services.actions["stop"].toolTip())
        column.addWidget(self._write)
        column.addWidget(self._stop)
        column.addSpacing(4)
        column.addWidget(self._hint)
        column.addSpacing(8)
        column.addWidget(self._takes_row())
        column.addStretch(1)

    def _wishes_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 0)
        self._wishes.setProperty("kind", "quiet")
        self._wishes.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._wishes.setToolTip(
            self.tr("In whose manner, letters and words to use or to avoid, who speaks, which images")
        )
        row.addWidget(self._wishes)
        row.addWidget(self._wished, 1)
        return row

    def _takes_row(self) -> QWidget:
        row = QHBoxLayout(self._takes)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self._again)
        row.addStretch(1)
        for name in ("previous_take", "next_take"):
            action = self._services.actions[name]
            row.addWidget(
                icon_button(self._services.theme, name.removesuffix("_take"), action.toolTip(), action=action)
            )
            if name == "previous_take":
                row.addWidget(self._take_label)
        return self._takes

    def _connect(self) -> None:
        self.about.textChanged.connect(self._edit_about)
        self.piece.chosen.connect(self._edit_piece)
        self.form.changed.connect(self._show_possible)
        self._wishes.clicked.connect(lambda _checked=False: self._ask_wishes())
        stop = self._services.actions["stop"]
        self._stop.clicked.connect(lambda _checked=False: stop.trigger())
        self._session.subscribe(self._follow)
        self._services.theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        theme = self._services.theme
        self.about.setMinimumHeight(theme.pixels(_ABOUT_LEAST))
        self.about.setMaximumHeight(theme.pixels(_ABOUT_HEIGHT))
        self._stop.setIcon(theme.icon("stop", "error"))

    def _edit_about(self) -> None:
        song = replace(self._session.song, about=self.about.toPlainText())
        self._session.apply(self.tr("Brief"), song, merge="about", origin=self)

    def _edit_piece(self, piece: str) -> None:
        self._change_form(self._session.song.piece, Piece(piece))
        self._show_possible()
        song = replace(self._session.song, piece=Piece(piece))
        self._session.apply(self.tr("Kind of Piece"), song, origin=self)

    def _change_form(self, before: Piece, piece: Piece) -> None:
        """A form that was chosen stays; one that came with the piece goes with it."""
        if self.form.value == usual_form(before, self.length.value):
            self.form.set_value(usual_form(piece, self.length.value))

    def _follow(self, change: Change) -> None:
        if change.aspects & Aspect.OPENED:
            brief = self._last_brief()
            if brief is not None:
                self.mood.setCurrentText(brief.mood)
                self.length.set_value(brief.length)
            # Form and wishes are the piece's own; how it should sound and how long it is may stay.
            usual = usual_form(self._session.song.piece, self.length.value)
            self.form.set_value(brief.form if brief is not None else usual)
            self.set_wished(Wished.of(brief) if brief is not None else Wished())
        elif change.origin is not self:
            # The start page asks what it should be, too.
            self._change_form(Piece(self.piece.value), self._session.song.piece)
        if change.origin is not self and change.aspects & (Aspect.DETAILS | Aspect.OPENED):
            self._show_song()

    def _last_brief(self) -> Brief | None:
        """What the words of the document were asked to be; without accepted ones, what was asked for last."""
        whole = [take for take in self._session.takes if not brief_of(take).rewrites]
        accepted = [take for take in whole if taken_up(self._session.song, take)]
        last = (accepted or whole)[-1:]
        return brief_of(last[0]) if last else None

    def _show_song(self) -> None:
        song = self._session.song
        self.about.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.about.show_text(song.about)
        self.about.blockSignals(False)  # noqa: FBT003 - Qt's own
        self.piece.set_value(song.piece.value)
        self._show_possible()

    def _show_possible(self) -> None:
        """A story has no form, and a form has a length of its own; how good its lines are can be chosen."""
        story = self.piece.value == Piece.STORY.value
        formed = not story and bool(self.form.value)
        self.form.allow(allowed=not story)
        for name, widget, shown in (("length", self.length, not formed), ("quality", self.quality, formed)):
            self._labels[name].setVisible(shown)
            widget.setVisible(shown)
        self.quality.show_form(self.form.form)

    def _note_time(self, brief: Brief, seconds: float) -> None:
        form = self.forms.get(brief.form)
        if form is not None and not brief.kept:
            self.quality.note(form, seconds)

    def _ask_wishes(self) -> None:
        # Imported when used: the window starts without it (tests/test_start.py).
        from songwright.ui.dialogs.wishes_dialog import WishesDialog

        form = self.form.form
        outliner = Outliner(self._desk.writer, self.brief) if self._desk is not None else None
        lines = len(form.lines) if form is not None else None
        dialog = WishesDialog(
            self.wished,
            self.window(),
            lines=lines,
            outliner=outliner,
            lexicon=self._services.lexicon,
            jobs=self._services.jobs,
            shelf=self._manners,
        )
        if outliner is not None:
            outliner.setParent(dialog)
        if dialog.exec():
            self.set_wished(dialog.wished)
            if dialog.form and self.piece.value != Piece.STORY.value:
                self.form.set_value(dialog.form)
        dialog.deleteLater()

    def set_wished(self, wished: Wished) -> None:
        """Wish for this."""
        self.wished = wished
        told = {
            "words": self.tr("with {0}"),
            "avoid": self.tr("no {0}"),
            "acrostic": self.tr("acrostic {0}"),
            "letters": self.tr("without {0}"),
            "theme": self.tr("near {0}"),
            "view": "{0}",
            "images": "{0}",
            "era": "{0}",
        }
        parts = [text.format(value) for key, text in told.items() if (value := getattr(wished, key))]
        if wished.outline:
            parts.append(self.tr("an outline"))
        if wished.manner:
            parts.insert(0, self.tr("like {0}").format(manner_title(wished.manner)))
            if self._manners is not None:
                self._manners.prepare(wished.manner)
        self._wished.set_whole_text("  ·  ".join(parts))

    def _show_desk(self, desk: WritingDesk) -> None:
        self._write.setVisible(not desk.writing)
        self._stop.setVisible(desk.writing)
        self._takes.setVisible(desk.count > 0)
        self._take_label.setText(self.tr("Take {0} of {1}").format(desk.shown + 1, desk.count))
