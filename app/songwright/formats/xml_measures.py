"""Measures in MusicXML: their numbers, and bar lines that repeat and lead into endings."""

from __future__ import annotations

import xml.etree.ElementTree as ET  # only to write: nothing is parsed here

from songwright.formats.measures import Measure
from songwright.formats.strophes import Volta
from songwright.formats.xml_writing import add_element

__all__ = ["add_measure", "close_measure"]


def add_measure(part: ET.Element, measure: Measure) -> ET.Element:
    """A new measure with what stands before its notes."""
    implicit = {"implicit": "yes"} if measure.part else {}
    element = add_element(part, "measure", number=measure.name, **implicit)
    if measure.opens is not None or measure.enters:
        line = add_element(element, "barline", location="left")
        if measure.opens is not None:
            add_element(line, "bar-style", "heavy-light")
        if measure.volta is not None and measure.enters:
            _ending(line, measure.volta, "start")
        if measure.opens is not None:
            add_element(line, "repeat", direction="forward")
    return element


def close_measure(element: ET.Element, measure: Measure, *, last: bool) -> None:
    """Add the bar line after the notes, where it says more than that a measure is over."""
    if not (measure.again or measure.leaves or last):
        return
    line = add_element(element, "barline", location="right")
    if measure.again or last:
        add_element(line, "bar-style", "light-heavy")
    if measure.volta is not None and measure.leaves:
        _ending(line, measure.volta, "stop" if measure.again or last else "discontinue")
    if measure.again and measure.closes is not None:
        times = len(measure.volta.times) + 1 if measure.volta is not None else measure.closes.times
        add_element(line, "repeat", direction="backward", **({"times": str(times)} if times > 2 else {}))


def _ending(line: ET.Element, volta: Volta, kind: str) -> None:
    add_element(line, "ending", number=", ".join(map(str, volta.times)), type=kind)
