"""Who sings a track, as a menu: the voice that suits, one by name, or nobody; what is hummed; one voice or three."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from songwright.audio.voice.voice_types import VOICE_TYPES
from songwright.core.song import UNSUNG, Singing, Track, TrackRole
from songwright.music.gm_names import instrument_name

__all__ = ["add_singer_menu", "player_name"]

_HUMS = (("ooh", "ooh"), ("mm", "mm"), ("la", "la"))


def _tr(text: str) -> str:
    return QCoreApplication.translate("SingerMenu", text)


def player_name(track: Track) -> str:
    """Who or what plays a track: a voice, or its instrument."""
    for voice in VOICE_TYPES:
        if track.singing.voice == voice.id:
            return f"{_tr(voice.name)} ×3" if track.singing.doubled else _tr(voice.name)
    if track.singing.voice != UNSUNG and track.role in (TrackRole.VOCAL, TrackRole.HARMONY):
        return _tr("Sung")
    return instrument_name(track)


def add_singer_menu(menu: QMenu, track: Track, chosen: Callable[[Singing], None]) -> None:
    """Add the choices of a track's singer to a menu; `chosen` gets what the user takes."""
    singing = track.singing
    inner = menu.addMenu(_tr("Sung by"))
    group = QActionGroup(inner)
    names = [("", _tr("The voice that suits")), *((voice.id, _tr(voice.name)) for voice in VOICE_TYPES)]
    for voice, name in (*names, (UNSUNG, _tr("Nobody: {instrument} plays").format(instrument=instrument_name(track)))):
        action = _choice(inner, group, name, chosen=voice == singing.voice)
        action.triggered.connect(lambda _on=False, voice=voice: chosen(replace(singing, voice=voice)))
    inner.addSeparator()
    three = QAction(_tr("Three voices"), inner, checkable=True, checked=singing.doubled)
    three.setToolTip(_tr("The part is sung by three, a little apart in time and pitch, from left to right"))
    three.triggered.connect(lambda on: chosen(replace(singing, doubled=on)))
    inner.addAction(three)
    inner.addSection(_tr("Where there are no words"))
    hums = QActionGroup(inner)
    for hum, name in _HUMS:
        action = _choice(inner, hums, f"“{name}”", chosen=hum == singing.hum)
        action.triggered.connect(lambda _on=False, hum=hum: chosen(replace(singing, hum=hum)))
    menu.addSeparator()


def _choice(menu: QMenu, group: QActionGroup, name: str, *, chosen: bool) -> QAction:
    action = QAction(name, menu, checkable=True, checked=chosen)
    group.addAction(action)
    menu.addAction(action)
    return action
