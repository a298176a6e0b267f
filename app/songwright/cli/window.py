"""`songwright window`: the window, opened where there is a display."""

from __future__ import annotations

import argparse
from pathlib import Path

from songwright.cli.terminal import Terminal
from songwright.core.language import said, sayable

__all__ = ["add_options", "run"]

_NO_DISPLAY = sayable("""\
There is no display here, so the window cannot open. What you can do:
  - make a whole song without it:   songwright song "a lighthouse keeper's last night" --out songs
  - on a remote machine, connect with a forwarded display (ssh -X) or a remote desktop
  - see all commands:               songwright --help""")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the file to open."""
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a song to open")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Open the window, or say what to do instead; 1 without a display."""
    # Imported here: no other command pays for Qt.
    from songwright.ui.app import display_available
    from songwright.ui.app import main as open_window

    if not display_available():
        terminal.error(said(_NO_DISPLAY))
        return 1
    return open_window([str(arguments.file)] if arguments.file else [])
