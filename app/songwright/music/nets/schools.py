"""How styles, words and sections are named to the nets."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from songwright.core.song import SectionKind
from songwright.music.nets.grid import METRES
from songwright.music.nets.melody import MelodyStyle
from songwright.music.nets.prosody import LearnedSyllable, classify
from songwright.music.phrases import Phrase
from songwright.music.setting import SongSetting
from songwright.music.styles import Style

__all__ = ["is_known", "section_name", "seeded", "syllables_of", "tune_style"]


_TUNES: Final[Mapping[str, MelodyStyle]] = MappingProxyType(
    {
        "lead sheet": MelodyStyle.LEAD_SHEET,
        "hymn": MelodyStyle.HYMN,
        "lied": MelodyStyle.LIED,
        "folk": MelodyStyle.FOLK,
    }
)

_SECTIONS: Final[Mapping[SectionKind, str]] = MappingProxyType(
    {
        SectionKind.VERSE: "verse",
        SectionKind.STANZA: "verse",
        SectionKind.CHORUS: "chorus",
        SectionKind.BRIDGE: "bridge",
        SectionKind.PRE_CHORUS: "pre-chorus",
    }
)


def tune_style(style: Style) -> MelodyStyle:
    """The melody net's name for the repertory that a style is nearest to."""
    return _TUNES.get(style.school.tune, MelodyStyle.ANY)


def section_name(kind: SectionKind) -> str:
    """The harmony net's name for a kind of section."""
    return _SECTIONS.get(kind, "verse")


def seeded(text: str) -> int:
    """A seed for a net from a text that says what chance is for."""
    return zlib.crc32(text.encode())


def is_known(setting: SongSetting) -> bool:
    """Whether the nets have learned songs in this metre."""
    return (setting.metre.beats, setting.metre.unit) in METRES


def syllables_of(phrase: Phrase) -> list[LearnedSyllable]:
    """A phrase as the prosody net reads it."""
    words = phrase.words
    found = []
    for index, word in enumerate(words):
        stress = {2: 1, 1: 2, 0: 0}[phrase.strengths[index]]
        found.append(
            LearnedSyllable(
                classify(stress, words.count(word)),
                opens=index == 0 or words[index - 1] != word,
                closes=index == len(words) - 1 or words[index + 1] != word,
                pause=phrase.pauses[index],
            )
        )
    return found
