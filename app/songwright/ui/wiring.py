"""The wiring of the window: builds every object once and hands each what it needs."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from songwright.core.errors import SongwrightError
from songwright.core.session import Session
from songwright.host.own_cliches import own_cliches
from songwright.host.setting_kinds import Setting
from songwright.host.settings import PAGE_SIZE, THEME, TYPE_SCALE, Settings
from songwright.ui.actions import Actions
from songwright.ui.album.album_command import AlbumCommand
from songwright.ui.centre import Centre
from songwright.ui.commands import Commands
from songwright.ui.drawers.library_keeper import LibraryKeeper
from songwright.ui.files import Files
from songwright.ui.guide.guide_commands import GuideCommands
from songwright.ui.jobs import Jobs
from songwright.ui.listening.command import ListeningCommand
from songwright.ui.models.larger_once import LargerOnce
from songwright.ui.music import MusicPane
from songwright.ui.notices import Level, Notices
from songwright.ui.page.chord_row import ChordRow
from songwright.ui.player.read_aloud import ReadAloud
from songwright.ui.preferences import KEYS
from songwright.ui.recovered_menu import RecoveredMenu
from songwright.ui.recovery import RecoveryKeeper
from songwright.ui.score.key_menu import KeyMenu
from songwright.ui.services import LexiconHolder, Playhead, Services
from songwright.ui.shell.first_song import FirstSong
from songwright.ui.shell.parts import Parts
from songwright.ui.sound.sound_commands import SoundCommands
from songwright.ui.theme.manager import Theme
from songwright.ui.window import MainWindow
from songwright.ui.writing.alternatives import Alternatives
from songwright.ui.writing.brief_panel import BriefPanel
from songwright.ui.writing.desk import WritingDesk
from songwright.ui.writing.going_on import GoingOn
from songwright.ui.writing.improver import Improver
from songwright.ui.writing.local_writer import LocalWriter
from songwright.ui.writing.manner_shelf import MannerShelf
from songwright.ui.writing.next_words import guide_draft, guide_page
from songwright.ui.writing.rewriter import Rewriter
from songwright.ui.writing.rhyme_finder import RhymeFinder
from songwright.ui.writing.writer import Writer

if TYPE_CHECKING:
    from songwright.host.paths import Paths
    from songwright.llm.brief import Brief
    from songwright.llm.plan import Plan
    from songwright.lyrics.lexicon import Lexicon

__all__ = ["Studio", "build"]

log = logging.getLogger(__name__)

_POINT = 96 / 72
_NEEDED_SOON = (
    "songwright.formats.project",
    "songwright.host.journal",
    "songwright.host.projects",
    "songwright.host.recovered",
    "songwright.llm.models",
    "songwright.llm.prompts",
    "songwright.llm.process",
    "songwright.ui.writing.model_process",
    "songwright.ui.score.score_stage",
    "songwright.ui.drawers.sections",
    "songwright.ui.drawers.kept",
    "songwright.ui.dialogs.export_dialog",
)


@dataclass(slots=True)
class Studio:
    """The whole window and its parts."""

    services: Services
    window: MainWindow
    desk: WritingDesk
    files: Files
    commands: Commands
    recovery: RecoveryKeeper
    ready: bool = False
    """Whether all that begins after the window is shown has begun."""
    closed: bool = False

    def start(self, arguments: Sequence[str] = ()) -> None:
        """Show the window, then, once it is on screen, do all that takes longer."""
        self.window.show()
        self.window.centre.entered()
        QTimer.singleShot(0, self.window, lambda: self._begin(list(arguments)))

    def _begin(self, arguments: list[str]) -> None:
        # On another thread first: imported here, these modules would hold up the window for a tenth of a second.
        self.services.jobs.run(_import_the_rest, lambda _: self._go_on(arguments))

    def _go_on(self, arguments: list[str]) -> None:
        if self.closed:
            return
        tr, asked = self.window.tr, Path(arguments[0]) if arguments else None
        self._step(self.recovery.start, tr("Unsaved work is not backed up this time; save often."))
        if isinstance(self.desk.writer, LocalWriter):
            self._step(self.desk.writer.start, tr("The language model could not be started."))
        self._step(self.window.brief.form.load, tr("The forms could not be read."))
        restored = self._step(
            lambda: self.recovery.offer(asked), tr("Work that an earlier window left could not be looked through.")
        )
        # What was restored is in the window now, and is not to be left at once for another file.
        if not restored:
            self._step(lambda: self.files.start(asked), tr("The file that was asked for could not be opened."))
        if self.services.settings.problem:
            self.services.notices.show(self.services.settings.problem, Level.WARNING)
        self.ready = True

    def _step(self, begin: Callable[[], bool | None], left_out: str) -> bool:
        """Take one step of the start; a notice says what one that fails leaves out, and the others go on."""
        try:
            return bool(begin())
        except Exception as error:
            log.exception("%s", left_out)
            detail = error.detail if isinstance(error, SongwrightError) else repr(error)
            self.services.notices.show(left_out, Level.WARNING, detail=detail)
            return False

    def close(self, *, keep: bool = False) -> None:
        """Stop everything, when the window has closed or (`keep`) its work has to be offered at the next start."""
        if self.closed:
            return
        self.closed = True
        if keep:
            self.desk.keep_draft()
            self.services.settle()
        self.recovery.close(keep=keep)
        self.files.close()
        self.services.close()


def build(
    app: QApplication,
    paths: Paths,
    *,
    writer: Callable[[Services], Writer] | None = None,
    theme: Theme | None = None,
) -> Studio:
    """Build the window. Tests give a `writer` of their own and the `theme` that the application has already."""
    settings = Settings(paths.settings)
    theme = theme or Theme(app, *_look(settings))
    services = _services(paths, settings, theme)
    library = LibraryKeeper(services)
    manners = MannerShelf(services, library.own_songs)
    brief = BriefPanel(services, manners=manners)
    made = (
        writer(services)
        if writer
        else LocalWriter(services, lambda asked: plan_for(asked, own_cliches(paths.config), manners))
    )
    desk = WritingDesk(services, made, brief.brief)
    desk.inquiries.example = lambda about: manners.example(brief.wished.manner, about)
    brief.follow_desk(desk)
    LargerOnce(services, made, desk)
    pane = MusicPane(services)
    pane.compose_panel.mood = brief.mood.currentText
    centre = Centre(services, desk, brief.forms)
    brief.form.offer_stanza(centre.sheet.stanza_form)
    window = MainWindow(Parts(services, desk, brief, centre, pane, library))
    _wire_music(services, window)
    _wire_words(services, window)
    AlbumCommand(services, desk, library, manners, pane.maker.kit, window)
    files = Files(services, window, desk.keep_draft)
    files.known.connect(library.keep)
    GuideCommands(services, window, files)
    commands = Commands(services, window, desk)
    services.closing.append(settings.subscribe(lambda setting: _follow_look(setting, settings, theme)))
    recovery = RecoveryKeeper(services, files, desk)
    RecoveredMenu(window.submenus["recovered"], services, files, recovery)
    return Studio(services, window, desk, files, commands, recovery)


def _services(paths: Paths, settings: Settings, theme: Theme) -> Services:
    """What every part of the window is handed."""
    keys = settings.get(KEYS)
    services = Services(
        session=Session(),
        lexicon=LexiconHolder(_load_lexicon),
        settings=settings,
        paths=paths,
        actions=Actions(theme, dict(keys)),
        theme=theme,
        notices=Notices(),
        jobs=Jobs(),
        playhead=Playhead(),
    )
    # The first to hear of a change: what a view has to tell about the new state must stay.
    services.session.subscribe(services.notices.follow)
    return services


def _wire_music(services: Services, window: MainWindow) -> None:
    """The commands that play, listen and move the song to another key, and the chords above the words."""
    pane, centre = window.music, window.centre
    centre.syllable_chosen.connect(pane.choose_syllable)
    KeyMenu(services, window.submenus["transpose"])
    sound = SoundCommands(services, pane.playback, window.submenus, window)
    centre.syllable_chosen.connect(sound.choose_line)
    ReadAloud(services, pane.playback)
    ListeningCommand(services, pane.playing, pane.maker.kit, window)
    ChordRow(services, centre.sheet, pane.chord_changes)
    FirstSong(services, window.desk, pane.maker, pane.playing)


def _wire_words(services: Services, window: MainWindow) -> None:
    """The commands that have words written again or found, and the words that may come next."""
    desk, sheet, forms = window.desk, window.centre.sheet, window.brief.forms
    Rewriter(services, desk, sheet, forms)
    Improver(services, desk, sheet, forms)
    GoingOn(services, desk, sheet)
    Alternatives(services, desk, sheet)
    RhymeFinder(services, sheet)
    guide_page(services, desk, sheet)
    guide_draft(services, desk, window.centre.draft)


def _import_the_rest() -> None:
    for name in _NEEDED_SOON:
        import_module(name)


def plan_for(brief: Brief, own_cliches: str = "", manners: MannerShelf | None = None) -> Plan:
    """The writing plan of a brief, with the user's own clichés held back too. Raises as `plan_of` does."""
    # Imported when used, here and below: the window starts without it (tests/test_start.py).
    from songwright.llm.planning import plan_of
    from songwright.llm.prompts import load_prompts

    prompts = load_prompts(own_cliches)
    if manners is not None and brief.manner:
        from songwright.llm.manner import MannerPrompts

        prompts = MannerPrompts(prompts, manners.get(brief.manner))
    return plan_of(brief, prompts)


def _load_lexicon() -> Lexicon:
    from songwright.host.pronunciations import own_lexicon

    return own_lexicon()


def _look(settings: Settings) -> tuple[str, float, int]:
    """Theme, scale of the type, height of the page's type in pixels (0: as usual)."""
    return settings.get(THEME), settings.get(TYPE_SCALE), round(settings.get(PAGE_SIZE) * _POINT)


def _follow_look(setting: Setting[Any], settings: Settings, theme: Theme) -> None:
    if setting.key in (THEME.key, TYPE_SCALE.key, PAGE_SIZE.key):
        choice, scale, page = _look(settings)
        theme.choose(choice, scale=scale, page_size=page)
