"""`songwright trial`: what the listening tests of the window have found."""

from __future__ import annotations

import argparse
from pathlib import Path

from songwright.cli.terminal import Terminal
from songwright.core.language import counted, said
from songwright.host.atomic import write_file
from songwright.host.listening import SittingFolder
from songwright.host.paths import find_paths
from songwright.music.listening.records import as_csv, as_json
from songwright.music.listening.results import pooled, verdict

__all__ = ["add_options", "run"]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add where to write the answers to."""
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write a table with a row for each answer")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything, notes included")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print a verdict for each kind of test and version of the composer; write the files that were asked for."""
    folder = SittingFolder(find_paths().listening)
    tests = folder.load()
    if folder.unread:
        terminal.notice(said("These files are damaged and were left alone: {files}", files=", ".join(folder.unread)))
    groups = pooled(tests)
    if not groups:
        terminal.notice(
            said("No listening test has been finished yet. Help, “Human or Machine?” in the window begins one.")
        )
    for group in groups:
        terminal.result(
            said(
                "{kind}, composer {version}, {tests}, {listeners}",
                kind=group.kind.value,
                version=group.machine,
                tests=counted("{count} test", "{count} tests", group.tests),
                listeners=counted("{count} listener", "{count} listeners", group.listeners),
            )
        )
        terminal.result(f"  {verdict(group.tally, group.listeners)}")
    for path, text in ((arguments.csv, as_csv), (arguments.json, as_json)):
        if path is not None:
            write_file(path, text(tests).encode("utf-8"))
            terminal.notice(said("Wrote {path}", path=path))
    return 0
