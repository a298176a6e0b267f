"""How a child of our own is started: the same Songwright, and nothing of the folder that happens to be current.

Beside somebody's song may lie a `numpy.py` or a `queue.py`. `python -m` looks into the current folder first, and so
does an empty or relative entry of PYTHONPATH: none of them reaches a child. A frozen program looks at neither.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import songwright
import songwright_resources
from songwright.core.language import language
from songwright.host.languages import LANGUAGE_VARIABLE

__all__ = ["child_command", "child_environment"]


def child_command(module: str, *arguments: str) -> list[str]:
    """How to start a main function of ours, in a checkout, an installation and a frozen program alike."""
    if getattr(sys, "frozen", False):
        return [str(Path(sys.executable).resolve().with_name("songwright-child")), module, *arguments]
    # -P: not the current folder. `-m` would put it before everything else (Python 3.11 and later).
    return [sys.executable, "-P", "-m", "songwright.host.child.start", module, *arguments]


def child_environment() -> dict[str, str]:
    """This process's environment and language, with the places of its own packages (a checkout is not installed)."""
    roots = [str(Path(package.__path__[0]).resolve().parent) for package in (songwright, songwright_resources)]
    before = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    paths = [*roots, *(path for path in before if Path(path).is_absolute())]
    # The variable holds for what a child starts in its turn, the `-P` above for the child itself.
    return os.environ | {
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONSAFEPATH": "1",
        LANGUAGE_VARIABLE: language().code,
    }
