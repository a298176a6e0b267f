"""`songwright scan`: syllables, stresses and rhymes of a text, its metre and its form, and how it keeps another."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from songwright.cli.documents import read_document
from songwright.cli.terminal import Terminal
from songwright.cli.wishes import named_form
from songwright.core.language import counted, said, sayable
from songwright.core.words import lyric_text
from songwright.host.pronunciations import own_lexicon
from songwright.lyrics.analysis import Analysis, LineAnalysis, analyse
from songwright.lyrics.forms import Fault, LineReport, check_form
from songwright.lyrics.metre import best_metres, metres_name
from songwright.lyrics.scanning import HeardMetre
from songwright.lyrics.verse_names import PoemScan, scan_poem

__all__ = ["add_options", "run"]

_SAID = sayable({0: "none", 1: "one syllable", 2: "two syllables", 3: "three syllables", 4: "four syllables"})
_AMISS = sayable(
    {
        Fault.SYLLABLES: "syllables",
        Fault.STRESS: "stress",
        Fault.RHYME: "rhyme",
        Fault.INNER_RHYME: "inner rhyme",
        Fault.REFRAIN: "refrain",
        Fault.END_WORD: "end word",
        Fault.MISSING: "missing",
        Fault.EXTRA: "too many",
    }
)
# What a form asks, and which faults of a line are faults of it.
_ASKS = {
    ("{count} line leaves its metre", "{count} lines leave its metre"): (Fault.SYLLABLES, Fault.STRESS),
    ("{count} line leaves its rhyme", "{count} lines leave its rhyme"): (Fault.RHYME, Fault.INNER_RHYME),
    ("{count} line leaves its refrains", "{count} lines leave its refrains"): (Fault.REFRAIN, Fault.END_WORD),
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the file and the form to check against."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a text or a project")
    parser.add_argument("--form", metavar="NAME", help="say where it leaves this form, by name or written out")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print a row a line: syllables, rhyme letter, stresses, words; then its metre, its form and a form's verdict."""
    form = named_form(arguments.form) if arguments.form else None
    analysis = analyse(lyric_text(read_document(arguments.file).song), own_lexicon())
    reports = check_form(form, analysis.lines) if form else ()
    notes = _notes(reports, analysis)
    scan = scan_poem(analysis)
    letters = _letters(analysis, scan)
    width = max((line.count for line in analysis.lines), default=0)
    for index, line in enumerate(analysis.lines):
        terminal.result(_row(line, letters.get(index), width, notes.get(index, "")))
    for told in _summary(analysis, scan):
        terminal.notice(told)
    if form:
        terminal.notice(f"{form.name}: {_verdict(reports)}")
    return 0


def _letters(analysis: Analysis, scan: PoemScan) -> dict[int, str | None]:
    """The rhyme letter of each line with words, by its index."""
    sung = [index for index, line in enumerate(analysis.lines) if not line.bounds_stanza]
    return dict(zip(sung, scan.letters, strict=True))


def _row(line: LineAnalysis, letter: str | None, width: int, note: str) -> str:
    if line.bounds_stanza:
        return line.text
    mark = f"{letter or '-'}{'~' if line.near else ' '}"
    row = f"{line.count:>3}  {mark}  {line.stress_marks:<{width}}  {line.text}"
    return f"{row}  <- {note}" if note else row


def _summary(analysis: Analysis, scan: PoemScan) -> Iterator[str]:
    """The metre of the whole, or of each stanza that has one of its own, and the form's name."""
    if scan.metre is not None:
        yield said("metre: {name}", name=scan.metre.name)
        yield from _liberties(analysis, scan.metre)
    else:
        for number, stanza in enumerate(analysis.stanzas(), 1):
            metres = best_metres([analysis.lines[index].syllables for index in stanza])
            name = metres_name(metres) or said("no regular metre")
            yield said("stanza {number}: {metre}", number=number, metre=name)
    if scan.form is not None:
        also = f" (--form {scan.form.form})" if scan.form.form else ""
        yield said("form: {name}", name=f"{scan.form.name}{also}")


def _liberties(analysis: Analysis, metre: HeardMetre) -> Iterator[str]:
    """The words that the metre says with another number of syllables than usual."""
    found: dict[str, None] = {}
    for line, reading in zip((one for one in analysis.lines if one.syllables), metre.readings, strict=True):
        for place, sign in enumerate(reading.places if reading else ""):
            if sign in "-2":
                word = line.syllables[place].word
                whole = "".join(one.text for one in line.syllables if one.word == word)
                size = line.syllables[place].word_length + (1 if sign == "2" else -1)
                found.setdefault(_as_so_many(whole, size) if size else said("“{word}” run on", word=whole))
    if found:
        yield said("said in it: {words}", words=", ".join(found))


def _as_so_many(word: str, size: int) -> str:
    syllables = said(_SAID[size]) if size in _SAID else str(size)
    return said("“{word}” as {syllables}", word=word, syllables=syllables)


def _verdict(reports: Sequence[LineReport]) -> str:
    """How a form is kept: its metre, its rhyme and its refrains apart, and the lines that are missing."""
    compared = [report for report in reports if report.line is not None and report.asked is not None]
    missing, extra = (sum(fault in report.faults for report in reports) for fault in (Fault.MISSING, Fault.EXTRA))
    told = []
    for (one, many), kinds in _ASKS.items():
        left = sum(bool(set(kinds) & set(report.faults)) for report in compared)
        if left:
            told.append(counted(one, many, left))
    if missing:
        told.append(counted("{count} line is missing", "{count} lines are missing", missing))
    if extra:
        told.append(counted("{count} line is too many", "{count} lines are too many", extra))
    return ", ".join(told) or said("every line keeps it")


def _notes(reports: Sequence[LineReport], analysis: Analysis) -> dict[int, str]:
    """What is wrong with each line, or said otherwise than usual, by its index in the text."""
    sung = [index for index, line in enumerate(analysis.lines) if not line.bounds_stanza]
    notes = {}
    for index, report in zip(sung, reports, strict=False):
        taken = [_as_so_many(word, size) for word, size in report.taken]
        if report.faults or taken:
            notes[index] = ", ".join((*(said(_AMISS[fault]) for fault in report.faults), *taken))
    return notes
