"""`songwright forms`: the forms that can be kept exactly."""

from __future__ import annotations

import argparse

from songwright.cli.terminal import Terminal
from songwright.lyrics.forms import load_forms

__all__ = ["add_options", "run"]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Nothing to add."""


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:  # noqa: ARG001
    """Print a line for each form."""
    for form in load_forms():
        terminal.result(f"{form.id:<22}{len(form.lines):>3} lines  {form.about}")
    return 0
