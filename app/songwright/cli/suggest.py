"""`songwright suggest`: other lines or words for a place in a text, likely next words, and what its form cost."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from songwright.cli.authoring import sampling_from
from songwright.cli.options import add_seed, chosen_seed, whole_number
from songwright.cli.terminal import Terminal
from songwright.cli.wishes import add_wishes, analysis_of, named_form, wishes_from
from songwright.cli.writers import add_writer, chosen_writer, loading, writer_process
from songwright.core.errors import SongwrightError
from songwright.core.language import said, sayable
from songwright.host.paths import find_paths
from songwright.host.settings import Settings
from songwright.llm.events import Event, Loading, Told
from songwright.llm.questions import (
    Direction,
    LineCosts,
    LineOptions,
    NextWords,
    Option,
    Place,
    Question,
    WordOptions,
    place_in,
)
from songwright.llm.writing import ask
from songwright.lyrics.analysis import Analysis
from songwright.lyrics.forms import Form, form_of
from songwright.lyrics.tokens import tokens

__all__ = ["add_options", "run"]

COLUMNS = sayable("""\
Each row has three columns: the model's odds for the words; what they cost the line against those that stand there now,
in nats, lower is better; and the words. With --costs, each word of the text has a row: its odds where it stands, how
much likelier the model's own first choice was, and that choice.

With --next the columns are the model's own odds for each word to come next, its share among those that keep the form
("-" for a word that does not), and the word. After a line that is full they are the words with which the next one may
begin.
""")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the text, the place in it and what is wanted there."""
    parser.epilog = COLUMNS
    parser.add_argument("file", type=Path, metavar="FILE", help="a text or a project")
    parser.add_argument("--line", type=int, metavar="N", help="which line (only rows with words count)")
    parser.add_argument("--word", default="", metavar="WORD", help="words for this one's place in the line")
    parser.add_argument("--begin", default="", metavar="WORDS", help="lines that begin so")
    ways = [way.value for way in Direction if way]
    parser.add_argument("--direction", choices=ways, default="", help="in which way other lines should differ")
    parser.add_argument("--next", action="store_true", help="words likely to come next after the line (or --begin)")
    parser.add_argument("--costs", action="store_true", help="show what each word's place in the form cost instead")
    parser.add_argument("--count", type=whole_number(1), default=5, metavar="N", help="how many (default: 5)")
    parser.add_argument("--form", default="", metavar="NAME", help='form to keep, "free" for none (default: its own)')
    parser.add_argument("--about", default="", metavar="TEXT", help="what the text is about")
    add_writer(parser)
    parser.add_argument("--temperature", type=float, metavar="T", help="0 is careful, 1 is daring")
    add_wishes(parser, forms=False)
    add_seed(parser)


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print a row for each option: its probability, what it costs the line, and the words."""
    question = _question(arguments, analysis_of(arguments.file))
    settings = Settings(find_paths().settings)

    def show(event: Event) -> None:
        match event:
            case Loading(share):
                terminal.progress(said("Loading the model"), share)
            case Told(message):
                terminal.notice(message)

    model = chosen_writer(arguments, settings)
    load = loading(arguments, model, settings)
    with writer_process(model, load) as process:
        options = ask(
            question,
            model,
            process,
            sampling_from(arguments, settings),
            chosen_seed(arguments),
            load,
            on_event=show,
        )
    if not options:
        raise SongwrightError(said("Nothing else fits there. Ask for less: another form, or fewer wishes."))
    if arguments.next:
        _show_next(options, terminal, formed=question.place.form is not None)
        return 0
    terminal.heading(f"{said('odds'):>6} {said('cost'):>7}  {said('words')}")
    for option in options:
        terminal.result(_row(option))
    return 0


def _show_next(options: Sequence[Option], terminal: Terminal, *, formed: bool) -> None:
    """The next words, and how much of the probability their form leaves."""
    terminal.heading(f"{said('odds'):>6} {said('in form'):>7}  {said('word')}")
    for option in options:
        share = f"{option.probability:7.1%}" if option.probability else f"{'-':>7}"
        terminal.result(f"{option.unbound:6.1%} {share}  {option.text}")
    left = next((option.unbound / option.probability for option in options if option.probability), 0.0)
    if formed and left:
        terminal.notice(said("The form leaves about {share:.1%} of the probability of all words.", share=left))
    elif formed:
        terminal.notice(said("No word keeps the form there."))


def _row(option: Option) -> str:
    note = f"  ({option.note})" if option.note else ""
    return f"{option.probability:6.1%} {option.cost:+7.2f}  {option.text}{note}"


def _question(arguments: argparse.Namespace, analysis: Analysis) -> Question:
    """What is asked. Raises SongwrightError for a line or word that is not there."""
    rows = [line.text if line.syllables else "" for line in analysis.lines if not line.heading]
    sung = [index for index, row in enumerate(rows) if row]
    form = _form(arguments.form, analysis)
    if arguments.costs:
        place = place_in(rows, sung[0], form, about=arguments.about)
        return LineCosts(place, tuple(rows[index] for index in sung))
    if arguments.line is None or not 1 <= arguments.line <= len(sung):
        raise SongwrightError(
            said("Say with --line which line is meant. The text has lines 1 to {count}.", count=len(sung))
        )
    index = sung[arguments.line - 1]
    if arguments.next and form is not None and not arguments.begin:
        return _next_line(arguments, rows, index, form)
    place = place_in(rows, index, form, about=arguments.about, wishes=wishes_from(arguments))
    return _about_line(arguments, place, rows[index])


def _about_line(arguments: argparse.Namespace, place: Place, line: str) -> Question:
    """How a line goes on, or other words for it or for one of its words."""
    if arguments.next:
        return NextWords(place, arguments.begin or f"{line} ", arguments.count)
    if not arguments.word:
        return LineOptions(place, line, Direction(arguments.direction), arguments.begin, arguments.count)
    start, end = _span(line, arguments.word)
    return WordOptions(place, line, start, end, arguments.count)


def _next_line(arguments: argparse.Namespace, rows: Sequence[str], index: int, form: Form) -> NextWords:
    """How the line after a full one may begin: in its form, or after the last line in none."""
    later = next((row for row in range(index + 1, len(rows)) if rows[row]), None)
    wishes = wishes_from(arguments)
    if later is not None:
        return NextWords(place_in(rows, later, form, about=arguments.about, wishes=wishes), "", arguments.count)
    longer = [*rows[: index + 1], ""]
    return NextWords(place_in(longer, index + 1, None, about=arguments.about, wishes=wishes), "", arguments.count)


def _form(name: str, analysis: Analysis) -> Form | None:
    if name == "free":
        return None
    return named_form(name) if name else form_of(analysis.lines)


def _span(line: str, word: str) -> tuple[int, int]:
    for token in tokens(line):
        if token.text.lower() == word.lower():
            return token.start, token.end
    raise SongwrightError(said("“{word}” is no word of the line “{line}”.", word=word, line=line))
