"""MusicXML 4.0: the song as a lead sheet (melody, words, chord symbols, sections), as notation programs read it."""

from __future__ import annotations

import xml.etree.ElementTree as ET  # only to write: nothing is parsed here
from collections.abc import Collection

from songwright.core.bar_lines import bar_edges
from songwright.core.language import said
from songwright.core.song import Chord, Key, Song
from songwright.core.timeline import TimedChord, TimedNote, Timeline, timeline
from songwright.formats.errors import ExportError
from songwright.formats.measures import in_measures, measures, signed, tied_over
from songwright.formats.melody_track import melody_track
from songwright.formats.stacked_words import WordsAt, words_under
from songwright.formats.strophes import Strophes, section_names, strophes
from songwright.formats.sung import SungSyllable
from songwright.formats.swing import STRAIGHT, straightened
from songwright.formats.written_signs import WrittenSign, notated
from songwright.formats.xml_measures import add_measure, close_measure
from songwright.formats.xml_tempo import TempoWriter
from songwright.formats.xml_writing import (
    add_attributes,
    add_changes,
    add_element,
    add_pitch,
    add_value,
    new_score,
    written,
)
from songwright.lyrics.lexicon import Lexicon
from songwright.music.pitch import spell_class

__all__ = ["CHORD_KINDS", "MelodySheet", "to_musicxml"]

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
    """The lead sheet as UTF-8 XML; the same bytes for equal songs. Verses to one tune stand below one another.

    ExportError when the song has no music.
    """
    laid = timeline(song)
    if not laid.spans:
        raise ExportError(said("There is no music yet: compose the song first, then export its score."))
    song, swing = straightened(song)
    track = melody_track(song, laid)
    stacked = strophes(song, [track.id]) if track else None
    song = stacked.song if stacked else song
    laid = timeline(song)
    root, parts = new_score(song.title)
    part = add_element(parts, "score-part", id="P1")
    add_element(part, "part-name", (track.name.strip() if track else "") or "Melody")
    notes = laid.notes(track.id) if track else ()
    held = stacked.held[track.id] if stacked and track else frozenset[int]()
    words = words_under(song, laid, lexicon, track.id if track else None, stacked)
    sheet = MelodySheet(song, laid, notes, words, swing=swing, stacked=stacked, held=held)
    sheet.write(add_element(root, "part", id="P1"))
    return written(root)


class MelodySheet:
    """The melody with words, chord symbols and section names, written measure by measure."""

    def __init__(
        self,
        song: Song,
        laid: Timeline,
        notes: tuple[TimedNote, ...],
        words: WordsAt,
        end: int | None = None,
        *,
        leads: bool = True,
        swing: float = STRAIGHT,
        stacked: Strophes | None = None,
        held: Collection[int] = (),
    ) -> None:
        """`end`: the tick to which other parts last, where they last longer; `swing`: as in `formats.swing`.

        Only the part that `leads` has chord symbols, section names and the tempo: they stand for all. `held` are the
        ticks at which only some verses begin a note.
        """
        self._laid = laid
        self._tempi = TempoWriter(laid)
        self._end = laid.end if end is None else end
        self._notes = notes
        self._words = words
        self._chords = laid.chords if leads else ()
        self._leads = leads
        self._swing = swing
        self._stacked = stacked
        self._held = held
        self._marks = section_names(song, laid, stacked) if leads else {}

    def write(self, part: ET.Element) -> None:
        """Add every measure to `part`."""
        cuts = self._stacked.cuts if self._stacked else frozenset[int]()
        bars = tied_over(notated(self._notes, self._laid.bars, self._end, cuts), self._held)
        parts = signed(measures(bar_edges(self._laid.bars, len(bars)), self._stacked), self._laid)
        for before, measure, signs in zip([None, *parts], parts, in_measures(bars, parts), strict=False):
            element = add_measure(part, measure)
            if before is None:
                add_attributes(element, measure, self._notes)
            else:
                add_changes(element, before, measure)
            if measure.start in self._marks:
                direction = add_element(element, "direction", placement="above")
                add_element(add_element(direction, "direction-type"), "rehearsal", self._marks[measure.start])
            if self._leads:
                self._tempi.write(element, measure, swing=self._swing if before is None else STRAIGHT)
            chords = [chord for chord in self._chords if measure.start <= chord.start < measure.end]
            self._signs(element, signs, chords, measure.key)
            close_measure(element, measure, last=measure is parts[-1])

    def _signs(self, measure: ET.Element, signs: list[WrittenSign], chords: list[TimedChord], key: Key) -> None:
        waiting = list(chords)
        whole_rest = all(sign.note is None for sign in signs)
        for sign in signs:
            while waiting and (waiting[0].start < sign.end or sign is signs[-1]):
                chord = waiting.pop(0)
                _harmony(measure, chord.chord, key, chord.start - (signs[0] if whole_rest else sign).start)
            if not whole_rest:
                self._note(measure, sign, key)
        if whole_rest:
            note = add_element(measure, "note")
            add_element(note, "rest", measure="yes")
            add_element(note, "duration", sum(sign.value.ticks for sign in signs))

    def _note(self, measure: ET.Element, sign: WrittenSign, key: Key) -> None:
        note = add_element(measure, "note")
        if sign.note is None:
            add_element(note, "rest")
        else:
            add_pitch(note, sign.note.pitch, key)
        add_value(note, sign)
        for number, syllable in self._words(sign):
            _lyric(note, number, syllable)


def _lyric(note: ET.Element, number: int, syllable: SungSyllable) -> None:
    lyric = add_element(note, "lyric", number=str(number))
    add_element(lyric, "syllabic", _SYLLABIC[syllable.in_word == 0, syllable.ends_word])
    add_element(lyric, "text", syllable.text)
    if syllable.ends_word and syllable.end > syllable.first_end:
        add_element(lyric, "extend")
    if syllable.ends_line:
        add_element(lyric, "end-line")
    if syllable.ends_section:
        add_element(lyric, "end-paragraph")


def _harmony(measure: ET.Element, chord: Chord, key: Key, offset: int) -> None:
    harmony = add_element(measure, "harmony", **{"print-frame": "no"})
    _class(add_element(harmony, "root"), "root", chord.root, key)
    kind, degrees = CHORD_KINDS.get(chord.quality, ("other", ()))
    add_element(harmony, "kind", kind, text=chord.quality)
    if chord.bass is not None and chord.bass != chord.root:
        _class(add_element(harmony, "bass"), "bass", chord.bass, key)
    for value, alteration, what in degrees:
        degree = add_element(harmony, "degree", **{"print-object": "no"})
        add_element(degree, "degree-value", value)
        add_element(degree, "degree-alter", alteration)
        add_element(degree, "degree-type", what)
    if offset:
        add_element(harmony, "offset", offset)


def _class(element: ET.Element, name: str, pitch_class: int, key: Key) -> None:
    spelled = spell_class(pitch_class, key)
    add_element(element, f"{name}-step", spelled[0])
    if spelled[1:]:
        add_element(element, f"{name}-alter", spelled.count("#") - spelled[1:].count("b"))
