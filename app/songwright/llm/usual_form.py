"""The form that a piece has when nobody asks for another: songs with a hook, poems in stanzas, stories in none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from songwright.core.song import Piece

if TYPE_CHECKING:
    from songwright.lyrics.forms import Form

__all__ = ["FREE", "as_line", "as_title", "asked_form", "hook_line", "usual_form"]

FREE = "free"  # what a user says to have none; a brief says it with ""

_USUAL = {
    Piece.SONG: {"short": "song-short", "medium": "song", "long": "song-long"},
    Piece.POEM: {"short": "stanzas-short", "medium": "stanzas", "long": "stanzas-long"},
}
_SMALL_WORDS = "a an and as at but by for from in into nor of on or than the to with"
_SMALL = frozenset(_SMALL_WORDS.split())
_WORD = "w"  # the kind of ordinary words in the dictionary
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


def as_line(title: str) -> str:
    """A title as a line of verse that goes on: words that a dictionary knows without their capitals, and a comma."""
    words = title.split()
    plain = [words[0], *(word if _is_name(word) else word.lower() for word in words[1:])] if words else []
    line = " ".join(plain)
    return line if not line or line[-1] in ".,;:!?" else f"{line},"


def _is_name(word: str) -> bool:
    """Whether a word keeps its capital: "I", what is all capitals, and what no list has but among the names."""
    bare = word.strip('.,;:!?()"“”').replace("’", "'")
    # Imported when used: the window asks for the usual form before there is a dictionary.
    from songwright.lyrics.lexicon import load_lexicon

    entry = load_lexicon().entry(bare.partition("'")[0].lower())
    return bare.partition("'")[0] == "I" or (len(bare) > 1 and bare.isupper()) or entry is None or entry.kind != _WORD


def as_title(line: str) -> str:
    """A line of verse as a title: no mark at its end, a capital for every word but small ones inside."""
    words = line.rstrip(" .,;:!?").split()
    inside = range(1, len(words) - 1)
    return " ".join(
        word.lower() if number in inside and word.lower() in _SMALL else word[:1].upper() + word[1:]
        for number, word in enumerate(words)
    )
