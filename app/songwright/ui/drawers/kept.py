"""The drawer of takes, tunes and versions: lists of one kind, with names and favourites, to compare and take again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QInputDialog, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from songwright.core.changes import Aspect, Change
from songwright.core.kept_tunes import with_tune
from songwright.core.song import Take, TrackRole, Tune
from songwright.core.versions import SongVersion, with_song_kept, with_version, with_versions_back
from songwright.core.words import lyric_text
from songwright.llm.brief import brief_of
from songwright.llm.kept_items import take_items, tune_items, tune_key, version_items
from songwright.llm.rewriting import taken_up
from songwright.ui.drawers.kept_list import KeptList
from songwright.ui.fields import Segments, label
from songwright.ui.notices import Until
from songwright.ui.shell.parts import Parts
from songwright.ui.writing.desk import Placement

__all__ = ["KeptDrawer", "build"]

TAKES, TUNES, VERSIONS = "takes", "tunes", "versions"


class KeptDrawer(QWidget):
    """Nothing here is lost by using something else: taking a take, tune or version is one step of undo."""

    def __init__(self, parts: Parts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._session = parts.services.session
        theme = parts.services.theme
        self.pages = Segments(
            self.tr("What is listed"),
            (
                (TAKES, self.tr("Takes"), self.tr("The drafts that were written")),
                (TUNES, self.tr("Tunes"), self.tr("The music that sections have had")),
                (VERSIONS, self.tr("Versions"), self.tr("The whole song as it was when you gave it a name")),
            ),
        )
        self.takes = KeptList(theme, self.tr("Takes"))
        self.tunes = KeptList(theme, self.tr("Tunes"))
        self.versions = KeptList(theme, self.tr("Versions"))
        self._lists = {TAKES: self.takes, TUNES: self.tunes, VERSIONS: self.versions}
        self._stack = QStackedWidget()
        for kept in self._lists.values():
            self._stack.addWidget(kept)
        self._empty = label("", "empty")
        self._empty.setWordWrap(True)
        self.use = QPushButton()
        self.again = QPushButton(self.tr("Go on from it"))
        self.compare = QPushButton(self.tr("Compare"))
        self.keep = QPushButton(self.tr("Keep this version\u2026"))
        self.remove = QPushButton(self.tr("Remove"))
        self._arrange()
        self._connect()
        self._fill()

    def _arrange(self) -> None:
        self.use.setProperty("kind", "primary")
        self.again.setToolTip(self.tr("Write another take of the same brief, model and settings, from a new seed"))
        self.keep.setToolTip(self.tr("Keep the song as it is now, under a name: before the new bridge"))
        tools = QGridLayout()
        tools.setSpacing(6)
        tools.addWidget(self.use, 0, 0, 1, 2)
        tools.addWidget(self.again, 1, 0)
        tools.addWidget(self.compare, 1, 1)
        tools.addWidget(self.remove, 1, 0)
        tools.addWidget(self.keep, 2, 0, 1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 12, 8)
        column.setSpacing(6)
        column.addWidget(self.pages)
        column.addWidget(self._empty)
        column.addWidget(self._stack, 1)
        column.addLayout(tools)

    def _connect(self) -> None:
        self.pages.chosen.connect(lambda _page: self._show_page())
        for page, kept in self._lists.items():
            kept.starred.connect(partial(self._star, page))
            kept.rename_asked.connect(partial(self._rename, page))
            kept.used.connect(lambda _key: self._use())
            kept.itemSelectionChanged.connect(self._show_possible)
            kept.shown.connect(partial(self._show, page))
        self.use.clicked.connect(lambda _checked=False: self._use())
        self.again.clicked.connect(lambda _checked=False: self._again())
        self.compare.clicked.connect(lambda _checked=False: self.show_comparison())
        self.keep.clicked.connect(lambda _checked=False: self._keep_asked())
        self.remove.clicked.connect(lambda _checked=False: self.remove_versions(self.versions.chosen_keys()))
        self.versions.removed.connect(lambda _key: self.remove_versions(self.versions.chosen_keys()))
        self._parts.services.closing.append(self._session.subscribe(self._follow))
        self._parts.desk.changed.connect(self._show_possible)

    # --- what is shown ----------------------------------------------------------------------------------------

    def _follow(self, change: Change) -> None:
        if change.aspects != Aspect.NONE:  # whether a version stands now is a matter of the whole song
            self._fill()

    def _fill(self) -> None:
        if not self.isVisible():
            self._stale = True
            return
        self._stale = False
        song = self._session.song
        current = next((take.id for take in reversed(self._session.takes) if taken_up(song, take)), "")
        self.takes.show_items(take_items(self._session.takes, current))
        self.tunes.show_items(tune_items(self._session.tunes, song))
        self.versions.show_items(version_items(self._session.versions, song))
        self._show_page()

    _stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with the document."""
        super().showEvent(event)
        if self._stale:
            self._fill()

    def _show_page(self) -> None:
        kept = self._lists[self.pages.value]
        self._stack.setCurrentWidget(kept)
        empty = {
            TAKES: self.tr("Every draft is kept here."),
            TUNES: self.tr("Every tune that a section has had is kept here once it is changed."),
            VERSIONS: self.tr("Give the song as it is now a name, and it is kept here whatever becomes of it."),
        }
        self._empty.setText(empty[self.pages.value])
        self._empty.setVisible(not kept.count())
        self._show_possible()

    def _show_possible(self) -> None:
        page = self.pages.value
        chosen = len(self._lists[page].chosen_keys())
        uses = {
            TAKES: self.tr("Put into the page"),
            TUNES: self.tr("Take this tune"),
            VERSIONS: self.tr("Go back to it"),
        }
        self.use.setText(uses[page])
        self.use.setEnabled(chosen == 1 and not self._parts.desk.writing)
        self.again.setVisible(page == TAKES)
        self.again.setEnabled(chosen == 1 and self._parts.services.actions["write"].isEnabled())
        self.keep.setVisible(page == VERSIONS)
        self.remove.setVisible(page == VERSIONS)
        self.remove.setEnabled(chosen > 0)
        self._show_comparable(page, chosen)

    def _show_comparable(self, page: str, chosen: int) -> None:
        two = self.tr("Choose two with Ctrl and click; what differs is marked")
        one = self.tr("One with the words of now, or two that you choose with Ctrl and click; what differs is marked")
        now = self.tr("One with the tune of now, or two of one section that you choose with Ctrl and click")
        self.compare.setToolTip({VERSIONS: one, TUNES: now}.get(page, two))
        self.compare.setEnabled(chosen == 2 or (chosen == 1 and page != TAKES))

    # --- what is done -----------------------------------------------------------------------------------------

    def _take(self, key: str) -> Take | None:
        return next((take for take in self._session.takes if take.id == key), None)

    def _tune(self, key: str) -> Tune | None:
        return next((tune for tune in self._session.tunes if tune_key(tune) == key), None)

    def _version(self, key: str) -> SongVersion | None:
        return next((version for version in self._session.versions if version.id == key), None)

    def _show(self, page: str, key: str) -> None:
        """Show a take on the draft's sheet, without taking it."""
        if page == TAKES:
            index = next((n for n, take in enumerate(self._session.takes) if take.id == key), -1)
            self._parts.desk.show_take(index)
            self._parts.centre.show_draft(shown=True)

    def _use(self) -> None:
        kept = self._lists[self.pages.value]
        for key in kept.chosen_keys()[:1]:
            if kept is self.takes:
                self._show(TAKES, key)
                usual = self._parts.desk.usual_placement
                self._parts.desk.accept(Placement.REPLACE if usual is Placement.APPEND else usual)
            elif kept is self.tunes:
                self._use_tune(key)
            else:
                self._use_version(key)

    def _use_version(self, key: str) -> None:
        version = self._version(key)
        if version is not None:
            self._parts.services.settle()
            self._session.seal()
            self._session.apply(self.tr("Go back to a version"), with_version(self._session.song, version))

    def _keep_asked(self) -> None:
        usual = self.tr("Version {number}").format(number=len(self._session.versions) + 1)
        name, given = QInputDialog.getText(self, self.tr("Keep this version"), self.tr("Name"), text=usual)
        if given:
            self.keep_version(name.strip() or usual)

    def keep_version(self, name: str) -> None:
        """Keep the song as it is now, what was just typed included, under a name."""
        self._parts.services.settle()
        created = datetime.now(UTC).isoformat(timespec="seconds")
        self._session.keep_versions(with_song_kept(self._session.versions, self._session.song, name, created))

    def remove_versions(self, keys: list[str]) -> None:
        """Forget versions. Undo knows nothing of them, so the notice that says it can bring them back."""
        before = self._session.versions
        gone = [version for version in before if version.id in keys]
        if not gone:
            return
        self._session.keep_versions(tuple(version for version in before if version not in gone))
        name = gone[0].name
        one = self.tr("The version “{name}” was removed.").format(name=name)
        many = self.tr("{count} versions were removed.").format(count=len(gone))

        def bring_back() -> None:
            self._session.keep_versions(with_versions_back(self._session.versions, gone))

        told = one if len(gone) == 1 else many
        action = (self.tr("Bring back"), bring_back)
        self._parts.services.notices.show(told, key="versions", action=action, until=Until.OPENED)

    def _use_tune(self, key: str) -> None:
        tune = self._tune(key)
        if tune is not None:
            self._parts.services.settle()
            self._session.seal()
            self._session.apply(
                self.tr("Tune {number}").format(number=tune.number), with_tune(self._session.song, tune)
            )

    def _again(self) -> None:
        take = next((self._take(key) for key in self.takes.chosen_keys()[:1]), None)
        if take is not None:
            self._parts.desk.begin(brief_of(take))

    def _star(self, page: str, key: str) -> None:
        self._change(page, key, lambda item: replace(item, favourite=not item.favourite))

    def _rename(self, page: str, key: str) -> None:
        kept = self._lists[page]
        name, given = QInputDialog.getText(self, self.tr("Name"), self.tr("Name"), text=kept.item_of(key).name)
        if given:
            self.name(page, key, name.strip())

    def name(self, page: str, key: str, name: str) -> None:
        """Give a take, a tune or a version a name; "" for its usual one (a version keeps the one it has)."""
        if name or page in (TAKES, TUNES):
            self._change(page, key, lambda item: replace(item, name=name))

    def _change(self, page: str, key: str, change: Callable[[Any], Any]) -> None:
        """Keep the item of a page with this key as `change` makes it."""
        session = self._session
        if page == TAKES:
            session.keep_takes(tuple(change(take) if take.id == key else take for take in session.takes))
        elif page == TUNES:
            session.keep_tunes(tuple(change(tune) if tune_key(tune) == key else tune for tune in session.tunes))
        else:
            session.keep_versions(tuple(change(one) if one.id == key else one for one in session.versions))

    def show_comparison(self) -> None:
        """Show two chosen texts side by side, or a version beside the words of now."""
        # Imported when used, here and below: the window starts without it (tests/test_start.py).
        from songwright.ui.dialogs.comparison import ComparisonDialog

        if self.pages.value == TUNES:
            self._compare_tunes()
            return
        texts = self._version_texts() if self.pages.value == VERSIONS else self._take_texts()
        if len(texts) == 2:
            dialog = ComparisonDialog(self._parts.services.theme, texts[0], texts[1], self.window())
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def _compare_tunes(self) -> None:
        """Show two tunes of a section, or one and that which is sung now."""
        from songwright.ui.dialogs.tune_comparison import TuneComparison

        song = self._session.song
        tunes = [tune for key in self.tunes.chosen_keys() if (tune := self._tune(key)) is not None]
        named = [(self.tunes.item_of(tune_key(tune)).name, tune.music) for tune in tunes]
        sung = {section.id: section.music for section in song.sections}
        now = sung.get(tunes[0].section) if len(tunes) == 1 else None
        if now is not None:
            named.append((self.tr("As it is now"), now))
        singer = next((track.id for track in song.tracks if track.role is TrackRole.VOCAL), "")
        if len(named) != 2 or len({tune.section for tune in tunes}) != 1:
            told = self.tr("Choose two tunes of the same section; those of different sections sing other words.")
            self._parts.services.notices.show(told, key="compare")
            return
        dialog = TuneComparison(self._parts.services.theme, song.key, singer, (named[0], named[1]), self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _take_texts(self) -> list[tuple[str, str]]:
        takes = [take for key in self.takes.chosen_keys() if (take := self._take(key)) is not None]
        return [(self.takes.item_of(take.id).name, take.text) for take in takes]

    def _version_texts(self) -> list[tuple[str, str]]:
        self._parts.services.settle()
        found = [version for key in self.versions.chosen_keys() if (version := self._version(key)) is not None]
        texts = [(version.name, lyric_text(version.song)) for version in found]
        return texts + [(self.tr("As it is now"), lyric_text(self._session.song))] * (len(texts) == 1)


def build(parts: Parts) -> QWidget:
    """The drawer."""
    return KeptDrawer(parts)
