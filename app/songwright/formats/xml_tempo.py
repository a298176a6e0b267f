"""Tempo in MusicXML: metronome marks and “rit.” for readers, every step of the tempo for players."""

from __future__ import annotations

import xml.etree.ElementTree as ET  # only to write: nothing is parsed here

from songwright.core.tempo_map import TempoStep
from songwright.core.timeline import Timeline
from songwright.core.turns import Turn, tempo_turns
from songwright.formats.measures import Measure
from songwright.formats.swing import STRAIGHT
from songwright.formats.xml_writing import add_element

__all__ = ["TempoWriter"]


class TempoWriter:
    """Writes what the tempo does into the measures of the part that leads."""

    def __init__(self, laid: Timeline) -> None:
        self._laid = laid
        self._turns = {turn.tick: turn for turn in tempo_turns(laid)}

    def write(self, element: ET.Element, measure: Measure, *, swing: float) -> None:
        """Add the marks of a measure; the first has the song's tempo, and `swing` where its eighths swing."""
        if measure.start == 0:
            self._opening(element, swing)
        for step in self._laid.tempi.steps:
            if measure.start <= step.tick < measure.end and step.tick > 0:
                self._step(element, step, self._turns.get(step.tick), step.tick - measure.start)

    def _opening(self, element: ET.Element, swing: float) -> None:
        tempo = self._laid.tempi.tempo_at(0)
        turn = self._turns.get(0)
        direction = add_element(element, "direction", placement="above")
        _mark(direction, tempo if turn is None or not turn.over else turn.before or tempo)
        if turn is not None and turn.over:
            _words(direction, turn)
        if swing != STRAIGHT:
            add_element(add_element(direction, "direction-type"), "words", "Swing")
        sound = add_element(direction, "sound", tempo=_said(tempo))
        if swing != STRAIGHT:
            mark = add_element(sound, "swing")
            add_element(mark, "first", round(swing * 100))
            add_element(mark, "second", 100 - round(swing * 100))
            add_element(mark, "swing-type", "eighth")

    @staticmethod
    def _step(element: ET.Element, step: TempoStep, turn: Turn | None, offset: int) -> None:
        """A sign where the tempo turns; what only goes on with a gradual change is for players alone."""
        if turn is None:
            sound = add_element(element, "sound", tempo=_said(step.tempo))
            if offset:
                add_element(sound, "offset", offset)
            return
        direction = add_element(element, "direction", placement="above")
        if turn.over:
            _words(direction, turn)
        else:
            _mark(direction, step.tempo)
        if offset:
            add_element(direction, "offset", offset)
        add_element(direction, "sound", tempo=_said(step.tempo))


def _mark(direction: ET.Element, tempo: float) -> None:
    metronome = add_element(add_element(direction, "direction-type"), "metronome")
    add_element(metronome, "beat-unit", "quarter")
    add_element(metronome, "per-minute", f"{round(tempo, 1):g}")


def _words(direction: ET.Element, turn: Turn) -> None:
    add_element(add_element(direction, "direction-type"), "words", "rit." if turn.slows else "accel.")


def _said(tempo: float) -> str:
    return f"{tempo:.10g}"
