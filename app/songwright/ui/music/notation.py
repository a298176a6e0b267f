"""How notes, chords and syllables are written in the window, put together from the music and lyric layers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from songwright.core.song import Chord, Song
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.syllables import syllabify
from songwright.music.chords import format_symbol
from songwright.music.pitch import spell
from songwright.ui.music.roll import SyllableTexts

__all__ = ["Spelling", "engraved", "spelling_with", "syllable_texts"]

_FLAT = re.compile(r"(?<=[A-G0-9(])b(?=[0-9b/]|$|m|d|s|a|M)|(?<=[A-G]b)b")


def engraved(symbol: str) -> str:
    """A chord symbol or note name with real accidentals: "Bb7/F#" becomes "B♭7/F♯"."""
    return _FLAT.sub("♭", symbol.replace("#", "♯"))


@dataclass(frozen=True, slots=True)
class Spelling:
    """Writes chords and pitches in a song's key, and splits lines into syllables."""

    syllables: SyllableTexts

    def typed_chord(self, chord: Chord, song: Song) -> str:
        """A chord as one types it."""
        return format_symbol(chord, song.key)

    def chord(self, chord: Chord, song: Song) -> str:
        """A chord as it is shown."""
        return engraved(format_symbol(chord, song.key))

    def pitch(self, pitch: int, song: Song) -> str:
        """A pitch with its octave."""
        return engraved(spell(pitch, song.key))


def spelling_with(lexicon: Callable[[], Lexicon]) -> Spelling:
    """Spelling with syllables as the dictionary has them."""
    return Spelling(lambda text: syllable_texts(text, lexicon()))


def syllable_texts(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The syllables of a line as they are written under notes: "morn-", "ing"."""
    return tuple(
        syllable.text + ("-" if syllable.in_word < syllable.word_length - 1 and not syllable.text.endswith("-") else "")
        for syllable in syllabify(text, lexicon)
    )
