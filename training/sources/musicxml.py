"""Compressed MusicXML (.mxl, https://www.w3.org/2021/06/musicxml40/) -> `Tune`: the sung line, its words and harmony.

The melody is the first voice of the part that has the most syllables (the first part when nothing is sung). Every
sounding note of the other parts is kept as backing, from which `training.harmony_marks` estimates chords.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from training.harmony_marks import MUSICXML_KINDS
from training.sources.tune import Bar, ChordMark, Sung, Tone, Tune

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

__all__ = ["read_mxl"]

STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


def _number(element: Element, path: str, default: int = 0) -> int:
    text = element.findtext(path)
    return int(float(text)) if text and text.strip() else default


def _pitch(note: Element) -> int | None:
    pitch = note.find("pitch")
    if pitch is None:
        return None
    step = STEPS[(pitch.findtext("step") or "C").strip()]
    return 12 * (_number(pitch, "octave", 4) + 1) + step + _number(pitch, "alter")


def _words(note: Element) -> dict[int, Sung]:
    words = {}
    for place, lyric in enumerate(note.findall("lyric")):
        text = "".join(part.text or "" for part in lyric.findall("text")).strip()
        if text:
            kind = lyric.findtext("syllabic") or "single"
            number = lyric.get("number") or ""
            verse = int(number) - 1 if number.isdigit() else place
            words[verse] = Sung(text, kind in {"single", "begin"}, kind in {"single", "end"})
    return words


@dataclass(slots=True)
class _PartReader:
    """Walks one part's measures. `voice` limits the melody to one voice of the part; None keeps every note."""

    voice: str | None
    divisions: int = 1
    metre: tuple[int, int] = (4, 4)
    fifths: int = 0
    minor: bool | None = None
    bars: list[Bar] = field(default_factory=list)
    chords: list[ChordMark] = field(default_factory=list)
    tones: list[Tone] = field(default_factory=list)
    _bar: Fraction = Fraction(0)
    _now: Fraction = Fraction(0)
    _last: Fraction = Fraction(0)
    _keyed: bool = False

    def read(self, part: Element) -> None:
        for measure in part.findall("measure"):
            self._now, reach = self._bar, self._bar
            for element in measure:
                self._element(element)
                reach = max(reach, self._now)
            full = Fraction(4 * self.metre[0], self.metre[1])
            length = reach - self._bar or full
            upbeat = length < full and (not self.bars or measure.get("implicit") == "yes")
            self.bars.append(Bar(self._bar, length, full - length if upbeat else Fraction(0), self.metre))
            self._bar += length

    def _element(self, element: Element) -> None:
        match element.tag:
            case "attributes":
                self._attributes(element)
            case "backup":
                self._now -= Fraction(_number(element, "duration"), self.divisions)
            case "forward":
                self._now += Fraction(_number(element, "duration"), self.divisions)
            case "harmony":
                self._harmony(element)
            case "note":
                self._note(element)
            case _:
                pass

    def _attributes(self, element: Element) -> None:
        self.divisions = _number(element, "divisions", self.divisions)
        beats, unit = element.findtext("time/beats"), element.findtext("time/beat-type")
        if beats and unit:
            self.metre = (sum(int(part) for part in beats.split("+")), int(unit))
        if element.findtext("key/fifths") and not self._keyed:
            self.fifths, mode = _number(element, "key/fifths"), element.findtext("key/mode")
            self.minor = None if mode not in {"major", "minor"} else mode == "minor"
            self._keyed = True

    def _harmony(self, element: Element) -> None:
        step = element.findtext("root/root-step")
        quality = MUSICXML_KINDS.get((element.findtext("kind") or "").strip())
        if step and quality is not None:
            root = (STEPS[step.strip()] + _number(element, "root/root-alter")) % 12
            self.chords.append(ChordMark(self._now, root, quality))

    def _note(self, note: Element) -> None:
        if note.find("grace") is not None or note.find("cue") is not None:
            return
        length = Fraction(_number(note, "duration"), self.divisions)
        chord = note.find("chord") is not None
        onset = self._last if chord else self._now
        if not chord:
            self._last, self._now = self._now, self._now + length
        pitch = _pitch(note)
        if pitch is None or length <= 0 or (self.voice is not None and (chord or not self._belongs(note))):
            return
        stops = any(tie.get("type") == "stop" for tie in note.findall("tie"))
        self._sound(Tone(onset, length, pitch, _words(note)), stops=stops)

    def _belongs(self, note: Element) -> bool:
        return (note.findtext("voice") or "1") == self.voice

    def _sound(self, tone: Tone, *, stops: bool) -> None:
        if stops:
            for place in range(len(self.tones) - 1, max(-1, len(self.tones) - 12), -1):
                earlier = self.tones[place]
                if earlier.pitch == tone.pitch and earlier.end == tone.onset:
                    joined = earlier.length + tone.length
                    self.tones[place] = Tone(earlier.onset, joined, earlier.pitch, earlier.words)
                    return
        self.tones.append(tone)


def _root(path: Path) -> Element:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".musicxml"))]
        return ET.fromstring(archive.read(next(name for name in names if not name.startswith("META"))))  # noqa: S314


def _melody_voice(part: Element) -> str:
    """The voice with the most syllables; "1" when nothing is sung."""
    counts: dict[str, int] = {}
    for note in part.iter("note"):
        if note.find("lyric") is not None:
            voice = note.findtext("voice") or "1"
            counts[voice] = counts.get(voice, 0) + 1
    return max(counts, key=lambda voice: counts[voice]) if counts else "1"


def read_mxl(path: Path, source: str) -> Tune | None:
    """The tune of one file; None when it holds no notes. Raises ET.ParseError, KeyError on broken files."""
    root = _root(path)
    parts = root.findall("part")
    if not parts:
        return None
    main = max(parts, key=lambda part: sum(1 for _ in part.iter("lyric")))
    reader = _PartReader(_melody_voice(main))
    reader.read(main)
    if not reader.tones:
        return None
    backing: list[tuple[Tone, ...]] = []
    for part in parts:
        if part is not main:
            other = _PartReader(None)
            other.read(part)
            backing.append(tuple(sorted(other.tones, key=lambda tone: (tone.onset, tone.pitch))))
    tones = _single_line(reader.tones)
    rights = " | ".join(element.text or "" for element in root.iter("rights"))
    return Tune(
        name=path.stem,
        source=source,
        fifths=reader.fifths,
        minor=reader.minor,
        tones=tones,
        bars=tuple(reader.bars),
        chords=tuple(reader.chords),
        voices=(tones, *backing),
        notice=rights,
    )


def _single_line(tones: list[Tone]) -> tuple[Tone, ...]:
    """Sorted and cut where the next note begins, so that the melody is one line."""
    line: list[Tone] = []
    for tone in sorted(tones, key=lambda tone: (tone.onset, -tone.pitch)):
        if line and tone.onset == line[-1].onset:
            continue
        if line and line[-1].end > tone.onset:
            last = line[-1]
            line[-1] = Tone(last.onset, tone.onset - last.onset, last.pitch, last.words)
        line.append(tone)
    return tuple(line)
