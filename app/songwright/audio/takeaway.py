"""Every kind of file that a song can be taken away as: the formats of `songwright.formats.exports`, and sound."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from songwright.audio.audiofile import FORMATS, AudioFormat
from songwright.audio.render import render_audio
from songwright.core.song import Song
from songwright.formats.errors import ExportError
from songwright.formats.exports import EXPORTS, ExportFormat, ExportTools
from songwright.host.atomic import write_file

__all__ = ["TAKEAWAYS", "Takeaway", "takeaway_named"]

Save = Callable[[Song, Path, ExportTools, Path | None], None]


@dataclass(frozen=True, slots=True)
class Takeaway:
    """A kind of file: `id` for the command line and settings, `name` for people, `suffix` with its dot.

    `save(song, path, tools, soundfont)` writes the whole file or leaves the old one as it was, and raises
    SongwrightError; a `slow` one tells its progress and can be cancelled. `soundfont` None is the built-in one.
    """

    id: str
    name: str
    suffix: str
    needs_music: bool
    slow: bool
    save: Save


def _document(kind: ExportFormat) -> Takeaway:
    def save(song: Song, path: Path, tools: ExportTools, soundfont: Path | None) -> None:  # noqa: ARG001
        write_file(path, kind.write(song, tools))

    return Takeaway(kind.id, kind.name, kind.suffix, kind.needs_music, kind.slow, save)


def _sound(kind: AudioFormat) -> Takeaway:
    def save(song: Song, path: Path, tools: ExportTools, soundfont: Path | None) -> None:
        render_audio(song, path, tools.progress, tools.cancelled, soundfont=soundfont)

    return Takeaway(kind.suffix.removeprefix("."), kind.name, kind.suffix, needs_music=True, slow=True, save=save)


TAKEAWAYS: tuple[Takeaway, ...] = (*map(_document, EXPORTS), *map(_sound, FORMATS))


def takeaway_named(name: str, known: Iterable[Takeaway] = TAKEAWAYS) -> Takeaway:
    """The kind with an id or a suffix ("midi", "mid", ".mid"); ExportError when there is none."""
    kinds = tuple(known)
    wanted = name.strip().lower().removeprefix(".")
    for found in (*(k for k in kinds if k.id == wanted), *(k for k in kinds if k.suffix == f".{wanted}")):
        return found
    raise ExportError(
        f"“{name}” is not a kind of file that Songwright writes. Choose from: {', '.join(k.id for k in kinds)}."
    )
