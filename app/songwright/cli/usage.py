"""How the command line explains itself, in the language that is spoken: every `help=` and title goes through the seam.

Commands give these texts in English, and one with a value in it by `said("a {suffix} file", suffix=...)`; once a parser
is whole, `in_language` says them all. `tools/strings.py` knows where they stand.
"""

from __future__ import annotations

import argparse
from gettext import gettext, ngettext

from songwright.core.language import language, sayable

__all__ = ["Explained", "in_language", "speak_for_argparse"]

# What argparse says by itself, with its own signs for values. What it says of a programmer's mistakes stays English.
_ITS_OWN = sayable(
    (
        "usage: ",
        "positional arguments",
        "options",
        "show this help message and exit",
        "show program's version number and exit",
        "%(prog)s: error: %(message)s\n",
        "argument %(argument_name)s: %(message)s",
        "the following arguments are required: %s",
        "unrecognized arguments: %s",
        "ambiguous option: %(option)s could match %(matches)s",
        "one of the arguments %s is required",
        "not allowed with argument %s",
        "ignored explicit argument %r",
        "expected one argument",
        "expected at most one argument",
        "expected at least one argument",
        "invalid choice: %(value)r (choose from %(choices)s)",
        "invalid %(type)s value: %(value)r",
    )
)


class Explained(argparse.HelpFormatter):
    """A help text in which rows that were laid out by hand stay as they are."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if "\n" in text.strip():
            return "".join(f"{indent}{row}" for row in text.splitlines(keepends=True))
        return super()._fill_text(text, width, indent)


def in_language(parser: argparse.ArgumentParser) -> None:
    """Say all texts of a parser in the language that is spoken: its purpose, groups, options and their values."""
    parser.description = _said(parser.description)
    parser.epilog = _said(parser.epilog)
    for group in parser._action_groups:  # noqa: SLF001 - argparse has no other way to its groups and options
        group.title, group.description = _said(group.title), _said(group.description)
    for action in parser._actions:  # noqa: SLF001
        action.help = _said(action.help)
        if isinstance(action.metavar, str):
            action.metavar = _said(action.metavar)


def speak_for_argparse() -> None:
    """Have argparse's own sentences go through the seam: it asks gettext for them, by names of its module."""
    # A catalogue of gettext's would be a second one beside ours. It asks for None as well, where a parser has no text.
    vars(argparse)["_"] = lambda text: _said(text and gettext(text))
    vars(argparse)["ngettext"] = lambda one, many, count: _said(ngettext(one, many, count))


def _said(text: str | None) -> str | None:
    return text and language().text(text)
