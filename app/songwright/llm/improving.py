"""A text in form that gets better line by line, the weakest first, for as long as somebody lets it.

Sans I/O: the generator yields what is to be asked of a model, and whoever drives it sends the answer back. So the
command line and the window use one way, each step can be shown, and to stop is to ask it no more.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from songwright.llm.brief import Brief
from songwright.llm.questions import LineCosts, Option, place_in
from songwright.lyrics.forms import Form

__all__ = ["Answer", "Better", "Rewritten", "Wanted", "improving", "line_worths"]

_LEAST_ODDS = 1e-9
_GAIN = 0.05  # nats a word over the whole text that a new line must bring: less is noise
_ALONE, _WITH_PARTNER = 1, 2  # times that a line is tried: by itself, then with a line that it rhymes with


@dataclass(frozen=True, slots=True)
class Rewritten:
    """To be asked for: the text written from this brief with this seed. The answer is its rows with words."""

    brief: Brief
    seed: int


@dataclass(frozen=True, slots=True)
class Better:
    """To be shown, no answer is awaited: lines that changed, by their index, and the nats a word that it brought."""

    lines: tuple[str, ...]
    changed: tuple[int, ...]
    gained: float


Wanted = LineCosts | Rewritten | Better
Answer = tuple[Option, ...] | tuple[str, ...] | None


def improving(
    lines: Sequence[str], form: Form, brief: Brief, *, seed: int, rounds: int, fixed: Collection[int] = ()
) -> Generator[Wanted, Answer, tuple[str, ...]]:
    """Try so many lines again, none of the `fixed` ones; returns the lines at the end.

    `brief.form` is the form of the lines.
    """
    now = tuple(lines)
    tried = dict.fromkeys(_open_lines(form, fixed), 0)
    if not tried:
        return now
    worths = line_worths((yield _costs(now, form, brief)), now)
    for number in range(rounds):
        weakest = min(tried, key=lambda line: (tried[line], worths[line]))
        if tried[weakest] >= _WITH_PARTNER:
            break
        again = _group(weakest, form, tried, with_partner=tried[weakest] >= _ALONE)
        tried[weakest] += 1
        written = yield Rewritten(_around(now, again, form, brief), seed + number)
        other = tuple(str(row) for row in written or ())
        if len(other) != len(now) or other == now:
            continue
        found = line_worths((yield _costs(other, form, brief)), other)
        gained = fmean(found) - fmean(worths)
        if gained > _GAIN / math.sqrt(len(now)):
            changed = _changed(now, other)
            now, worths = other, found
            tried |= dict.fromkeys(tried.keys() & {*again} - {weakest}, 0)
            yield Better(now, changed, gained)
    return now


def line_worths(answer: Answer, lines: Sequence[str]) -> list[float]:
    """How likely each line is, in nats a word, its least likely word counted twice; from the answer to LineCosts."""
    worths = []
    options = [option for option in answer or () if isinstance(option, Option)]
    for number in range(len(lines)):
        odds = [math.log(max(option.probability, _LEAST_ODDS)) for option in options if option.line == number]
        worths.append((sum(odds) + min(odds)) / len(odds) if odds else 0.0)
    return worths


def _costs(lines: Sequence[str], form: Form, brief: Brief) -> LineCosts:
    place = place_in(lines, 0, form, about=brief.about, kind=brief.piece.value)
    return LineCosts(replace(place, before=(), after=()), tuple(lines))


def _around(lines: Sequence[str], again: Sequence[int], form: Form, brief: Brief) -> Brief:
    """Write these lines again, and those that repeat them; keep the others."""
    open_ = {line for line in range(len(lines)) if any(_same_refrain(form, line, one) for one in again)}
    return replace(brief, kept=tuple((line, lines[line]) for line in range(len(lines)) if line not in open_))


def _changed(lines: Sequence[str], others: Sequence[str]) -> tuple[int, ...]:
    return tuple(index for index, (one, other) in enumerate(zip(lines, others, strict=True)) if one != other)


def _open_lines(form: Form, fixed: Collection[int]) -> list[int]:
    """The lines that are written once each and may change."""
    return [line for line in _first_of_refrains(form) if not any(_same_refrain(form, line, other) for other in fixed)]


def _first_of_refrains(form: Form) -> list[int]:
    """The lines that are written once each."""
    return [
        index
        for index, line in enumerate(form.lines)
        if line.refrain is None or all(other.refrain != line.refrain for other in form.lines[:index])
    ]


def _same_refrain(form: Form, line: int, other: int) -> bool:
    refrain = form.lines[other].refrain
    return line == other or (refrain is not None and form.lines[line].refrain == refrain)


def _group(line: int, form: Form, lines: Sequence[int] | dict[int, int], *, with_partner: bool) -> tuple[int, ...]:
    """The line, alone or with the nearest one that it rhymes with."""
    rhyme = form.lines[line].rhyme
    partners = [other for other in lines if other != line and rhyme is not None and form.lines[other].rhyme == rhyme]
    if not (with_partner and partners):
        return (line,)
    return (line, min(partners, key=lambda other: abs(other - line)))
