"""`songwright scan`: syllables, stresses and rhymes of a text, and how it keeps a form."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from songwright.cli.documents import read_document
from songwright.cli.terminal import Terminal
from songwright.cli.wishes import named_form
from songwright.core.words import lyric_text
from songwright.lyrics.analysis import Analysis, LineAnalysis, analyse
from songwright.lyrics.forms import LineReport, check_form
from songwright.lyrics.lexicon import load_lexicon
from songwright.lyrics.metre import best_metres, metres_name

__all__ = ["add_options", "run"]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the file and the form to check against."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a text or a project")
    parser.add_argument("--form", metavar="NAME", help="say where it leaves this form, by name or written out")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print a row a line: syllables, rhyme letter, stresses, words; then each stanza's metre and the form's verdict."""
    form = named_form(arguments.form) if arguments.form else None
    analysis = analyse(lyric_text(read_document(arguments.file).song), load_lexicon())
    reports = check_form(form, analysis.lines) if form else ()
    notes = _notes(reports, analysis)
    width = max((line.count for line in analysis.lines), default=0)
    for index, line in enumerate(analysis.lines):
        terminal.result(_row(line, width, notes.get(index, "")))
    for number, stanza in enumerate(analysis.stanzas(), 1):
        metres = best_metres([analysis.lines[index].syllables for index in stanza])
        terminal.notice(f"stanza {number}: {metres_name(metres) or 'no regular metre'}")
    if form:
        terminal.notice(f"{form.name}: {_verdict(reports)}")
    return 0


def _row(line: LineAnalysis, width: int, note: str) -> str:
    if line.bounds_stanza:
        return line.text
    letter = f"{line.rhyme or '-'}{'~' if line.near else ' '}"
    row = f"{line.count:>3}  {letter}  {line.stress_marks:<{width}}  {line.text}"
    return f"{row}  <- {note}" if note else row


def _verdict(reports: Sequence[LineReport]) -> str:
    """How a form is kept as a whole: the lines of it that the text has not are in no row."""
    missing = sum(report.line is None for report in reports)
    amiss = sum(bool(report.faults) for report in reports) - missing
    counts = ((amiss, "leaves it", "leave it"), (missing, "is missing", "are missing"))
    told = [f"1 line {one}" if number == 1 else f"{number} lines {more}" for number, one, more in counts if number]
    return " and ".join(told) or "every line keeps it"


def _notes(reports: Sequence[LineReport], analysis: Analysis) -> dict[int, str]:
    """What is amiss with each line, by its index in the text."""
    sung = [index for index, line in enumerate(analysis.lines) if not line.bounds_stanza]
    return {index: ", ".join(report.faults) for index, report in zip(sung, reports, strict=False) if report.faults}
