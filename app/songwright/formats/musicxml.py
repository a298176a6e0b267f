"""MusicXML 4.0: the song as a lead sheet (melody, words, chord symbols, sections), as notation programs read it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET  # only to write: nothing is parsed here
from collections import deque
from collections.abc import Iterable
from statistics import median

from songwright.core.song import TICKS_PER_QUARTER, Chord, Key, Song
from songwright.core.timeline import TimedChord, TimedNote, Timeline, timeline
from songwright.formats.errors import ExportError
from songwright.formats.melody import melody_track
from songwright.formats.notation import Written, notated
from songwright.formats.sung import SungSyllable, sung_syllables
from songwright.lyrics.lexicon import Lexicon
from songwright.music.pitch import key_fifths, spell, spell_class

__all__ = ["to_musicxml"]

_DOCTYPE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    '<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" '
    '"http://www.musicxml.org/dtds/partwise.dtd">\n'
)
# What XML cannot hold, not even escaped.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# Chord qualities as MusicXML's kinds, with degrees (value, alteration, "add" or "alter") where no kind says all.
CHORD_KINDS: dict[str, tuple[str, tuple[tuple[int, int, str], ...]]] = {
    "": ("major", ()),
    "m": ("minor", ()),
    "dim": ("diminished", ()),
    "aug": ("augmented", ()),
    "5": ("power", ()),
    "sus2": ("suspended-second", ()),
    "sus4": ("suspended-fourth", ()),
    "6": ("major-sixth", ()),
    "m6": ("minor-sixth", ()),
    "6/9": ("major-sixth", ((9, 0, "add"),)),
    "7": ("dominant", ()),
    "maj7": ("major-seventh", ()),
    "m7": ("minor-seventh", ()),
    "m7b5": ("half-diminished", ()),
    "dim7": ("diminished-seventh", ()),
    "mMaj7": ("major-minor", ()),
    "aug7": ("augmented-seventh", ()),
    "7sus4": ("suspended-fourth", ((7, 0, "add"),)),
    "7b5": ("dominant", ((5, -1, "alter"),)),
    "7b9": ("dominant", ((9, -1, "add"),)),
    "7#9": ("dominant", ((9, 1, "add"),)),
    "add9": ("major", ((9, 0, "add"),)),
    "madd9": ("minor", ((9, 0, "add"),)),
    "9": ("dominant-ninth", ()),
    "maj9": ("major-ninth", ()),
    "m9": ("minor-ninth", ()),
    "9sus4": ("suspended-fourth", ((7, 0, "add"), (9, 0, "add"))),
    "11": ("dominant-11th", ()),
    "m11": ("minor-11th", ()),
    "13": ("dominant-13th", ()),
}

# By whether a syllable begins its word and whether it ends it.
_SYLLABIC = {(True, True): "single", (True, False): "begin", (False, True): "end", (False, False): "middle"}


def to_musicxml(song: Song, lexicon: Lexicon) -> bytes:
    """The lead sheet as UTF-8 XML; the same bytes for equal songs. Repeated sections are written out.

    ExportError when the song has no music.
    """
    laid = timeline(song)
    if not laid.spans:
        raise ExportError("There is no music yet: compose the song first, then export its score.")
    track = melody_track(song, laid)
    root = ET.Element("score-partwise", version="4.0")
    _add(_add(root, "work"), "work-title", song.title.strip() or "Untitled")
    _add(_add(_add(root, "identification"), "encoding"), "software", "Songwright")
    part = _add(_add(root, "part-list"), "score-part", id="P1")
    _add(part, "part-name", (track.name.strip() if track else "") or "Melody")
    sung = sung_syllables(song, laid, lexicon, track.id if track else None)
    _Sheet(song, laid, laid.notes(track.id) if track else (), sung).write(_add(root, "part", id="P1"))
    ET.indent(root)
    return (_DOCTYPE + ET.tostring(root, encoding="unicode") + "\n").encode()


def _add(parent: ET.Element, name: str, content: object = None, /, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, attributes)
    if content is not None:
        element.text = _clean(str(content))
    return element


def _clean(text: str) -> str:
    return " ".join(_IMPOSSIBLE.sub(" ", text).split())


class _Sheet:
    """The one part of a lead sheet, written bar by bar."""

    def __init__(self, song: Song, laid: Timeline, notes: tuple[TimedNote, ...], sung: Iterable[SungSyllable]) -> None:
        self._song = song
        self._laid = laid
        self._notes = notes
        self._sung = deque(sung)
        self._singing: tuple[object, ...] = ()
        titles = {section.id: section.title or str(section.kind) for section in song.sections}
        self._marks = {span.start: titles[span.section_id] for span in laid.spans}

    def write(self, part: ET.Element) -> None:
        """Add every bar to `part`."""
        metre = self._song.metre
        bars = notated(self._notes, metre.bar_ticks, metre.beat_ticks, self._laid.end)
        for number, signs in enumerate(bars):
            measure = _add(part, "measure", number=str(number + 1))
            start = number * metre.bar_ticks
            if number == 0:
                self._attributes(measure)
            if start in self._marks:
                direction = _add(measure, "direction", placement="above")
                _add(_add(direction, "direction-type"), "rehearsal", self._marks[start])
            if number == 0:
                self._tempo(measure)
            chords = [chord for chord in self._laid.chords if start <= chord.start < start + metre.bar_ticks]
            self._signs(measure, signs, chords)
            if number == len(bars) - 1:
                _add(_add(measure, "barline", location="right"), "bar-style", "light-heavy")

    def _attributes(self, measure: ET.Element) -> None:
        attributes = _add(measure, "attributes")
        _add(attributes, "divisions", TICKS_PER_QUARTER)
        key = _add(attributes, "key")
        _add(key, "fifths", key_fifths(self._song.key))
        _add(key, "mode", self._song.key.mode)
        time = _add(attributes, "time")
        _add(time, "beats", self._song.metre.beats)
        _add(time, "beat-type", self._song.metre.unit)
        middle = median([note.pitch for note in self._notes] or [72])
        clef = _add(attributes, "clef")
        _add(clef, "sign", "G" if middle >= 50 else "F")
        _add(clef, "line", 2 if middle >= 50 else 4)
        if 50 <= middle < 60:
            _add(clef, "clef-octave-change", -1)

    def _tempo(self, measure: ET.Element) -> None:
        direction = _add(measure, "direction", placement="above")
        metronome = _add(_add(direction, "direction-type"), "metronome")
        _add(metronome, "beat-unit", "quarter")
        _add(metronome, "per-minute", f"{self._song.tempo:g}")
        _add(direction, "sound", tempo=f"{self._song.tempo:g}")

    def _signs(self, measure: ET.Element, signs: list[Written], chords: list[TimedChord]) -> None:
        waiting = list(chords)
        whole_rest = all(sign.note is None for sign in signs)
        for sign in signs:
            while waiting and (waiting[0].start < sign.end or sign is signs[-1]):
                chord = waiting.pop(0)
                _harmony(measure, chord.chord, self._song.key, chord.start - (signs[0] if whole_rest else sign).start)
            if not whole_rest:
                self._note(measure, sign)
        if whole_rest:
            note = _add(measure, "note")
            _add(note, "rest", measure="yes")
            _add(note, "duration", self._song.metre.bar_ticks)

    def _note(self, measure: ET.Element, sign: Written) -> None:
        note = _add(measure, "note")
        if sign.note is None:
            _add(note, "rest")
        else:
            _pitch(note, sign.note.pitch, self._song.key)
        _add(note, "duration", sign.value.ticks)
        ties = [kind for kind, tied in (("stop", sign.tied_from), ("start", sign.tied_to)) if tied]
        for kind in ties:
            _add(note, "tie", type=kind)
        _add(note, "type", sign.value.sign)
        for _ in range(sign.value.dots):
            _add(note, "dot")
        if sign.value.triplet:
            modification = _add(note, "time-modification")
            _add(modification, "actual-notes", 3)
            _add(modification, "normal-notes", 2)
        if ties:
            notations = _add(note, "notations")
            for kind in ties:
                _add(notations, "tied", type=kind)
        if sign.note is not None and not sign.tied_from:
            self._lyric(note, sign.note)

    def _lyric(self, note: ET.Element, sung: TimedNote) -> None:
        syllable = self._syllable(sung)
        if syllable is None:
            return
        lyric = _add(note, "lyric", number="1")
        _add(lyric, "syllabic", _SYLLABIC[syllable.in_word == 0, syllable.ends_word])
        _add(lyric, "text", syllable.text)
        if syllable.ends_word and syllable.end > syllable.first_end:
            _add(lyric, "extend")
        if syllable.ends_line:
            _add(lyric, "end-line")
        if syllable.ends_section:
            _add(lyric, "end-paragraph")

    def _syllable(self, note: TimedNote) -> SungSyllable | None:
        """The syllable that begins with a note; None when it has none, or draws out the one before it."""
        before, self._singing = self._singing, (note.section, note.line, note.syllable)
        if before == self._singing:
            return None
        wanted = [(s.span, s.line, s.index) for s in self._sung]
        if self._singing not in wanted:
            return None
        for _ in range(wanted.index(self._singing)):
            self._sung.popleft()
        return self._sung.popleft()


def _pitch(note: ET.Element, pitch: int, key: Key) -> None:
    name = spell(pitch, key)
    match = re.fullmatch(r"([A-G])(#*|b*)(-?\d+)", name)
    assert match is not None  # noqa: S101 - the form of every name that `spell` gives
    element = _add(note, "pitch")
    _add(element, "step", match[1])
    if match[2]:
        _add(element, "alter", match[2].count("#") - match[2].count("b"))
    _add(element, "octave", match[3])


def _harmony(measure: ET.Element, chord: Chord, key: Key, offset: int) -> None:
    harmony = _add(measure, "harmony", **{"print-frame": "no"})
    _class(_add(harmony, "root"), "root", chord.root, key)
    kind, degrees = CHORD_KINDS.get(chord.quality, ("other", ()))
    _add(harmony, "kind", kind, text=chord.quality)
    if chord.bass is not None and chord.bass != chord.root:
        _class(_add(harmony, "bass"), "bass", chord.bass, key)
    for value, alteration, what in degrees:
        degree = _add(harmony, "degree", **{"print-object": "no"})
        _add(degree, "degree-value", value)
        _add(degree, "degree-alter", alteration)
        _add(degree, "degree-type", what)
    if offset:
        _add(harmony, "offset", offset)


def _class(element: ET.Element, name: str, pitch_class: int, key: Key) -> None:
    spelled = spell_class(pitch_class, key)
    _add(element, f"{name}-step", spelled[0])
    if spelled[1:]:
        _add(element, f"{name}-alter", spelled.count("#") - spelled[1:].count("b"))
