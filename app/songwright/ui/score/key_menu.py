"""The menu of keys, capo and chord diagrams, for the score's tool bar and the menu of the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from songwright.core.edits import set_capo, transpose
from songwright.core.errors import SongwrightError
from songwright.core.song import Key, Song
from songwright.music.chords import pretty_symbol
from songwright.music.pitch import key_name, spell_class
from songwright.ui.notices import Until
from songwright.ui.services import Services

__all__ = ["KeyMenu", "nearest_way", "shown_key"]

_MOST_CAPO = 9
_OCTAVE = 12


def shown_key(key: Key) -> str:
    """A key's name with real sharps and flats."""
    tonic, _, mode = key_name(key).partition(" ")
    return f"{pretty_symbol(tonic)} {QCoreApplication.translate('Modes', mode)}"


def nearest_way(song: Song, tonic: int) -> int:
    """Semitones to a tonic by the nearer way; by the other where a note would leave the range of MIDI."""
    up = (tonic - song.key.tonic) % _OCTAVE
    return up if up <= _OCTAVE // 2 else up - _OCTAVE


class KeyMenu(QObject):
    """Fills a menu that transposes the whole song and sets its capo; every choice is one step of undo."""

    filled = Signal(QMenu)
    """The menu has its entries; somebody may add to them."""

    def __init__(self, services: Services, menu: QMenu) -> None:
        super().__init__(menu)
        self._services = services
        self._menu = menu
        menu.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Offer what the song's key leads to now."""
        self._menu.clear()
        song = self._services.session.song
        self._add(self.tr("Up a semitone"), lambda: self._move(1))
        self._add(self.tr("Down a semitone"), lambda: self._move(-1))
        self._add(self.tr("Up an octave"), lambda: self._move(_OCTAVE))
        self._add(self.tr("Down an octave"), lambda: self._move(-_OCTAVE))
        self._fill_keys(self._menu.addMenu(self.tr("To another key")), song)
        self._menu.addSeparator()
        self._fill_capo(self._menu.addMenu(self.tr("Capo")), song)
        self.filled.emit(self._menu)

    def _add(self, text: str, function: Callable[[], None]) -> None:
        self._menu.addAction(text).triggered.connect(lambda _checked=False: function())

    def _fill_keys(self, menu: QMenu, song: Song) -> None:
        group = QActionGroup(menu)
        for tonic in range(_OCTAVE):
            action = menu.addAction(shown_key(Key(tonic, song.key.mode)))
            action.setCheckable(True)
            action.setChecked(tonic == song.key.tonic)
            action.triggered.connect(lambda _checked=False, tonic=tonic: self._move(nearest_way(song, tonic)))
            group.addAction(action)

    def _fill_capo(self, menu: QMenu, song: Song) -> None:
        group = QActionGroup(menu)
        for fret in range(_MOST_CAPO + 1):
            shapes = pretty_symbol(spell_class((song.key.tonic - fret) % _OCTAVE, _shape_key(song, fret)))
            text = self.tr("Fret {0}: fingered in {1}").format(fret, shapes) if fret else self.tr("No capo")
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(fret == song.capo)
            action.triggered.connect(lambda _checked=False, fret=fret: self._set_capo(fret))
            group.addAction(action)

    def _move(self, semitones: int) -> None:
        self._change(self.tr("Transposing"), lambda song: transpose(song, semitones))

    def _set_capo(self, fret: int) -> None:
        self._change(self.tr("Capo"), lambda song: set_capo(song, fret))

    def _change(self, label: str, change: Callable[[Song], Song]) -> None:
        services = self._services
        services.settle()
        try:
            song = change(services.session.song)
        except SongwrightError as error:
            services.notices.error(error, key="transpose", until=Until.OPENED)
            return
        if song != services.session.song:
            services.session.apply(label, song)


def _shape_key(song: Song, fret: int) -> Key:
    return Key((song.key.tonic - fret) % _OCTAVE, song.key.mode)
