"""The form of a piece: which sections are sung, which share a tune, how full each one is, and its frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import Line, Section, SectionKind, Song
from songwright.lyrics.divisions import divided
from songwright.lyrics.syllables import Syllable
from songwright.music.anchors import Anchor, anchor_of, leaning_on
from songwright.music.locks import Hold, silent_syllables
from songwright.music.phrases import Phrase, split_line
from songwright.music.request import ComposeRequest
from songwright.music.styles import Style, role_of_kind

__all__ = ["SectionPlan", "framed", "plan_sections"]

_ENDING_BARS: Final = 2
_INSTRUMENTAL_BARS: Final = 4

_FULLNESS: Final[Mapping[SectionKind, int]] = {
    SectionKind.INTRO: 1,
    SectionKind.PRE_CHORUS: 2,
    SectionKind.CHORUS: 3,
    SectionKind.BRIDGE: 2,
    SectionKind.INTERLUDE: 2,
}
"""How much of the band plays: 1 the first accompaniment, 2 the second too, 3 everyone's fullest pattern."""


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """What is to be done with one section.

    `phrases` is empty for an instrumental one, which lasts `bars` bars. `model` is the index of the earlier section
    whose tune it follows; `closing` tells whether it comes home at its end, `last` whether the piece ends with it,
    `crowned` whether its tune may be the highest of the piece; `turn` counts the sections of its kind before it, and
    `leads` tells that a chorus follows it.
    """

    section: Section
    role: str
    phrases: tuple[Phrase, ...]
    syllables: Mapping[str, int]
    bars: int
    model: int | None
    fullness: int
    closing: bool
    last: bool
    crowned: bool = True
    turn: int = 0
    leads: bool = False


def framed(song: Song, request: ComposeRequest, style: Style) -> Song:
    """The song with an introduction and an ending where they are wanted and not there yet.

    Left to the composer, they are added when the song is set for the first time only.
    """
    fresh = not any(section.music for section in song.sections)
    intro = request.intro if request.intro is not None else style.intro if fresh else 0
    ending = request.ending if request.ending is not None else fresh
    if not 0 <= intro <= 16:
        raise SongwrightError(said("An introduction of {intro} bars cannot be made. Choose 0 to 16 bars.", intro=intro))
    if intro and song.sections and song.sections[0].kind is not SectionKind.INTRO:
        name, song = song.new_id("s")
        blank, song = song.new_id("l")
        # A title and a blank row give it a place in the text: without them the next typing would remove it.
        first = Section(name, SectionKind.INTRO, "Intro", (Line(blank, ""),))
        song = replace(song, sections=(first, *song.sections))
    if ending and song.sections and song.sections[-1].kind is not SectionKind.OUTRO:
        name, song = song.new_id("s")
        song = replace(song, sections=(*song.sections, Section(name, SectionKind.OUTRO, "Outro")))
    return song


def plan_sections(
    song: Song,
    request: ComposeRequest,
    style: Style,
    syllabify: Callable[[str], Sequence[Syllable]],
    hold: Hold | None = None,
    *,
    finished: bool = False,
) -> tuple[SectionPlan, ...]:
    """A plan for every section that does not repeat another, in order.

    `hold` is what may change when a part is set again; in a `finished` text no words were added to a kept tune.
    """
    plans: list[SectionPlan] = []
    own = [section for section in song.sections if section.repeats is None]
    has_chorus = any(section.kind is SectionKind.CHORUS for section in own)
    ends = _ends(song)
    for section in own:
        role = role_of_kind(section.kind)
        phrases, syllables = _words(song, section, syllabify, hold, finished=finished)
        alike = [index for index, plan in enumerate(plans) if plan.section.kind is section.kind]
        sung = [index for index in alike if plans[index].phrases]
        plans.append(
            SectionPlan(
                section=section,
                role=role,
                phrases=phrases,
                syllables=syllables,
                bars=_instrumental_bars(section, request, style),
                model=sung[0] if phrases and sung else None,
                fullness=_fullness(section.kind, len(sung), has_chorus=has_chorus),
                closing=role in ("verse", "chorus") or section.id in ends,
                last=song.sections[-1].id == section.id,
                crowned=role == "chorus" or not has_chorus,
                turn=len(alike),
                leads=_before_chorus(song, section),
            )
        )
    if not any(plan.phrases for plan in plans):
        raise SongwrightError(said("There are no words to set to music yet. Write or type some first, then compose."))
    return tuple(plans)


def _before_chorus(song: Song, section: Section) -> bool:
    place = song.sections.index(section) + 1
    following = song.sections[place : place + 1]
    return section.kind is not SectionKind.CHORUS and any(one.kind is SectionKind.CHORUS for one in following)


def _words(
    song: Song, section: Section, syllabify: Callable[[str], Sequence[Syllable]], hold: Hold | None, *, finished: bool
) -> tuple[tuple[Phrase, ...], dict[str, int]]:
    """What is sung of a section, without what a kept tune leaves out, and the number of syllables of each line."""
    anchors = _anchors(section)
    found: list[Phrase] = []
    counts: dict[str, int] = {}
    for line in section.lines:
        syllables = divided(line.text, syllabify(line.text), line.divisions)
        counts[line.id] = len(syllables)
        silent = silent_syllables(song, section, line, syllables, hold, finished=finished)
        whole = (phrase.without(silent) for phrase in split_line(line.id, line.text, syllables))
        found += [leaning_on(phrase, anchors) for phrase in whole if phrase is not None]
    return tuple(found), counts


def _anchors(section: Section) -> frozenset[Anchor]:
    """The syllables of a section that locked chords begin with."""
    chords = section.music.chords if section.music is not None else ()
    anchors = {anchor_of(chord) for chord in chords if chord.locked}
    return frozenset(anchor for anchor in anchors if anchor is not None)


def _ends(song: Song) -> set[str]:
    """The ids of the section that the piece ends with, and of the one that is sung last: both come home."""
    sources = [song.source(section) for section in song.sections]
    sung = [section for section in sources if section.sung_lines]
    return {section.id for section in (*sources[-1:], *sung[-1:])}


def _fullness(kind: SectionKind, earlier: int, *, has_chorus: bool) -> int:
    """How full a section is after `earlier` ones of its kind: a first verse is thin, to leave room to grow."""
    if kind in _FULLNESS or earlier == 0:
        return _FULLNESS.get(kind, 1)
    return 2 if has_chorus else 2 + earlier % 2


def _instrumental_bars(section: Section, request: ComposeRequest, style: Style) -> int:
    """Bars of a section without words: as before, unless the length of the introduction is asked for."""
    if section.kind is SectionKind.INTRO and request.intro:
        return request.intro
    if section.music is not None:
        return section.music.bars
    usual = {SectionKind.INTRO: max(1, style.intro), SectionKind.OUTRO: _ENDING_BARS}
    return usual.get(section.kind, _INSTRUMENTAL_BARS)
