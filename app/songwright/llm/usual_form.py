"""The form that a piece has when nobody asks for another: songs with a hook, poems in stanzas, stories in none."""

from __future__ import annotations

from songwright.core.song import Piece
from songwright.lyrics.forms import Form

__all__ = ["FREE", "asked_form", "hook_line", "usual_form"]

FREE = "free"  # what a user says to have none; a brief says it with ""

_USUAL = {
    Piece.SONG: {"short": "song-short", "medium": "song", "long": "song-long"},
    Piece.POEM: {"short": "stanzas-short", "medium": "stanzas", "long": "stanzas-long"},
}
_TITLE = "T"  # the letter of a refrain that is a song's title


def usual_form(piece: Piece, length: str = "medium") -> str:
    """The id of the form for a piece of a length ("short", "medium" or "long"); "" for a story, which has none."""
    return _USUAL.get(piece, {}).get(length, "")


def asked_form(form: str, piece: Piece, length: str = "medium") -> str:
    """The form for a brief of what a user said: the usual one for nothing, none for "free"."""
    return "" if form == FREE else form or usual_form(piece, length)


def hook_line(form: Form) -> int | None:
    """The first line that carries the title, whose refrain has the letter T; None for a form without one."""
    return next((index for index, line in enumerate(form.lines) if (line.refrain or "").startswith(_TITLE)), None)
