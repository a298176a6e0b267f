"""The user's own list of clichés: a readable file in the settings folder."""

from __future__ import annotations

from pathlib import Path

from songwright.core.errors import SongwrightError
from songwright.host.atomic import read_file

__all__ = ["cliche_file", "own_cliches"]

_MOST_BYTES = 100_000


def cliche_file(config: Path) -> Path:
    """Where the user's own list of clichés is, in the notation of `songwright.llm.cliches`."""
    return config / "cliches.txt"


def own_cliches(config: Path) -> str:
    """The user's own list; empty when there is none, or it cannot be read."""
    try:
        return read_file(cliche_file(config), most=_MOST_BYTES).decode("utf-8-sig", "replace")
    except SongwrightError:
        return ""
