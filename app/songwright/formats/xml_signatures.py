"""Key, time signature and tempo as a MusicXML score says them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from songwright.core.signatures import Key, Metre, Mode
from songwright.music.pitch import key_fifths

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["key_of", "metre_of", "tempo_of"]

_MODES = {
    "major": Mode.MAJOR, "minor": Mode.MINOR, "dorian": Mode.DORIAN, "mixolydian": Mode.MIXOLYDIAN,
    "ionian": Mode.MAJOR, "aeolian": Mode.MINOR, "lydian": Mode.LYDIAN, "phrygian": Mode.PHRYGIAN,
}  # fmt: skip
_QUARTERS = {"whole": 4.0, "half": 2.0, "quarter": 1.0, "eighth": 0.5, "16th": 0.25}
_NUMBER = re.compile(r"\s*[0-9]{1,9}(\.[0-9]{0,12})?\s*")


def key_of(element: Element) -> Key | None:
    """A key signature; None when it says none that can be written here."""
    fifths = (element.findtext("fifths") or "").strip()
    if not re.fullmatch(r"[+-]?[0-7]", fifths):
        return None
    mode = _MODES.get((element.findtext("mode") or "").strip().lower(), Mode.MAJOR)
    keys = (Key(tonic, mode) for tonic in range(12))
    return next(key for key in keys if (key_fifths(key) - int(fifths)) % 12 == 0)


def metre_of(element: Element) -> Metre | None:
    """A time signature: "3+2" beats are five; None when it says none that can be counted."""
    beats = (element.findtext("beats") or "").split("+")
    unit = (element.findtext("beat-type") or "").strip()
    if not all(re.fullmatch(r"\s*[0-9]{1,3}\s*", beat) for beat in beats) or not re.fullmatch("[0-9]{1,2}", unit):
        return None
    try:
        return Metre(sum(map(int, beats)), int(unit))
    except ValueError:
        return None


def tempo_of(element: Element) -> float | None:
    """Quarter notes a minute that a `sound`, or a `direction` with a metronome mark, asks for."""
    sounds = [element] if element.tag == "sound" else element.findall("sound")
    said = [tempo for sound in sounds if (tempo := _number(sound.get("tempo")))]
    if said or element.tag == "sound":
        return said[0] if said else None
    for mark in element.iterfind("direction-type/metronome"):
        tempo = _number(mark.findtext("per-minute"))
        unit = _QUARTERS.get((mark.findtext("beat-unit") or "").strip(), 1.0)
        if tempo:
            return tempo * unit * (1.5 if mark.find("beat-unit-dot") is not None else 1.0)
    return None


def _number(text: str | None) -> float | None:
    return float(text) if text is not None and _NUMBER.fullmatch(text) else None
