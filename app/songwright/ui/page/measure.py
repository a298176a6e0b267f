"""What the page is measured by, which the song says, and the button below the page that offers other forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from songwright.core.changes import Aspect, Change
from songwright.core.errors import SongwrightError
from songwright.core.song import LIKE_FIRST
from songwright.ui.notices import Until
from songwright.ui.page.form_watch import FormWatch, Mould
from songwright.ui.services import Services
from songwright.ui.writing.form_shelf import FormShelf, form_sign

if TYPE_CHECKING:
    from songwright.lyrics.forms import Form

__all__ = ["MeasureButton"]

_MOULDS = {Mould.NONE: "", Mould.FIRST: LIKE_FIRST}


class MeasureButton(QToolButton):
    """Names the form and how many lines are out of it; its menu chooses another.

    `stanza()` gives the form of the stanza at the cursor, None when there is none.
    """

    def __init__(
        self,
        services: Services,
        watch: FormWatch,
        forms: FormShelf,
        stanza: Callable[[], Form | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._watch = watch
        self._forms = forms
        self._stanza = stanza
        self.setObjectName("measure")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self.setToolTip(self.tr("Which form the lines are measured by"))
        watch.changed.connect(self._show)
        forms.changed.connect(self._measure)
        services.session.subscribe(self._follow)
        services.theme.changed.connect(self._show)
        self._measure()
        self._show()

    def choose(self, measure: Form | Mould) -> None:
        """Measure by another form, or by none: an edit of the song."""
        try:
            form = self._sign(measure)
        except SongwrightError as error:
            self._services.notices.error(error, key="form", until=Until.OPENED)
            return
        session = self._services.session
        session.apply(self.tr("Form of the Page"), replace(session.song, form=form))

    def _sign(self, measure: Form | Mould) -> str:
        """What the song calls a measure. FormError for a form that has no description."""
        return _MOULDS[measure] if isinstance(measure, Mould) else form_sign(measure, self._forms)

    def _chosen(self, measure: Form | Mould) -> bool:
        try:
            return self._sign(measure) == self._services.session.song.form
        except SongwrightError:
            return False

    def _follow(self, change: Change) -> None:
        if change.aspects & (Aspect.DETAILS | Aspect.OPENED):
            self._measure()

    def _measure(self) -> None:
        form = self._services.session.song.form
        if form == LIKE_FIRST:
            self._watch.measure_by(Mould.FIRST)
        else:
            self._watch.measure_by(self._forms.get(form) or Mould.NONE)

    def _show(self) -> None:
        measure, check = self._watch.measure, self._watch.check
        if measure is Mould.NONE:
            text = self.tr("Form")
        elif measure is Mould.FIRST:
            text = self.tr("Like the first")
        else:
            text = measure.name
        faulty = check.faulty if check is not None else 0
        colour = "muted"
        if faulty:
            colour = "error"
            text += "  ·  " + (self.tr("1 line off") if faulty == 1 else self.tr("{0} lines off").format(faulty))
        elif check is not None and check.lines:
            colour = "success"
            text += "  ·  " + self.tr("in form")
        self.setText(f"{text} ▾")
        self.setAccessibleName(self.tr("Measured by: {0}").format(text))
        theme = self._services.theme
        self.setStyleSheet(f"QToolButton#measure {{ color: {getattr(theme.tokens, colour)}; padding: 1px 6px; }}")

    def _fill(self) -> None:
        menu = self._menu
        menu.clear()
        self._group = QActionGroup(menu)
        self._add(menu, self.tr("No form"), Mould.NONE)
        self._add(menu, self.tr("Each section like the first of its kind"), Mould.FIRST)
        own = self._stanza()
        if own is not None:
            self._add(menu, self.tr("Every stanza like the one at the cursor"), own)
        if self._forms.forms:
            more = menu.addMenu(self.tr("A form"))
            more.setToolTipsVisible(True)
            for form in self._forms.forms:
                self._add(more, QCoreApplication.translate("Forms", form.name), form).setToolTip(
                    QCoreApplication.translate("Forms", form.about)
                )
        menu.addSeparator()
        menu.addAction(self._services.actions["form_report"])
        menu.addAction(self._services.actions["show_stresses"])

    def _add(self, menu: QMenu, text: str, measure: Form | Mould) -> QAction:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(self._chosen(measure))
        action.triggered.connect(lambda _checked=False: self.choose(measure))
        self._group.addAction(action)
        return action
