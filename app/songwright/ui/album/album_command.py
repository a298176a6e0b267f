"""The command that opens the album; its plan is kept among the settings, so that a closed window loses none of it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from songwright.core.errors import SongwrightError
from songwright.host.settings import ALBUM
from songwright.ui.composer.remembered import VOICE
from songwright.ui.drawers.library_keeper import LibraryKeeper
from songwright.ui.services import Services
from songwright.ui.writing.desk import WritingDesk
from songwright.ui.writing.manner_shelf import MannerShelf

if TYPE_CHECKING:
    from songwright.core.session import Document
    from songwright.core.song import Take
    from songwright.llm.album import AlbumPlan, AlbumSong
    from songwright.music.kit import Kit
    from songwright.ui.album.album_dialog import AlbumDialog
    from songwright.ui.album.album_maker import AlbumMaker

__all__ = ["AlbumCommand"]

_NOTICE = "album"


class AlbumCommand:
    """One album at a time, with one dialog that is made when it is first asked for."""

    def __init__(
        self,
        services: Services,
        desk: WritingDesk,
        library: LibraryKeeper,
        manners: MannerShelf,
        kit: Callable[[], Kit],
        window: QWidget,
    ) -> None:
        self._services, self._desk, self._library, self._manners = services, desk, library, manners
        self._kit, self._window = kit, window
        self._maker: AlbumMaker | None = None
        self._dialog: AlbumDialog | None = None
        services.actions.on("album", self.show)

    def show(self) -> None:
        """Open the dialog, or bring it to the front."""
        if self._dialog is None:
            self._dialog = self._made()
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def _made(self) -> AlbumDialog:

        # Imported when used, here and below: the window starts without it (tests/test_start.py).
        from songwright.llm.album import AlbumPlan
        from songwright.music.styles import load_styles
        from songwright.ui.album.album_dialog import AlbumDialog
        from songwright.ui.album.album_maker import AlbumMaker

        services = self._services
        maker = AlbumMaker(services, self._desk, self._library, self._composed, self._desk)
        plan = AlbumPlan.from_text(services.settings.get(ALBUM))
        maker.plan = replace(plan, voice=services.settings.get(VOICE))
        maker.ended.connect(self._tell)
        self._maker = maker
        dialog = AlbumDialog(services, maker, self._manners, load_styles(), self._keep, self._window)
        services.closing += [dialog.manner.close_down, dialog.hide]
        return dialog

    def _composed(self, take: Take, song: AlbumSong, plan: AlbumPlan) -> tuple[Document, str]:
        from songwright.ui.album.album_files import composed_song

        return composed_song(take, song, plan, self._kit())

    def _keep(self, plan: AlbumPlan) -> None:
        """Keep the plan; where the settings cannot be saved (a full disk), they are when the window closes."""
        if plan.songs:
            self._services.settings.set(ALBUM, plan.to_text())
            with contextlib.suppress(SongwrightError):
                self._services.settings.save()

    def _tell(self, problem: str) -> None:
        """Say that it is over, where nobody looks at the dialog."""
        maker, dialog = self._maker, self._dialog
        if maker is None or dialog is None or dialog.isVisible():
            return
        songs = maker.plan.songs
        there = sum(bool(song.path) for song in songs)
        told = self._window.tr("The album: {0} of {1} songs are there.").format(there, len(songs))
        self._services.notices.show(
            f"{told} {problem}".strip(), key=_NOTICE, action=(self._window.tr("Show the album"), self.show)
        )
