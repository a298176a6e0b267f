"""What can go wrong between a song and a file.

SongwrightError
 +- FormatError
     +- BadProjectError    a project file that cannot be understood
         |   +- NewerProjectError    ... because a later Songwright wrote it
     +- UnreadableError    a file of another program that cannot be understood
     +- ExportError        a song that a format cannot carry
"""

from __future__ import annotations

from songwright.core.errors import SongwrightError

__all__ = ["BadProjectError", "ExportError", "FormatError", "NewerProjectError", "UnreadableError"]


class FormatError(SongwrightError):
    """A file and a song that do not fit each other."""


class BadProjectError(FormatError):
    """A project file that is not one, or that is damaged; the message names the place."""


class NewerProjectError(BadProjectError):
    """A project file of a version that this Songwright does not know yet."""


class UnreadableError(FormatError):
    """A file of another program that cannot be understood; nothing of it was taken in."""


class ExportError(FormatError):
    """A song that the chosen format has no room for."""
