"""The licences of all that is shipped or installed with Songwright, as one text (packaging/licences.py writes it)."""

from __future__ import annotations

import contextlib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import songwright

__all__ = ["third_party_licences"]

_NAME = "THIRD-PARTY-LICENSES.txt"


def third_party_licences() -> str:
    """The text, from a frozen program's folder, a checkout or a wheel's metadata; "" where it is not to be found."""
    package = Path(songwright.__path__[0])
    for folder in (package.parent, package.parent.parent):
        with contextlib.suppress(OSError, UnicodeError):
            return (folder / _NAME).read_text("utf-8")
    with contextlib.suppress(PackageNotFoundError, OSError, UnicodeError):
        return distribution("songwright").read_text(f"licenses/{_NAME}") or ""
    return ""
