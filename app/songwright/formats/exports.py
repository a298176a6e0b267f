"""The formats that a song can be exported to: one table for the window and the command line.

Layers above add their own (audio files need a synthesiser): `EXPORTS + (wav_format,)`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from songwright.core.language import sayable
from songwright.core.song import Song
from songwright.formats.abc import to_abc
from songwright.formats.chordpro import to_chordpro
from songwright.formats.full_score import to_full_score
from songwright.formats.html import to_html
from songwright.formats.lrc import to_lrc
from songwright.formats.midi import to_midi
from songwright.formats.musicxml import to_musicxml
from songwright.formats.mxl import packed
from songwright.formats.text import to_markdown, to_text
from songwright.formats.word_document import to_docx
from songwright.lyrics.lexicon import Lexicon

if TYPE_CHECKING:
    from songwright.formats.engraving.drawing import Drawing
    from songwright.formats.engraving.fingering import FrettedInstrument

__all__ = ["EXPORTS", "NOTES", "WORDS", "ExportFormat", "ExportTools"]


def _no_progress(fraction: float) -> None:
    """Where nobody watches."""


def _never() -> bool:
    return False


def _nothing(_song: Song) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class ExportTools:
    """What a writer may need: the lexicon, read when first asked for, and for slow ones a way to tell and to stop.

    `progress` is told fractions from 0 to 1; soon after `cancelled` says True, a slow writer raises SongwrightError.
    """

    lexicon: Callable[[], Lexicon]
    progress: Callable[[float], None] = field(default=_no_progress)
    cancelled: Callable[[], bool] = field(default=_never)
    picture: Callable[[Drawing], bytes] | None = None
    """Makes a PNG of a drawing's first page; pictures are painted by the window's toolkit, which lies above this."""
    diagrams: FrettedInstrument | None = None
    """Whose chord diagrams stand below the title of a score or chord sheet."""
    letter: bool = False
    """US Letter instead of A4."""
    author: str = ""
    """Printed below the title of the song's cover."""
    cover: Callable[[Song, str], bytes] | None = None
    """Makes a JPEG of the cover of a song that has one, with an author; painted by the window's toolkit, too."""


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format: `id` for the command line and settings, `name` for people, `suffix` of its files with the dot.

    `write` gives the file's bytes; it raises SongwrightError when the format cannot carry the song. `lacks` names what
    of a song the format has no room for, and `unshown` which characters of this song it has no letters for, to be said
    before saving.
    """

    id: str
    name: str
    suffix: str
    write: Callable[[Song, ExportTools], bytes]
    needs_music: bool = False
    slow: bool = False
    lacks: str = ""
    unshown: Callable[[Song], str] = _nothing


def _text(text: str) -> bytes:
    """UTF-8; halves of characters, which have none, become question marks."""
    return text.encode("utf-8", "replace")


def _cover(song: Song, tools: ExportTools) -> bytes:
    """The song's cover as a JPEG file; nothing where it has none or nobody can paint it."""
    return tools.cover(song, tools.author) if song.artwork is not None and tools.cover is not None else b""


_MIDI_LACKS = sayable("which notes are locked, chord symbols (sequencers see them as markers)")
_WORDS_LACK = sayable("the music")

NOTES: tuple[ExportFormat, ...] = (
    ExportFormat(
        "midi",
        "MIDI file",
        ".mid",
        lambda song, tools: to_midi(song, tools.lexicon()),
        needs_music=True,
        lacks=_MIDI_LACKS,
    ),
    ExportFormat(
        "midi0",
        "MIDI in one track (type 0)",
        ".mid",
        lambda song, tools: to_midi(song, tools.lexicon(), type=0),
        needs_music=True,
        lacks="which notes are locked, chord symbols (sequencers see them as markers), the names of the parts",
    ),
    ExportFormat(
        "kar",
        "Karaoke (MIDI)",
        ".kar",
        lambda song, tools: to_midi(song, tools.lexicon(), karaoke=True),
        needs_music=True,
        lacks=_MIDI_LACKS,
    ),
    ExportFormat(
        "musicxml",
        "Lead sheet (MusicXML)",
        ".musicxml",
        lambda song, tools: to_musicxml(song, tools.lexicon()),
        needs_music=True,
        lacks="the accompaniment, the mix, how loud notes are, times finer than a thirty-second",
    ),
    ExportFormat(
        "score",
        "Full score (MusicXML)",
        ".musicxml",
        lambda song, tools: to_full_score(song, tools.lexicon()),
        needs_music=True,
        lacks="reverb, mute and solo, times finer than a thirty-second",
    ),
    ExportFormat(
        "mxl",
        "Full score, compressed",
        ".mxl",
        lambda song, tools: packed(to_full_score(song, tools.lexicon())),
        needs_music=True,
        lacks="reverb, mute and solo, times finer than a thirty-second",
    ),
    ExportFormat(
        "abc",
        "Tune with words (ABC)",
        ".abc",
        lambda song, tools: _text(to_abc(song, tools.lexicon())),
        needs_music=True,
        lacks="the accompaniment, the mix, how loud notes are, times finer than a thirty-second, a tempo that "
        "changes while a note lasts",
    ),
)
"""What carries notes."""

WORDS: tuple[ExportFormat, ...] = (
    ExportFormat(
        "chordpro",
        "Chord sheet (ChordPro)",
        ".cho",
        lambda song, tools: _text(to_chordpro(song, tools.lexicon())),
        lacks="the tune, the accompaniment, how gradually a tempo changes",
    ),
    ExportFormat(
        "lrc",
        "Timed lyrics (LRC)",
        ".lrc",
        lambda song, tools: _text(to_lrc(song, tools.lexicon())),
        needs_music=True,
        lacks="notes, chords, headings",
    ),
    ExportFormat(
        "lrc-words",
        "Timed words (LRC)",
        ".lrc",
        lambda song, tools: _text(to_lrc(song, tools.lexicon(), words=True)),
        needs_music=True,
        lacks="notes, chords, headings",
    ),
    ExportFormat("text", "Plain text", ".txt", lambda song, _: _text(to_text(song)), lacks=_WORDS_LACK),
    ExportFormat("markdown", "Markdown", ".md", lambda song, _: _text(to_markdown(song)), lacks=_WORDS_LACK),
    ExportFormat("html", "Web page (HTML)", ".html", lambda song, _: _text(to_html(song)), lacks=_WORDS_LACK),
    ExportFormat(
        "docx", "Word document", ".docx", lambda song, tools: to_docx(song, _cover(song, tools)), lacks=_WORDS_LACK
    ),
)
"""What carries words, some with chords or times."""

EXPORTS = (*NOTES, *WORDS)
