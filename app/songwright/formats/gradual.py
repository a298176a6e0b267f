"""Tempi of a file as a section's markings: stairs that are a gradual change become one marking again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from songwright.core.signatures import Marking
from songwright.core.tempo_map import STAIR, TempoStep, tempo_steps

__all__ = ["quarters_a_minute", "tempo_markings"]

_MINUTE = 60_000_000
_MOST_DIGITS = 6
# How much two steps of a stair may differ once a file has rounded them: a share, and quarter notes a minute.
_NEARLY, _ROUNDED = 0.02, 0.02


def quarters_a_minute(microseconds: int) -> float:
    """The tempo of a MIDI file's microseconds a quarter: the roundest number that is written as these."""
    exact = _MINUTE / microseconds
    rounds = (round(exact, digits) for digits in range(_MOST_DIGITS))
    return next((tempo for tempo in rounds if tempo > 0 and round(_MINUTE / tempo) == microseconds), exact)


def tempo_markings(steps: Sequence[TempoStep], before: float, end: int) -> Iterator[Marking]:
    """The markings (tempo alone) of a section, of its steps in its own ticks; `before` holds at its beginning."""
    place = 0
    while place < len(steps):
        taken, marking = _gradual(steps, place, before, end) or (1, _sudden(steps[place]))
        yield marking
        place += taken
        before = steps[place - 1].tempo


def _sudden(step: TempoStep) -> Marking:
    return Marking(step.tick, tempo=step.tempo)


def _gradual(steps: Sequence[TempoStep], place: int, before: float, end: int) -> tuple[int, Marking] | None:
    """A gradual change that begins with a step: how many steps it takes, and its marking. None when it is none."""
    start, run = steps[place].tick, _stair_end(steps, place)
    for last in range(min(run + 1, len(steps) - 1), max(place, run - 2), -1):
        marking = Marking(start, tempo=steps[last].tempo, over=steps[last].tick - start)
        if _is(marking, steps[place : last + 1], before, end):
            return last - place + 1, marking
    if run > place and 0 < end - steps[run].tick <= STAIR:
        over = end - start
        middle = min(over, steps[run].tick - start + STAIR / 2)
        target = before + (steps[run].tempo - before) * over / middle
        for digits in range(4):
            marking = Marking(start, tempo=min(400.0, max(20.0, round(target, digits))), over=over)
            if _is(marking, steps[place : run + 1], before, end):
                return run - place + 1, marking
    return None


def _stair_end(steps: Sequence[TempoStep], place: int) -> int:
    """The last of the steps from `place` on that lie an eighth note apart and go on by about the same."""
    last = place
    while last + 1 < len(steps) and steps[last + 1].tick - steps[last].tick == STAIR:
        gone, going = steps[place + 1].tempo - steps[place].tempo, steps[last + 1].tempo - steps[last].tempo
        if abs(going - gone) > _NEARLY * abs(gone) + _ROUNDED:
            break
        last += 1
    return last


def _is(marking: Marking, steps: Sequence[TempoStep], before: float, end: int) -> bool:
    """Whether a marking is played as these steps, as nearly as a file can say."""
    made = [step for step in tempo_steps(before, [marking], end) if step.tick >= marking.start]
    return len(made) == len(steps) and all(
        one.tick == other.tick and abs(_MINUTE / one.tempo - _MINUTE / other.tempo) <= 1
        for one, other in zip(made, steps, strict=True)
    )
