"""`songwright forms`: the forms that can be kept exactly."""

from __future__ import annotations

import argparse

from songwright.cli.terminal import Terminal
from songwright.cli.wishes import named_form
from songwright.core.language import counted, said, sayable
from songwright.host.own_forms import form_folder, load_own_forms
from songwright.host.paths import find_paths
from songwright.lyrics.forms import load_forms
from songwright.lyrics.notation import form_text

__all__ = ["add_options", "run"]


_NOTATION = sayable("""\
a form of your own, in a file for --form-file or quoted after --form:
  8a 6b 8a 6b           a sign a line: its size and its rhyme letter (x: no rhyme)
  8  8-10  i4  x/x/     sizes: syllables, a range, four iambic feet (i t an d am),
                        or each place weak (x), strong (/) or either (.)
  A1  =1                marks: a line that comes again; a word that ends several lines
  8a+a  8a+b  8a+b4     a word inside rhymes too: with the end, with another +b or b; on syllable 4
  8a 8a / 6b 6b         "/" or an empty row parts stanzas; [Chorus] on a row is a heading
  name: My ballad       rows "name:", "about:" and "inner rhyme: yes" may come first
""")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what to show of a form, and tell how forms are written."""
    parser.epilog = _NOTATION
    parser.add_argument("--show", metavar="NAME", help="print this form in the notation below, to change it")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print a line for each form, or one form written out."""
    if arguments.show:
        terminal.result(form_text(named_form(arguments.show)).rstrip())
        return 0
    for form in (*load_forms(), *load_own_forms(form_folder(find_paths().config))):
        lines = counted("{count:>3} line ", "{count:>3} lines", len(form.lines))
        terminal.result(f"{form.id:<22}{lines}  {said(form.about)}")
    return 0
