"""The user's settings: declared as data, kept in one readable file.

The window makes its settings form from `SETTINGS`; code reads and writes through the typed constants:

    size = settings.get(PAGE_SIZE)
    settings.set(THEME, "dark")
    settings.save()

How the model draws words is declared by the model's own layer; here it is only kept (`SAMPLER`).
"""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from songwright.core.errors import SongwrightError
from songwright.host.atomic import write_file
from songwright.host.errors import read_error

__all__ = [
    "CHORD_DIAGRAMS",
    "EXPORT_ALBUM",
    "EXPORT_ARTIST",
    "EXPORT_FOLDER",
    "EXPORT_FORMATS",
    "EXPORT_LOUDNESS",
    "EXPORT_WORDS",
    "LOG_WORDS",
    "MIDI_OUTPUT",
    "MODEL",
    "PAGE_SIZE",
    "RECENT_FILES",
    "SAMPLER",
    "SETTINGS",
    "SOUND_DEVICE",
    "SOUND_FONT",
    "THEME",
    "THREADS",
    "TYPE_SCALE",
    "VOLUME",
    "WINDOW",
    "WORK_FOLDER",
    "Setting",
    "SettingError",
    "Settings",
]

T = TypeVar("T")
Pairs = tuple[tuple[str, float], ...]


class SettingError(SongwrightError):
    """A value that a setting cannot have."""


class UnusableError(ValueError):
    """Why a setting cannot have a value, as the end of a sentence."""


def _same(value: T) -> T:
    return value


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One setting.

    `read` makes a value of what stood in the file or was asked for, or raises UnusableError; `write` makes JSON of it.

    For a form: `choices` are the values and their names; `low` and `high` bound a number; `group` is empty for what
    no form shows. `label` and `help` are for people.
    """

    key: str
    default: T
    read: Callable[[object], T]
    group: str = ""
    label: str = ""
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    low: float = 0
    high: float = 0
    write: Callable[[T], Any] = _same


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise UnusableError("must be text")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise UnusableError("must be on or off")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise UnusableError("must be a list")
    return tuple(item for item in value if isinstance(item, str))


def _pairs(value: object) -> Pairs:
    try:
        items: dict[Any, Any] = dict(value)  # type: ignore[call-overload]
        return tuple(sorted((_text(name), _number(-1e9, 1e9)(number)) for name, number in items.items()))
    except (TypeError, ValueError) as error:
        raise UnusableError("must be a group of named numbers") from error


def _number(low: float, high: float) -> Callable[[object], float]:
    def read(value: object) -> float:
        if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
            raise UnusableError("must be a number")
        if not low <= value <= high:
            raise UnusableError(f"must be from {low:g} to {high:g}")
        return float(value)

    return read


def _whole(low: int, high: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise UnusableError("must be a whole number")
        if not low <= value <= high:
            raise UnusableError(f"must be from {low} to {high}")
        return value

    return read


def _one_of(choices: tuple[tuple[str, str], ...]) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in [known for known, _ in choices]:
            raise UnusableError(f"must be one of {', '.join(known for known, _ in choices)}")
        return _text(value)

    return read


_THEMES = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"), ("contrast", "High contrast"))

THEME = Setting("theme", "system", _one_of(_THEMES), "Appearance", "Theme", "Colours of the window", choices=_THEMES)
TYPE_SCALE = Setting(
    "type_scale",
    1.0,
    _number(0.75, 2.5),
    "Appearance",
    "Type size",
    "Size of all type in the window",
    low=0.75,
    high=2.5,
)
PAGE_SIZE = Setting(
    "page_size", 0, _whole(0, 48), "Appearance", "Lyric size", "Points; 0 follows the type size", low=0, high=48
)
MODEL = Setting(
    "model", "", _text, "Writing", "Language model", "A GGUF file; empty for the one that comes with Songwright"
)
THREADS = Setting(
    "threads", 0, _whole(0, 256), "Writing", "Processor threads", "For writing; 0 leaves one core free", low=0, high=256
)
SOUND_FONT = Setting(
    "sound_font", "", _text, "Sound", "SoundFont", "An .sf2 or .sf3 file; empty for the one that comes with Songwright"
)
VOLUME = Setting("volume", 0.8, _number(0, 1), "Sound", "Volume", "Loudness of playback", low=0, high=1)
SOUND_DEVICE = Setting("sound_device", "", _text, label="Sound output")
MIDI_OUTPUT = Setting("midi_output", "", _text, label="External synthesiser")
LOG_WORDS = Setting(
    "log_words",
    False,  # noqa: FBT003 - the value of the setting
    _flag,
    "Privacy",
    "Write words to the log",
    "The log file may hold your prompts and lyrics; it never leaves this machine",
)
SAMPLER: Setting[Pairs] = Setting("sampler", (), _pairs, write=dict)
RECENT_FILES: Setting[tuple[str, ...]] = Setting("recent_files", (), _texts)
WORK_FOLDER = Setting("work_folder", "", _text)
EXPORT_FOLDER = Setting("export_folder", "", _text)
EXPORT_FORMATS: Setting[tuple[str, ...]] = Setting("export_formats", ("midi", "text", "wav"), _texts)
EXPORT_ARTIST = Setting("export_artist", "", _text)
EXPORT_ALBUM = Setting("export_album", "", _text)
EXPORT_WORDS = Setting("export_words", True, _flag)  # noqa: FBT003 - the value of the setting
EXPORT_LOUDNESS = Setting("export_loudness", 0.0, _number(-70, 0))
CHORD_DIAGRAMS = Setting("chord_diagrams", "", _text)
WINDOW = Setting("window", "", _text)

SETTINGS: tuple[Setting[Any], ...] = (
    THEME,
    TYPE_SCALE,
    PAGE_SIZE,
    MODEL,
    THREADS,
    SOUND_FONT,
    VOLUME,
    SOUND_DEVICE,
    MIDI_OUTPUT,
    LOG_WORDS,
    SAMPLER,
    RECENT_FILES,
    WORK_FOLDER,
    EXPORT_FOLDER,
    EXPORT_FORMATS,
    EXPORT_ARTIST,
    EXPORT_ALBUM,
    EXPORT_WORDS,
    EXPORT_LOUDNESS,
    CHORD_DIAGRAMS,
    WINDOW,
)


class Settings:
    """The settings of one user, read once and written when asked.

    `problem` is a sentence for the user when the file could not be used; the defaults then hold. Values that this
    version does not know are kept, for a newer one. Not thread-safe: use it from one thread.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._changed: set[str] = set()
        self._listeners: list[Callable[[Setting[Any]], None]] = []
        self.problem = ""
        self._values = self._read()

    def get(self, setting: Setting[T]) -> T:
        """The value of a setting: its default where nothing usable was ever set."""
        if setting.key not in self._values:
            return setting.default
        try:
            return setting.read(self._values[setting.key])
        except UnusableError:
            return setting.default

    def set(self, setting: Setting[T], value: T) -> None:
        """Give a setting a value and tell the listeners; SettingError when it cannot have that value."""
        try:
            read = setting.read(value)
        except UnusableError as error:
            raise SettingError(f"The setting “{setting.label or setting.key}” {error}.") from error
        if setting.key in self._values and self.get(setting) == read:
            return
        self._values[setting.key] = setting.write(read)
        self._changed.add(setting.key)
        for listener in tuple(self._listeners):
            listener(setting)

    def subscribe(self, listener: Callable[[Setting[Any]], None]) -> Callable[[], None]:
        """Call `listener` with each setting that changes; the result ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def save(self) -> None:
        """Write what was changed; WriteFileError when that fails.

        Another window may have saved settings of its own since: only those changed here are replaced.
        """
        if not self._changed:
            return
        values = self._read()
        for key in self._changed:
            if key in self._values:
                values[key] = self._values[key]
            else:
                values.pop(key, None)
        # A folder that cannot be made gives its sentence in the write that follows.
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
        write_file(self._path, json.dumps(values, indent=2, sort_keys=True, ensure_ascii=True).encode() + b"\n")
        self._changed.clear()

    def _read(self) -> dict[str, Any]:
        try:
            values = json.loads(self._path.read_bytes())
        except FileNotFoundError:
            return {}
        except OSError as error:
            self.problem = f"{read_error(self._path, error)} Songwright uses its usual settings."
            return {}
        except (ValueError, RecursionError):
            values = None
        if isinstance(values, dict):
            return values
        self._put_aside()
        return {}

    def _put_aside(self) -> None:
        """Keep a file that is no settings file under another name, so that saving does not destroy it."""
        aside = self._path.with_suffix(".broken.json")
        with contextlib.suppress(OSError):
            self._path.replace(aside)
        self.problem = (
            f"The settings file was damaged, so Songwright uses its usual settings; the old file is “{aside.name}”."
        )
