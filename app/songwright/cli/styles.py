"""`songwright styles`: the styles that songs can be set in."""

from __future__ import annotations

import argparse

from songwright.cli.terminal import Terminal
from songwright.core.language import said
from songwright.music.styles import load_styles

__all__ = ["add_options", "run"]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Nothing to add."""


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:  # noqa: ARG001
    """Print a line for each style."""
    for style in load_styles():
        terminal.result(f"{style.id:<12}{said(style.summary)}")
    return 0
