"""The parts of a MusicXML score: notes with their words, chord symbols, marks and repeats, bar by bar."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from songwright.core.edits import moved_key
from songwright.core.errors import SongwrightError
from songwright.core.song import TICKS_PER_QUARTER, Chord, Mix
from songwright.formats.headings import heading_of
from songwright.formats.musicxml import CHORD_KINDS
from songwright.formats.performed import (
    WrittenBar,
    WrittenChange,
    WrittenChord,
    WrittenMark,
    WrittenNote,
    WrittenPart,
    WrittenWord,
)
from songwright.formats.unfold import BarFlow
from songwright.formats.worded_lines import bound_words
from songwright.formats.xml_signatures import key_of, metre_of, tempo_of
from songwright.music.chords import parse_symbol

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["PartReader", "XmlInstrument", "integer", "number", "part_names", "text_of"]

_VERSE_NUMBER = re.compile(r"^\d{1,2}\s*[.)]\s*(?=\D|$)")
# Hyphens and lines that were typed to lead from one syllable to the next. One that touches its syllable may be the
# word's own ("stone-cold").
_LEADING = re.compile(r"^(?:[-–]+\s+|[-–]{2,})")
_TRAILING = re.compile(r"(?:\s+[-–]+|[-–]{2,})$")
_STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_DRUM_CHANNEL = 10
_LONGEST = 1_000_000  # ticks: no note or bar of a song is longer, and no damaged number gets further
# MusicXML counts loudness in percent of a forte of 90.
_FORTE = 90
_KINDS = {(kind, tuple(sorted(degrees))): quality for quality, (kind, degrees) in reversed(list(CHORD_KINDS.items()))}


@dataclass(frozen=True, slots=True)
class XmlInstrument:
    """What the list of parts says about one; `struck` gives the pitch of each instrument of a drum kit by its id."""

    name: str = ""
    program: int = 0
    drums: bool = False
    mix: Mix = field(default_factory=Mix)
    struck: Mapping[str, int] = field(default_factory=dict)


def text_of(element: Element, path: str) -> str:
    """The text of an inner element without blanks around it; "" when it is not there."""
    return (element.findtext(path) or "").strip()


def integer(text: str | None) -> int | None:
    """A whole number of a sane size; None for anything else."""
    return int(text) if text is not None and re.fullmatch(r"\s*[+-]?[0-9]{1,7}\s*", text) else None


def number(text: str | None) -> float | None:
    """A decimal of a sane size; None for anything else."""
    return float(text) if text is not None and re.fullmatch(r"\s*[+-]?[0-9]{1,9}(\.[0-9]{0,9})?\s*", text) else None


def part_names(root: Element) -> dict[str, XmlInstrument]:
    """The instruments of a score by the id of their part."""
    return {part.get("id", ""): _instrument(part) for part in root.iterfind("part-list/score-part")}


def _instrument(part: Element) -> XmlInstrument:
    name = " ".join(text_of(part, "part-name").split())
    midi = part.findall("midi-instrument")
    if not midi:
        return XmlInstrument(name)
    first = midi[0]
    usual = Mix()
    volume, pan = number(text_of(first, "volume")), number(text_of(first, "pan"))
    mix = Mix(
        usual.volume if volume is None else min(127, max(0, round(volume * 1.27))),
        usual.pan if pan is None else min(127, max(0, round((pan + 90) / 180 * 127))),
        usual.reverb,
    )
    program = min(127, max(0, (integer(text_of(first, "midi-program")) or 1) - 1))
    struck = {
        one.get("id", ""): pitch - 1
        for one in midi
        if (pitch := integer(text_of(one, "midi-unpitched"))) and 1 <= pitch <= 128
    }
    return XmlInstrument(name, program, integer(text_of(first, "midi-channel")) == _DRUM_CHANNEL, mix, struck)


class PartReader:
    """Reads one part. What stands between its notes is kept here; `voices` gives the notes in the end."""

    def __init__(self, instrument: XmlInstrument | None) -> None:
        self._instrument = instrument or XmlInstrument()
        self._divisions = 1.0
        self._shift = 0
        self._notes: list[tuple[str, WrittenNote]] = []
        self._ending: tuple[int, ...] = ()
        self.chords: list[WrittenChord] = []
        self.marks: list[WrittenMark] = []
        self.changes: list[WrittenChange] = []
        self.graces = False

    def read(self, measures: Sequence[Element]) -> list[WrittenBar]:
        """The part's bars."""
        return [self._measure(place, measure) for place, measure in enumerate(measures)]

    def voices(self) -> list[WrittenPart]:
        """The singing voice, if there is one, and all that is played besides it."""
        sung = Counter(voice for voice, note in self._notes if note.words)
        singer = sung.most_common(1)[0][0] if sung else None
        kit, name = self._instrument, self._instrument.name
        groups = {
            name: [note for voice, note in self._notes if singer is None or voice == singer],
            f"{name} (2)": [note for voice, note in self._notes if singer is not None and voice != singer],
        }
        return [
            WrittenPart(called, sorted(notes, key=lambda note: note[:4]), kit.program, kit.drums, kit.mix)
            for called, notes in groups.items()
            if notes
        ]

    def _ticks(self, element: Element, path: str = "duration") -> int:
        duration = number(text_of(element, path)) or 0.0
        return round(min(_LONGEST, max(0.0, duration / self._divisions * TICKS_PER_QUARTER)))

    def _measure(self, bar: int, measure: Element) -> WrittenBar:
        at = last = longest = 0
        flow = BarFlow(endings=self._ending)
        for element in measure:
            if element.tag == "note":
                if element.find("grace") is not None or element.find("cue") is not None:
                    self.graces = True
                    continue
                chord = element.find("chord") is not None
                start = last if chord else at
                length = self._ticks(element)
                self._note(bar, start, length, element)
                last, at = start, max(at, start + length) if chord else start + length
            elif element.tag == "backup":
                at = max(0, at - self._ticks(element))
            elif element.tag == "forward":
                at += self._ticks(element)
            else:
                self._other(bar, at, element, flow)
            longest = max(longest, at)
        # An empty bar is a whole one; a first bar that is too short is a pick-up.
        return WrittenBar(min(longest, _LONGEST), flow)

    def _other(self, bar: int, at: int, element: Element, flow: BarFlow) -> None:
        if element.tag == "attributes":
            self._divisions = max(1e-3, number(text_of(element, "divisions")) or self._divisions)
            for transpose in element.findall("transpose")[:1]:
                octaves = integer(text_of(transpose, "octave-change")) or 0
                self._shift = (integer(text_of(transpose, "chromatic")) or 0) + 12 * octaves
            self._signs(bar, at, element)
        elif element.tag == "harmony":
            chord = _chord(element)
            if chord is not None:
                offset = round((number(text_of(element, "offset")) or 0.0) / self._divisions * TICKS_PER_QUARTER)
                self.chords.append(WrittenChord(bar, max(0, min(_LONGEST, at + offset)), chord))
        elif element.tag == "direction":
            self._direction(bar, element)
            self._tempo(bar, at, element)
            for sound in element.findall("sound"):
                _jumps(sound.attrib, flow)
        elif element.tag == "sound":
            self._tempo(bar, at, element)
            _jumps(element.attrib, flow)
        elif element.tag == "barline":
            self._barline(element, flow)

    def _signs(self, bar: int, at: int, element: Element) -> None:
        """Take in key and time signatures; a part's key as it sounds."""
        for found in element.findall("time")[:1]:
            metre = metre_of(found)
            if metre is not None:
                self.changes.append(WrittenChange(bar, at, metre=metre))
        for found in element.findall("key")[:1]:
            key = key_of(found)
            if key is not None:
                self.changes.append(WrittenChange(bar, at, key=moved_key(key, self._shift)))

    def _tempo(self, bar: int, at: int, element: Element) -> None:
        tempo = tempo_of(element)
        if tempo is not None and tempo > 0:
            self.changes.append(WrittenChange(bar, max(0, at + self._offset(element)), tempo=tempo))

    def _offset(self, element: Element) -> int:
        return round((number(text_of(element, "offset")) or 0.0) / self._divisions * TICKS_PER_QUARTER)

    def _direction(self, bar: int, element: Element) -> None:
        for rehearsal in element.iterfind("direction-type/rehearsal"):
            if rehearsal.text and rehearsal.text.strip():
                self.marks.append(WrittenMark(bar, rehearsal.text.strip()[:100]))
                return
        for words in element.iterfind("direction-type/words"):
            heading = heading_of(words.text or "")
            if heading is not None:
                self.marks.append(WrittenMark(bar, heading.title))

    def _barline(self, element: Element, flow: BarFlow) -> None:
        ending, repeat = element.find("ending"), element.find("repeat")
        if ending is not None:
            numbers = tuple(int(found) for found in re.findall(r"\d{1,2}", ending.get("number", "")))
            if ending.get("type") == "start":
                self._ending = flow.endings = numbers or (1,)
            else:
                self._ending = ()
        if repeat is not None:
            if repeat.get("direction") == "forward":
                flow.forward = True
            else:
                flow.times = max(2, integer(repeat.get("times")) or 2)

    def _note(self, bar: int, start: int, length: int, element: Element) -> None:
        pitch = self._pitch(element)
        if pitch is None or not 0 <= pitch <= 127 or length <= 0:
            return
        loud = number(element.get("dynamics"))
        velocity = 80 if loud is None else min(127, max(1, round(loud * _FORTE / 100)))
        tied = any(tie.get("type") == "stop" for tie in element.findall("tie"))
        words = _words(element.findall("lyric"))
        self._notes.append((text_of(element, "voice"), WrittenNote(bar, start, length, pitch, velocity, tied, words)))

    def _pitch(self, element: Element) -> int | None:
        pitch, unpitched = element.find("pitch"), element.find("unpitched")
        if pitch is not None:
            found = _sounding(text_of(pitch, "step"), text_of(pitch, "alter"), text_of(pitch, "octave"))
            return None if found is None else found + self._shift
        if unpitched is None:
            return None
        instrument = element.find("instrument")
        struck = self._instrument.struck.get(instrument.get("id", "")) if instrument is not None else None
        self._instrument = self._instrument if self._instrument.drums else replace(self._instrument, drums=True)
        if struck is not None:
            return struck
        return _sounding(text_of(unpitched, "display-step"), "", text_of(unpitched, "display-octave"))


def _sounding(step: str, alter: str, octave: str) -> int | None:
    high = integer(octave)
    if step not in _STEPS or high is None:
        return None
    return 12 * (high + 1) + _STEPS[step] + round(number(alter) or 0)


def _words(lyrics: Iterable[Element]) -> dict[int, WrittenWord]:
    found: dict[int, WrittenWord] = {}
    for place, lyric in enumerate(lyrics):
        digits = re.search(r"\d{1,2}", lyric.get("number", ""))
        verse = max(1, int(digits[0])) if digits else place + 1
        syllabic = [(element.text or "").strip() for element in lyric.findall("syllabic")] or ["single"]
        goes_on = syllabic[-1] in ("begin", "middle")
        text = " ".join(text for element in lyric.findall("text") if (text := (element.text or "").strip()))
        text = _bare(text, after=syllabic[0] in ("middle", "end"), before=goes_on)
        if text:
            ends_section = lyric.find("end-paragraph") is not None
            ends_line = ends_section or lyric.find("end-line") is not None
            found.setdefault(verse, WrittenWord(bound_words(text)[:200], not goes_on, ends_line, ends_section))
    return found


def _bare(text: str, *, after: bool, before: bool) -> str:
    """A syllable without its verse's number, and without what leads to the ones that it stands `after` or `before`."""
    text = _VERSE_NUMBER.sub("", text).strip("_ ")
    text = "" if not text.strip("-–") else text
    text = _LEADING.sub("", text) if after else text
    return _TRAILING.sub("", text) if before else text


def _chord(element: Element) -> Chord | None:
    root = _class(element, "root")
    kind = element.find("kind")
    if root is None or kind is None:
        return None
    degrees = tuple(
        sorted(
            (
                integer(text_of(degree, "degree-value")) or 0,
                integer(text_of(degree, "degree-alter")) or 0,
                text_of(degree, "degree-type"),
            )
            for degree in element.findall("degree")
        )
    )
    name = (kind.text or "").strip()
    bass = _class(element, "bass")
    quality = _KINDS.get((name, degrees))
    if quality is None:
        quality = _said(kind.get("text", "")) or _KINDS.get((name, ()))
    if quality is None:
        return None
    return Chord(0, root, quality, None if bass == root else bass)


def _said(text: str) -> str | None:
    """The quality that a chord's own text names; None when the table does not know it."""
    try:
        return parse_symbol(f"C{text}").quality
    except SongwrightError:
        return None


def _class(element: Element, name: str) -> int | None:
    step = text_of(element, f"{name}/{name}-step")
    if step not in _STEPS:
        return None
    return (_STEPS[step] + round(number(text_of(element, f"{name}/{name}-alter")) or 0)) % 12


def _jumps(attributes: Mapping[str, str], flow: BarFlow) -> None:
    flow.segno = flow.segno or "segno" in attributes
    flow.coda = flow.coda or "coda" in attributes
    flow.fine = flow.fine or "fine" in attributes
    flow.to_coda = flow.to_coda or "tocoda" in attributes
    flow.da_capo = flow.da_capo or "dacapo" in attributes
    flow.dal_segno = flow.dal_segno or "dalsegno" in attributes
