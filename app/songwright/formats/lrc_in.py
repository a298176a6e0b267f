"""Timed lyrics (LRC) as words: lines in the order in which they are sung, a blank row at a long pause."""

from __future__ import annotations

import re
from dataclasses import replace
from operator import itemgetter

from songwright.core.language import said
from songwright.formats.errors import UnreadableError
from songwright.formats.heard import Imported
from songwright.formats.text_in import from_rows, text_of_bytes

__all__ = ["from_lrc"]

_TIME = r"\d{1,3}:\d{1,2}(?:[.:]\d{1,3})?"
_STAMPS = re.compile(rf"((?:\s*\[{_TIME}\])+)(.*)")
_STAMP = re.compile(r"\[(\d{1,3}):(\d{1,2})(?:[.:](\d{1,3}))?\]")
_WORD_TIME = re.compile(rf"\s?<{_TIME}>\s?")
_REMARK = re.compile(r"\[([A-Za-z#]{1,12})\s*:(.*)\]")
_MOST_LINES = 20_000


def from_lrc(data: bytes) -> Imported:
    """The words of an LRC file. UnreadableError when no row of it has a time."""
    timed: list[tuple[float, str]] = []
    title = ""
    for row in text_of_bytes(data).split("\n"):
        stamped, remark = _STAMPS.fullmatch(row.strip()), _REMARK.fullmatch(row.strip())
        if stamped:
            words = _words(stamped[2])
            timed += [(_seconds(stamp), words) for stamp in _STAMP.finditer(stamped[1])]
        elif remark and remark[1].lower() == "ti":
            title = " ".join(remark[2].split())
        if len(timed) > _MOST_LINES:
            raise UnreadableError(
                said("This file has more than {most:,} timed rows, too many for a lyric.", most=_MOST_LINES)
            )
    if not timed:
        raise UnreadableError(said("These are no timed lyrics: no row begins with a time such as [00:12.00]."))
    song = replace(from_rows(_rows(sorted(timed, key=itemgetter(0)))), title=title)
    return Imported(song, (said("The times of the lines were left out: they come back with the music."),))


def _seconds(stamp: re.Match[str]) -> float:
    fraction = stamp[3] or "0"
    return int(stamp[1]) * 60 + int(stamp[2]) + float(f"0.{fraction}")


def _words(text: str) -> str:
    """A row's words without times. A time inside a word divides it into syllables and leaves it whole."""
    return " ".join(_WORD_TIME.sub(lambda time: " " if " " in time[0] else "", text).split())


def _rows(timed: list[tuple[float, str]]) -> list[str]:
    rows = [text for _, text in timed]
    while rows and not rows[-1]:
        rows.pop()
    return [row for place, row in enumerate(rows) if row or (place and rows[place - 1])]
