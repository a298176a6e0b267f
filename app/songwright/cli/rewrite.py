"""`songwright rewrite`: a text written again around the lines that are kept, in its own form or another."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from songwright.cli.authoring import request_for, shown_unless_saved, write_shown
from songwright.cli.options import add_seed
from songwright.cli.terminal import Terminal
from songwright.cli.wishes import add_wishes, analysis_of, brief_with_wishes
from songwright.cli.writers import add_writer
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import Piece
from songwright.host.atomic import check_writable, write_file
from songwright.llm.brief import Brief
from songwright.lyrics.forms import form_of
from songwright.lyrics.notation import form_text

__all__ = ["add_options", "chosen_lines", "run"]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the text, what of it stays, and how the rest is written."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a text or a project; it is not changed")
    parser.add_argument(
        "--keep",
        default="",
        metavar="LINES",
        help="lines that stay, such as 1,3-4 (only rows with words count)",
    )
    parser.add_argument("--about", default="", metavar="TEXT", help="what it is about (default: its first line)")
    parser.add_argument("--mood", default="", metavar="WORDS", help='such as "wistful"')
    parser.add_argument("--form", default="", metavar="NAME", help="keep this form (default: the text's own)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="save as a text (default: print the words)")
    add_writer(parser)
    parser.add_argument("--temperature", type=float, metavar="T", help="0 is careful, 1 is daring")
    add_wishes(parser, forms=False)
    add_seed(parser)


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Write; the words stream to standard output, or go to a file."""
    analysis = analysis_of(arguments.file)
    lines = [line for line in analysis.lines if line.syllables]
    kept = chosen_lines(arguments.keep, len(lines))
    if len(kept) == len(lines):
        raise SongwrightError(said("Every line is kept, so there is nothing to write. Keep fewer lines."))
    form = arguments.form or form_text(form_of(analysis.lines, arguments.file.stem))
    about = arguments.about or lines[0].text.rstrip(".,;:!?")
    brief = Brief(
        about, Piece.POEM, arguments.mood, form=form, kept=tuple((number, lines[number].text) for number in kept)
    )
    request = request_for(brief_with_wishes(brief, arguments), arguments)
    if arguments.out is None:
        write_shown(request, terminal, words=True)
        return 0
    check_writable(arguments.out)
    written = write_shown(request, terminal, words=False)
    with shown_unless_saved(written, terminal):
        write_file(arguments.out, f"{written.take.text}\n".encode())
    terminal.result(str(arguments.out))
    return 0


def chosen_lines(text: str, count: int) -> tuple[int, ...]:
    """The indices that "1,3-4" names of so many lines. Raises SongwrightError."""
    found: set[int] = set()
    for part in filter(None, (part.strip() for part in text.split(","))):
        ends = re.fullmatch(r"(\d+)(?:\s*-\s*(\d+))?", part)
        first, last = (int(ends[1]), int(ends[2] or ends[1])) if ends else (0, 0)
        if not 1 <= first <= last <= count:
            raise SongwrightError(
                said("“{part}” names no lines of this text. It has lines 1 to {count}.", part=part, count=count)
            )
        found |= set(range(first - 1, last))
    return tuple(sorted(found))
