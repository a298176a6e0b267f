"""`songwright improve`: a text in form gets better line by line, the weakest first."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from songwright.cli.authoring import prompts, sampling_from
from songwright.cli.options import add_seed, chosen_seed, whole_number
from songwright.cli.terminal import Terminal
from songwright.cli.wishes import analysis_of, named_form
from songwright.cli.writers import add_writer, chosen_writer, loading, writer_process
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import Piece
from songwright.host.atomic import check_writable, write_file
from songwright.host.paths import find_paths
from songwright.host.settings import Settings
from songwright.llm.brief import Brief
from songwright.llm.events import Event, Loading, Told
from songwright.llm.improving import Answer, Better, Rewritten, improving
from songwright.llm.plan import Plan, Verse
from songwright.llm.writing import ask, write_plan
from songwright.lyrics.forms import Form, form_of
from songwright.lyrics.notation import form_text

__all__ = ["add_options", "run"]

_QUALITY = 32  # drafts of a line that is written again: there is time


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the text, how long to go on, and where it goes."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a text or a project; it is not changed")
    parser.add_argument("--about", default="", metavar="TEXT", help="what it is about (default: its first line)")
    parser.add_argument("--form", default="", metavar="NAME", help="the form to keep (default: the text's own)")
    parser.add_argument(
        "--rounds", type=whole_number(1, 999), default=12, metavar="N", help="lines to try again (default: 12)"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="save as a text (default: print the words)")
    add_writer(parser)
    parser.add_argument("--temperature", type=float, metavar="T", help="0 is careful, 1 is daring")
    add_seed(parser)


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Improve; each step is shown as it comes, and Ctrl+C ends with what is best so far."""
    analysis = analysis_of(arguments.file)
    rows = [line.text for line in analysis.lines if line.syllables and not line.heading]
    form = named_form(arguments.form) if arguments.form else form_of(analysis.lines, arguments.file.stem)
    if len(form.lines) != len(rows):
        raise SongwrightError(
            said(
                "The form has {count} lines and the text {count_2}. Choose its own form.",
                count=len(form.lines),
                count_2=len(rows),
            )
        )
    if arguments.out is not None:
        check_writable(arguments.out)
    best = _improved(tuple(rows), form, arguments, terminal)
    text = _laid_out(best, form)
    if arguments.out is None:
        terminal.result(text)
    else:
        write_file(arguments.out, f"{text}\n".encode())
        terminal.result(str(arguments.out))
    return 0


def _improved(rows: tuple[str, ...], form: Form, arguments: argparse.Namespace, terminal: Terminal) -> tuple[str, ...]:
    """Drive the improvement with a model's process."""
    settings = Settings(find_paths().settings)
    model, seed = chosen_writer(arguments, settings), chosen_seed(arguments)
    sampling = replace(sampling_from(arguments, settings), quality=_QUALITY)
    options = loading(arguments, model, settings)
    about = arguments.about or rows[0].rstrip(".,;:!?")
    brief = Brief(about, Piece.POEM, form=form_text(form))
    steps = improving(rows, form, brief, seed=seed, rounds=arguments.rounds)
    best, answer = rows, None

    def show(event: Event) -> None:
        match event:
            case Loading(share):
                terminal.progress(said("Loading the model"), share)
            case Told(message):
                terminal.notice(message)

    with writer_process(model, options) as process:
        try:
            while True:
                wanted = steps.send(answer)
                answer = None
                if isinstance(wanted, Better):
                    best = wanted.lines
                    _tell(wanted, terminal)
                elif isinstance(wanted, Rewritten):
                    plan = _without_title(prompts().plan(wanted.brief))
                    text = write_plan(plan, model, process, sampling, wanted.seed, options, on_event=show)
                    answer = _rows(text)
                else:
                    answer = ask(wanted, model, process, sampling, seed, options, on_event=show)
        except StopIteration:
            pass
        except KeyboardInterrupt:
            terminal.notice(said("Stopped: this is the best so far."))
    return best


def _without_title(plan: Plan) -> Plan:
    return replace(plan, steps=tuple(step for step in plan.steps if isinstance(step, Verse)))


def _rows(text: str) -> Answer:
    return tuple(row for row in text.splitlines() if row.strip() and not row.startswith("["))


def _tell(step: Better, terminal: Terminal) -> None:
    for line in step.changed:
        row = said("line {number}: {line}", number=line + 1, line=step.lines[line])
        terminal.notice(f"  {row}  (+{step.gained:.2f})")


def _laid_out(rows: tuple[str, ...], form: Form) -> str:
    """The lines in their stanzas, with the headings of the form."""
    parts: list[str] = []
    for index, (row, line) in enumerate(zip(rows, form.lines, strict=True)):
        if index == 0 or line.stanza != form.lines[index - 1].stanza:
            heading = form.headings[line.stanza] if line.stanza < len(form.headings) else ""
            parts += ["", f"[{heading}]"] if heading else [""]
        parts.append(row)
    return "\n".join(parts).strip()
