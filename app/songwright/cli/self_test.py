"""`songwright --self-test`: does all that an installation needs work here? A line a part, in half a minute."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from songwright.cli.self_checks import CHECKS, Workplace, check_window
from songwright.cli.terminal import Terminal
from songwright.core.errors import SongwrightError
from songwright.core.language import said

__all__ = ["add_options", "run"]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add whether the window is tried too."""
    parser.add_argument("--window", action="store_true", help="open the window too, and keep a picture of it")
    parser.add_argument("--picture", type=Path, metavar="FILE", help="where the picture of the window goes (PNG)")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Try each part; 1 when one does not work. The others are tried all the same."""
    failed = 0
    with tempfile.TemporaryDirectory(prefix="songwright-self-test-") as folder:
        place = Workplace.within(Path(folder))
        checks = {said(name): check for name, check in CHECKS.items()}
        if arguments.window or arguments.picture:
            checks[said("the window opens")] = lambda _: check_window(arguments.picture)
        for name, check in checks.items():
            started = time.monotonic()
            try:
                found = check(place)
            except Exception as error:  # noqa: BLE001 - whatever is broken is what is to be told
                failed += 1
                told = error.message if isinstance(error, SongwrightError) else f"{type(error).__name__}: {error}"
                terminal.result(said("FAILED  {part}: {problem}", part=name, problem=told))
            else:
                terminal.result(f"ok      {name}: {found} ({time.monotonic() - started:.1f} s)")
    terminal.result(_verdict(len(checks), failed))
    return 1 if failed else 0


def _verdict(count: int, failed: int) -> str:
    if failed:
        return said("{working} of {count} parts work", working=count - failed, count=count)
    return said("{working} of {count} parts work; all is well", working=count, count=count)
