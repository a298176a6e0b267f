"""Child processes of our own: the environment in which a new Python finds the same Songwright."""

from __future__ import annotations

import os
from pathlib import Path

import songwright
import songwright_resources

__all__ = ["child_environment"]


def child_environment() -> dict[str, str]:
    """This process's environment, with the places of its own packages: a checkout need not be installed."""
    roots = [str(Path(package.__path__[0]).parent) for package in (songwright, songwright_resources)]
    before = os.environ.get("PYTHONPATH", "")
    return os.environ | {"PYTHONPATH": os.pathsep.join([*roots, before] if before else roots)}
