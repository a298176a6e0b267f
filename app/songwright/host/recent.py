"""The files that were opened or saved last."""

from __future__ import annotations

from pathlib import Path

from songwright.host.settings import RECENT_FILES, Settings

__all__ = ["MOST_RECENT", "forget", "recent_files", "remember"]

MOST_RECENT = 12


def recent_files(settings: Settings) -> tuple[Path, ...]:
    """The files, last used first. Whether they still exist is not asked: a sleeping network disk would take long."""
    return tuple(Path(name) for name in settings.get(RECENT_FILES))


def remember(settings: Settings, path: Path) -> None:
    """Put a file first in the list."""
    others = [known for known in recent_files(settings) if known != path.absolute()]
    _set(settings, [path.absolute(), *others])


def forget(settings: Settings, path: Path) -> None:
    """Take a file off the list, because it is gone or the user wants it so."""
    _set(settings, [known for known in recent_files(settings) if known != path.absolute()])


def _set(settings: Settings, paths: list[Path]) -> None:
    settings.set(RECENT_FILES, tuple(str(path) for path in paths[:MOST_RECENT]))
