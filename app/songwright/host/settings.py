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
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.host.atomic import write_file
from songwright.host.errors import read_error
from songwright.host.languages import LANGUAGE_NAMES, SYSTEM
from songwright.host.setting_kinds import (
    Setting,
    UnusableError,
    choice,
    file,
    flag,
    named_numbers,
    share,
    text,
    texts,
    whole,
)

__all__ = [
    "ADAPTER",
    "ALBUM",
    "CHORD_DIAGRAMS",
    "EXPORT_ALBUM",
    "EXPORT_ARTIST",
    "EXPORT_FOLDER",
    "EXPORT_FORMATS",
    "EXPORT_LOUDNESS",
    "EXPORT_WORDS",
    "LANGUAGE",
    "LARGER_OFFERED",
    "LOG_WORDS",
    "MIDI_OUTPUT",
    "MODEL",
    "PAGE_SIZE",
    "PLAIN_MODEL",
    "RECENT_FILES",
    "SAMPLER",
    "SERVERS",
    "SETTINGS",
    "SOUND_DEVICE",
    "SOUND_FONT",
    "THEME",
    "THREADS",
    "TYPE_SCALE",
    "VOLUME",
    "WINDOW",
    "WORK_FOLDER",
    "SettingError",
    "Settings",
]

T = TypeVar("T")


class SettingError(SongwrightError):
    """A value that a setting cannot have."""


_THEMES = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"), ("contrast", "High contrast"))

THEME = choice("theme", "system", _THEMES, "Appearance", "Theme", "Colours of the window")
LANGUAGE = choice(
    "language",
    SYSTEM,
    LANGUAGE_NAMES,
    "Appearance",
    "Language",
    "Of the window; it changes when Songwright is opened again",
)
TYPE_SCALE = share("type_scale", 1.0, 0.75, 2.5, "Appearance", "Type size", "Size of all type in the window")
PAGE_SIZE = whole("page_size", 0, 0, 48, "Appearance", "Lyric size", "Points; 0 follows the type size")
MODEL = file(
    "model", "GGUF (*.gguf)", "Writing", "Language model", "A GGUF file; empty for the one that comes with Songwright"
)
PLAIN_MODEL = "plain"  # a value of MODEL: the one that comes with Songwright, without what it learned of verse
ADAPTER = file(
    "adapter",
    "GGUF (*.gguf)",
    "Writing",
    "Adapter (LoRA)",
    "A LoRA file made for the language model, in the format GGUF; it takes the place of what Songwright's own learned",
)
SERVERS = texts("servers")
"""rpc-servers ("machine:port") over which llama.cpp shares the model out."""
THREADS = whole("threads", 0, 0, 256, "Writing", "Processor threads", "For writing; 0 leaves one core free")
SOUND_FONT = file(
    "sound_font",
    "SoundFont (*.sf2 *.sf3)",
    "Sound",
    "SoundFont",
    "An .sf2 or .sf3 file; empty for the one that comes with Songwright",
)
VOLUME = share("volume", 0.8, 0, 1, "Sound", "Volume", "Loudness of playback")
SOUND_DEVICE = text("sound_device", label="Sound output")
MIDI_OUTPUT = text("midi_output", label="External synthesiser")
LOG_WORDS = flag(
    "log_words",
    default=False,
    group="Privacy",
    label="Write words to the log",
    explained="The log file may hold your prompts and lyrics; it never leaves this machine",
)
SAMPLER = named_numbers("sampler")
RECENT_FILES = texts("recent_files")
WORK_FOLDER = text("work_folder")
EXPORT_FOLDER = text("export_folder")
EXPORT_FORMATS = texts("export_formats", ("midi", "text", "wav"))
EXPORT_ARTIST = text("export_artist")
EXPORT_ALBUM = text("export_album")
EXPORT_WORDS = flag("export_words", default=True)
EXPORT_LOUDNESS = share("export_loudness", 0.0, -70, 0)
CHORD_DIAGRAMS = text("chord_diagrams")
PAINTER_WEIGHTS = text("painter_weights")
WINDOW = text("window")
ALBUM = text("album")
"""The plan of the album that was made last (`songwright.llm.album`)."""
LARGER_OFFERED = flag("larger_offered", default=False)

SETTINGS: tuple[Setting[Any], ...] = (
    THEME,
    LANGUAGE,
    TYPE_SCALE,
    PAGE_SIZE,
    MODEL,
    ADAPTER,
    THREADS,
    SERVERS,
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
    PAINTER_WEIGHTS,
    WINDOW,
    ALBUM,
    LARGER_OFFERED,
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
            raise SettingError(
                said("The setting “{name}” {error}.", name=setting.label or setting.key, error=error)
            ) from error
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
            self.problem = said("{problem} Songwright uses its usual settings.", problem=read_error(self._path, error))
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
        self.problem = said(
            "The settings file was damaged, so Songwright uses its usual settings; the old file is “{name}”.",
            name=aside.name,
        )
