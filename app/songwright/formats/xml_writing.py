"""The pieces that every MusicXML score is written with."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET  # only to write: nothing is parsed here
from collections.abc import Sequence
from statistics import median

from songwright.core.song import TICKS_PER_QUARTER, Key, Metre
from songwright.core.timeline import TimedNote
from songwright.formats.measures import Measure
from songwright.formats.written_signs import WrittenSign
from songwright.music.pitch import key_fifths, spell

__all__ = ["add_attributes", "add_changes", "add_element", "add_pitch", "add_value", "new_score", "written"]

_DOCTYPE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    '<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" '
    '"http://www.musicxml.org/dtds/partwise.dtd">\n'
)
# What XML cannot hold, not even escaped.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def new_score(title: str) -> tuple[ET.Element, ET.Element]:
    """A score without parts, and its list of parts."""
    root = ET.Element("score-partwise", version="4.0")
    add_element(add_element(root, "work"), "work-title", title.strip() or "Untitled")
    add_element(add_element(add_element(root, "identification"), "encoding"), "software", "Songwright")
    return root, add_element(root, "part-list")


def written(root: ET.Element) -> bytes:
    """A score as UTF-8 XML."""
    ET.indent(root)
    return (_DOCTYPE + ET.tostring(root, encoding="unicode") + "\n").encode()


def add_element(parent: ET.Element, name: str, content: object = None, /, **attributes: str) -> ET.Element:
    """Add an element with text, without what XML cannot hold."""
    element = ET.SubElement(parent, name, attributes)
    if content is not None:
        element.text = _clean(str(content))
    return element


def _clean(text: str) -> str:
    return " ".join(_IMPOSSIBLE.sub(" ", text).split())


def add_attributes(
    measure: ET.Element, signs: Measure, notes: Sequence[TimedNote], *, percussion: bool = False, staves: int = 1
) -> None:
    """Add divisions, the measure's key and metre, and the clef that suits the notes; two staves have a keyboard's."""
    attributes = add_element(measure, "attributes")
    add_element(attributes, "divisions", TICKS_PER_QUARTER)
    _add_key(attributes, signs.key, percussion=percussion)
    _add_time(attributes, signs.metre)
    if staves > 1:
        add_element(attributes, "staves", staves)
        for number, (sign, line) in enumerate((("G", 2), ("F", 4)), 1):
            clef = add_element(attributes, "clef", number=str(number))
            add_element(clef, "sign", sign)
            add_element(clef, "line", line)
        return
    middle = median([note.pitch for note in notes] or [72])
    clef = add_element(attributes, "clef")
    if percussion:
        add_element(clef, "sign", "percussion")
        return
    add_element(clef, "sign", "G" if middle >= 50 else "F")
    add_element(clef, "line", 2 if middle >= 50 else 4)
    if 50 <= middle < 60:
        add_element(clef, "clef-octave-change", -1)


def add_changes(measure: ET.Element, before: Measure, signs: Measure, *, percussion: bool = False) -> None:
    """Add the key and the metre of a measure where they are not those of the one before."""
    keyed = signs.key != before.key and not percussion
    if not keyed and signs.metre == before.metre:
        return
    attributes = add_element(measure, "attributes")
    if keyed:
        _add_key(attributes, signs.key)
    if signs.metre != before.metre:
        _add_time(attributes, signs.metre)


def _add_key(attributes: ET.Element, key: Key, *, percussion: bool = False) -> None:
    element = add_element(attributes, "key")
    add_element(element, "fifths", 0 if percussion else key_fifths(key))
    if not percussion:
        add_element(element, "mode", key.mode)


def _add_time(attributes: ET.Element, metre: Metre) -> None:
    time = add_element(attributes, "time")
    add_element(time, "beats", metre.beats)
    add_element(time, "beat-type", metre.unit)


def add_pitch(note: ET.Element, pitch: int, key: Key) -> None:
    """Add a pitch, spelled as the key asks."""
    name = spell(pitch, key)
    match = re.fullmatch(r"([A-G])(#*|b*)(-?\d+)", name)
    assert match is not None  # noqa: S101 - the form of every name that `spell` gives
    element = add_element(note, "pitch")
    add_element(element, "step", match[1])
    if match[2]:
        add_element(element, "alter", match[2].count("#") - match[2].count("b"))
    add_element(element, "octave", match[3])


def add_value(
    note: ET.Element, sign: WrittenSign, *, voice: int = 0, instrument: str = "", stem: str = "", staff: int = 0
) -> None:
    """Add what follows the pitch: duration, ties, instrument and voice, the sign of its value, its tuplet and staff."""
    add_element(note, "duration", sign.value.ticks)
    ties = [kind for kind, tied in (("stop", sign.tied_from), ("start", sign.tied_to)) if tied]
    for kind in ties:
        add_element(note, "tie", type=kind)
    if instrument:
        add_element(note, "instrument", id=instrument)
    if voice:
        add_element(note, "voice", voice)
    add_element(note, "type", sign.value.sign)
    for _ in range(sign.value.dots):
        add_element(note, "dot")
    if sign.value.triplet:
        modification = add_element(note, "time-modification")
        add_element(modification, "actual-notes", 3)
        add_element(modification, "normal-notes", 2)
    if stem:
        add_element(note, "stem", stem)
    if staff:
        add_element(note, "staff", staff)
    if ties:
        notations = add_element(note, "notations")
        for kind in ties:
            add_element(notations, "tied", type=kind)
