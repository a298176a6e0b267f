"""How notes, chords and syllables are written in the window, put together from the music and lyric layers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from songwright.core.errors import SongwrightError
from songwright.core.roll import SyllableTexts
from songwright.core.song import Chord, Key, Line
from songwright.music.chords import format_roman, format_symbol, parse_roman, parse_symbol, pretty_symbol
from songwright.music.pitch import spell

if TYPE_CHECKING:
    from songwright.lyrics.lexicon import Lexicon

__all__ = ["Spelling", "read_chord", "syllable_texts"]


@dataclass(frozen=True, slots=True)
class Spelling:
    """Writes chords and pitches in a song's key, and splits lines into syllables."""

    syllables: SyllableTexts

    def typed_chord(self, chord: Chord, key: Key) -> str:
        """A chord as one types it."""
        return format_symbol(chord, key)

    def chord(self, chord: Chord, key: Key) -> str:
        """A chord as it is shown."""
        return pretty_symbol(format_symbol(chord, key))

    def roman(self, chord: Chord, key: Key) -> str:
        """What a chord does in a key, as a Roman numeral."""
        return pretty_symbol(format_roman(chord, key))

    def pitch(self, pitch: int, key: Key) -> str:
        """A pitch with its octave."""
        return pretty_symbol(spell(pitch, key))


def read_chord(text: str, key: Key, start: int = 0) -> Chord:
    """A chord from what was typed: a symbol ("F#m7") or a numeral in the key ("V7/V"). SongwrightError for neither."""
    try:
        return parse_symbol(text, start)
    except SongwrightError as error:
        try:
            return parse_roman(text, key, start)
        except SongwrightError:
            raise error from None


def syllable_texts(line: Line, lexicon: Lexicon) -> tuple[str, ...]:
    """The syllables of a line as they are written under notes: "morn-", "ing"."""
    # Imported here: no syllable is written before there is a lexicon, which is read after the window is up.
    from songwright.lyrics.divisions import line_syllables

    return tuple(
        syllable.text + ("-" if syllable.in_word < syllable.word_length - 1 and not syllable.text.endswith("-") else "")
        for syllable in line_syllables(line, lexicon)
    )
