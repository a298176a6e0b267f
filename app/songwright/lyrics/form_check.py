"""How the rows of a page keep a form: which line of the form each row answers to, and what is wrong in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from songwright.core.language import language
from songwright.core.song import Piece
from songwright.core.words import heading_kind
from songwright.lyrics.analysis import Analysis, LineAnalysis
from songwright.lyrics.forms import Fault, Form, LineForm, LineReport, check_form, form_of
from songwright.lyrics.metre import Scansion, scan_pattern

__all__ = ["CheckedLine", "FormCheck", "check_against", "check_by_first", "jarring", "read_marks"]


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """A line of a form beside the row that answers to it; `row` is None for a line that is missing.

    `part` counts the times that the form is gone through, `number` its lines; both from 1. `partner` is the line of
    the same part that this one should rhyme with or repeat, `inner_partner` the one that a word inside it should rhyme
    with (itself for its own end).
    """

    row: int | None
    report: LineReport
    part: int
    number: int
    partner: CheckedLine | None = None
    inner_partner: CheckedLine | None = None

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong."""
        return self.report.faults

    def sentences(self) -> list[str]:
        """What is wrong, a sentence each."""
        return [_sentence(self, fault) for fault in self.faults]

    def liberties(self) -> str:
        """The words that the line keeps its form with by a syllable more or less than usual; "" for none."""
        said = [
            _tr("“{0}” as one syllable").format(word) if size == 1 else _tr("“{0}” as {1} syllables").format(word, size)
            for word, size in self.report.taken
        ]
        return ", ".join(said)


@dataclass(frozen=True, slots=True)
class FormCheck:
    """Every line of a text against what was asked of it, in order."""

    lines: tuple[CheckedLine, ...] = ()
    by_row: dict[int, CheckedLine] = field(default_factory=dict)

    @property
    def faulty(self) -> int:
        """How many lines have something wrong."""
        return sum(bool(line.faults) for line in self.lines)


def check_against(form: Form, analysis: Analysis) -> FormCheck:
    """A text against a form, which is gone through again and again: each stanza again where it has one stanza only."""
    stanzas = analysis.stanzas()
    size = len({line.stanza for line in form.lines}) or 1
    parts = [
        [row for stanza in stanzas[start : start + size] for row in stanza] for start in range(0, len(stanzas), size)
    ]
    return _checked([(form, rows) for rows in parts], analysis)


def check_by_first(analysis: Analysis, piece: Piece = Piece.SONG) -> FormCheck:
    """Every section against the first of its kind ("verse 2 in verse 1's mould"), stanzas against the first stanza."""
    moulds: dict[str, Form] = {}
    found: list[tuple[Form, list[int]]] = []
    for kind, rows in _sections(analysis, piece):
        mould = moulds.get(kind)
        if mould is None:
            moulds[kind] = form_of([analysis.lines[row] for row in rows])
        else:
            found.append((mould, rows))
    return _checked(found, analysis)


def _sections(analysis: Analysis, piece: Piece) -> Iterator[tuple[str, list[int]]]:
    """(kind, rows with words) of each headed section, and of each stanza outside of them."""
    heads = [row for row, line in enumerate(analysis.lines) if line.heading]

    def section(stanza: range) -> int:
        return max((row for row in heads if row < stanza.start), default=-1)

    for head, stanzas in groupby(analysis.stanzas(), key=section):
        if head < 0:
            yield from (("", list(stanza)) for stanza in stanzas)
        else:
            title = analysis.lines[head].text.strip().strip("[]")
            yield heading_kind(title, piece).value, [row for stanza in stanzas for row in stanza]


def _checked(parts: Sequence[tuple[Form, list[int]]], analysis: Analysis) -> FormCheck:
    lines: list[CheckedLine] = []
    for place, (form, rows) in enumerate(parts, 1):
        lines += _part(form, rows, analysis, place)
    return FormCheck(tuple(lines), {line.row: line for line in lines if line.row is not None})


def _part(form: Form, rows: list[int], analysis: Analysis, part: int) -> list[CheckedLine]:
    found: list[CheckedLine] = []
    for index, report in enumerate(check_form(form, [analysis.lines[row] for row in rows])):
        row = rows[index] if index < len(rows) else None
        partner, inner = _partner(report.asked, found), _inner_partner(report.asked, found)
        found.append(CheckedLine(row, report, part, index + 1, partner, inner))
    return found


def _partner(asked: LineForm | None, earlier: list[CheckedLine]) -> CheckedLine | None:
    """The first earlier line that this one has to repeat, end like or rhyme with."""
    if asked is None:
        return None
    for key in ("refrain", "end_word"):
        wanted = getattr(asked, key)
        for line in earlier:
            if wanted and line.report.asked is not None and getattr(line.report.asked, key) == wanted:
                return line
    return _first_with(asked.rhyme, earlier)


def _inner_partner(asked: LineForm | None, earlier: list[CheckedLine]) -> CheckedLine | None:
    """The first earlier line that a word inside this one has to rhyme with; None where that is its own end."""
    return None if asked is None or asked.inner == asked.rhyme else _first_with(asked.inner, earlier)


def _first_with(letter: str | None, earlier: list[CheckedLine]) -> CheckedLine | None:
    """The first line in which a rhyme is heard."""
    lines = (line for line in earlier if line.report.asked is not None and letter in line.report.asked.letters)
    return next(lines, None) if letter else None


def jarring(asked: LineForm, line: LineAnalysis) -> Scansion | None:
    """The best reading of a line in the form's metre; None where it has none, or the line another length."""
    readings = [scan_pattern(line.syllables, pattern) for pattern in asked.patterns]
    found = [reading for reading in readings if reading is not None]
    return min(found, key=lambda reading: (len(reading.faults), reading.cost), default=None)


def read_marks(asked: LineForm | None, line: LineAnalysis) -> str:
    """The stresses of a line, signs as in `LineAnalysis.stress_marks`: as its form's metre has them if it keeps that.

    One way to read a line wherever stresses are shown: on the page, in the helper and in the report.
    """
    reading = jarring(asked, line) if asked is not None else None
    if reading is None or reading.faults or len(reading.pattern) != len(line.stress_marks):
        return line.stress_marks
    said = {"s": "/", "w": "x"}
    return "".join(said.get(beat, own) for beat, own in zip(reading.pattern, line.stress_marks, strict=True))


def _sentence(checked: CheckedLine, fault: Fault) -> str:
    asked, line = checked.report.asked, checked.report.line
    if fault is Fault.MISSING or line is None:
        return _tr("This line is missing.")
    if fault is Fault.EXTRA or asked is None:
        return _tr("One line more than the form has.")
    if fault is Fault.SYLLABLES:
        return _tr("{0} syllables instead of {1}.").format(line.count, asked.told_size)
    if fault is Fault.STRESS:
        return _stress_sentence(asked, line)
    if fault is Fault.INNER_RHYME:
        return _inner_sentence(asked, line, checked.inner_partner)
    return _partner_sentence(asked, line, fault, checked.partner)


def _partner_sentence(asked: LineForm, line: LineAnalysis, fault: Fault, partner: CheckedLine | None) -> str:
    """What a line does not share with an earlier one: its rhyme, its words or the word at its end."""
    number = partner.number if partner is not None else 1
    theirs = partner.report if partner is not None else None
    if fault is Fault.RHYME and theirs is not None and theirs.asked is not None and theirs.asked.rhyme != asked.rhyme:
        return _tr("“{0}” rhymes with no word inside line {1}.").format(line.end_word, number)
    word = theirs.line.end_word if theirs is not None and theirs.line is not None else ""
    return {
        Fault.RHYME: _tr("“{0}” does not rhyme with “{1}” in line {2}.").format(line.end_word, word, number),
        Fault.REFRAIN: _tr("Should be the same as line {0}.").format(number),
        Fault.END_WORD: _tr("Should end in “{0}”, as line {1} does.").format(word, number),
    }[fault]


def _inner_sentence(asked: LineForm, line: LineAnalysis, partner: CheckedLine | None) -> str:
    place = _tr(" on syllable {0}").format(asked.inner_at) if asked.inner_at else ""
    if partner is None:
        return _tr("No word inside{0} rhymes with “{1}”.").format(place, line.end_word)
    other, theirs = partner.report.line, partner.report.asked
    if other is not None and theirs is not None and theirs.rhyme == asked.inner:
        return _tr("No word inside{0} rhymes with “{1}” in line {2}.").format(place, other.end_word, partner.number)
    return _tr("No word inside{0} rhymes with one inside line {1}.").format(place, partner.number)


def _stress_sentence(asked: LineForm, line: LineAnalysis) -> str:
    reading = jarring(asked, line)
    if reading is None or not reading.faults:
        return _tr("The stresses do not keep the metre.")
    place = reading.faults[0]
    syllable = line.syllables[place].text
    if reading.pattern[place] == "s":
        return _tr("“{0}” is weak where the metre is strong (syllable {1}).").format(syllable, place + 1)
    return _tr("“{0}” is stressed where the metre is weak (syllable {1}).").format(syllable, place + 1)


def _tr(text: str) -> str:
    return language().text(text, "FormCheck")
