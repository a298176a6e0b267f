"""The formats that a song can be opened from: one table for the window and the command line.

What a file is, is told by its first bytes where they say so, else by its ending.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from songwright.core.errors import SongwrightError
from songwright.core.language import said, sayable
from songwright.formats.abc_in import from_abc
from songwright.formats.chordpro_in import from_chordpro
from songwright.formats.errors import UnreadableError
from songwright.formats.heard import Imported
from songwright.formats.lrc_in import from_lrc
from songwright.formats.midi_in import from_midi
from songwright.formats.musicxml_in import from_musicxml
from songwright.formats.mxl import unpacked
from songwright.formats.text_in import from_markdown, from_text
from songwright.lyrics.lexicon import Lexicon

__all__ = ["IMPORTS", "LARGEST_FILE", "ImportFormat", "import_format", "imported"]

# More than the largest that any of the readers takes.
LARGEST_FILE = 64 * 1024 * 1024

Reader = Callable[[bytes, Callable[[], Lexicon]], Imported]


@dataclass(frozen=True, slots=True)
class ImportFormat:
    """A format: `id` for the command line, `name` for people, `suffixes` with the dot.

    `read` makes a song of a file's bytes, with the lexicon read only when it is needed; UnreadableError otherwise.
    """

    id: str
    name: str
    suffixes: tuple[str, ...]
    read: Reader


_MIDI = ImportFormat(
    "midi", "MIDI and karaoke", (".mid", ".midi", ".kar", ".rmi"), lambda data, lexicon: from_midi(data, lexicon())
)
_MUSICXML = ImportFormat(
    "musicxml",
    "MusicXML",
    (".musicxml", ".xml"),
    lambda data, lexicon: from_musicxml(data, lexicon()),
)
_MXL = ImportFormat(
    "mxl", "Compressed MusicXML", (".mxl",), lambda data, lexicon: from_musicxml(unpacked(data), lexicon())
)
_ABC = ImportFormat("abc", "ABC", (".abc",), lambda data, lexicon: from_abc(data, lexicon()))
_CHORDPRO = ImportFormat(
    "chordpro",
    "Chord sheets",
    (".cho", ".crd", ".pro", ".chopro", ".chordpro"),
    lambda data, lexicon: from_chordpro(data, lexicon()),
)
_LRC = ImportFormat("lrc", "Timed lyrics", (".lrc",), lambda data, _: from_lrc(data))
_MARKDOWN = ImportFormat("markdown", "Markdown", (".md", ".markdown"), lambda data, _: from_markdown(data))
_TEXT = ImportFormat("text", "Text", (".txt", ".text"), lambda data, _: from_text(data))

IMPORTS: tuple[ImportFormat, ...] = (_MIDI, _MUSICXML, _MXL, _ABC, _CHORDPRO, _LRC, _MARKDOWN, _TEXT)

_BEGINNINGS = ((b"MThd", _MIDI), (b"PK\x03\x04", _MXL), (b"<?xml", _MUSICXML), (b"<score-", _MUSICXML))
_FOREIGN = sayable({
    ".pdf": "a PDF", ".docx": "a Word document", ".odt": "an OpenDocument text", ".mp3": "a sound file",
    ".wav": "a sound file", ".flac": "a sound file", ".ogg": "a sound file", ".jpg": "a picture", ".png": "a picture",
    ".mscz": "a MuseScore file (save it as MusicXML there)", ".gp": "a Guitar Pro file (save it as MusicXML there)",
})  # fmt: skip


def import_format(name: str, data: bytes) -> ImportFormat:
    """The format of a file called `name`, by its first bytes or its ending. UnreadableError when it is none."""
    start = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    suffix = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    for beginning, found in _BEGINNINGS:
        if start.startswith(beginning) and suffix not in _FOREIGN:
            return found
    for found in IMPORTS:
        if suffix in found.suffixes:
            return found
    if not suffix:
        return _TEXT
    unknown = said("a file of a kind (“{suffix}”) that Songwright does not know", suffix=suffix[:12])
    what = said(_FOREIGN[suffix]) if suffix in _FOREIGN else unknown
    endings = ", ".join(ending for known in IMPORTS for ending in known.suffixes[:1])
    raise UnreadableError(
        said(
            "“{name}” is {what}. What can be opened: .songwright, {endings} and their like.",
            name=name,
            what=what,
            endings=endings,
        )
    )


def imported(name: str, data: bytes, lexicon: Callable[[], Lexicon]) -> Imported:
    """The song in a file called `name` (with its ending), called after it when it has no title of its own.

    Raises UnreadableError with a sentence, and never anything else; a song is whole or there is none.
    """
    found = import_format(name, data)
    if not data.strip():
        raise UnreadableError(said("“{name}” is empty, so there is nothing to open.", name=name))
    try:
        with _collector_at_rest():
            song = found.read(data, lexicon)
        return song.named(name.rpartition(".")[0] or name)
    except SongwrightError:
        raise
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        # A reader met what its author did not foresee: to the user it is a damaged file, to the log a fault.
        raise UnreadableError(
            said(
                "“{name}” could not be understood: something in it is damaged, or not as {kind} files should be.",
                name=name,
                kind=found.name,
            ),
            detail=f"{type(error).__name__}: {error}"[:500],
        ) from error


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Without Python's search for cycles: readers make hundreds of thousands of values and no cycle, a third faster."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
