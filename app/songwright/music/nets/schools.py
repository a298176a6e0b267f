"""Which of the nets' repertories a style is nearest to, and how words and sections are named to the nets."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from songwright.core.song import SectionKind
from songwright.music.nets.grid import METRES
from songwright.music.nets.melody import MelodyStyle
from songwright.music.nets.prosody import SungSyllable, classify
from songwright.music.phrases import Phrase
from songwright.music.setting import Setting

__all__ = ["Schooling", "is_known", "school", "section_name", "seeded", "style_of_chords", "syllables_of"]


@dataclass(frozen=True, slots=True)
class Schooling:
    """Which of the nets' repertories a style is nearest to; empty chords for a style that they do not know."""

    words: str
    chords: str
    tune: MelodyStyle


_SCHOOLS: Final[Mapping[str, Schooling]] = MappingProxyType(
    {
        "ballad": Schooling("lead sheet", "standard", MelodyStyle.LEAD_SHEET),
        "blues": Schooling("lead sheet", "", MelodyStyle.LEAD_SHEET),
        "bossa": Schooling("lead sheet", "standard", MelodyStyle.LEAD_SHEET),
        "country": Schooling("lead sheet", "pop", MelodyStyle.LEAD_SHEET),
        "folk": Schooling("hymn", "hymn", MelodyStyle.FOLK),
        "hymn": Schooling("hymn", "hymn", MelodyStyle.HYMN),
        "lullaby": Schooling("lied", "lied", MelodyStyle.LIED),
        "march": Schooling("hymn", "hymn", MelodyStyle.LEAD_SHEET),
        "pop": Schooling("lead sheet", "pop", MelodyStyle.LEAD_SHEET),
        "reggae": Schooling("lead sheet", "pop", MelodyStyle.LEAD_SHEET),
        "rock": Schooling("lead sheet", "pop", MelodyStyle.LEAD_SHEET),
        "shanty": Schooling("hymn", "", MelodyStyle.FOLK),
        "waltz": Schooling("lead sheet", "standard", MelodyStyle.LEAD_SHEET),
    }
)
_OTHER: Final = Schooling("lead sheet", "pop", MelodyStyle.LEAD_SHEET)

_SECTIONS: Final[Mapping[SectionKind, str]] = MappingProxyType(
    {
        SectionKind.VERSE: "verse",
        SectionKind.STANZA: "verse",
        SectionKind.CHORUS: "chorus",
        SectionKind.BRIDGE: "bridge",
        SectionKind.PRE_CHORUS: "pre-chorus",
    }
)


def school(setting: Setting) -> Schooling:
    """The repertory that a setting's style is nearest to."""
    return _SCHOOLS.get(setting.style.id, _OTHER)


def style_of_chords(style: str) -> str:
    """The harmony net's name for a style; empty when it has learned none like it."""
    return _SCHOOLS.get(style, _OTHER).chords


def section_name(kind: SectionKind) -> str:
    """The harmony net's name for a kind of section."""
    return _SECTIONS.get(kind, "verse")


def seeded(text: str) -> int:
    """A seed for a net from a text that says what chance is for."""
    return zlib.crc32(text.encode())


def is_known(setting: Setting) -> bool:
    """Whether the nets have learned songs in this metre."""
    return (setting.metre.beats, setting.metre.unit) in METRES


def syllables_of(phrase: Phrase) -> list[SungSyllable]:
    """A phrase as the prosody net reads it."""
    words = phrase.words
    found = []
    for index, word in enumerate(words):
        stress = {2: 1, 1: 2, 0: 0}[phrase.strengths[index]]
        found.append(
            SungSyllable(
                classify(stress, words.count(word)),
                opens=index == 0 or words[index - 1] != word,
                closes=index == len(words) - 1 or words[index + 1] != word,
                pause=phrase.pauses[index],
            )
        )
    return found
