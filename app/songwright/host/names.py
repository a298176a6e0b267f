"""File names made from titles, safe on Linux, macOS and Windows alike."""

from __future__ import annotations

import itertools
import re
import unicodedata
from pathlib import Path

__all__ = ["ending_in", "free_path", "safe_file_name"]

_FORBIDDEN = re.compile(r'[<>:"/\\|?*]+')
_SPACES = re.compile(r"\s+")
# Devices that Windows sees in every folder, whatever the ending.
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)", re.IGNORECASE)
# File systems allow 255 bytes; the rest is room for an ending, a number and the name of a backup.
_MOST_BYTES = 200
_JOINER = "\u200d"


def safe_file_name(title: str, fallback: str = "Untitled") -> str:
    """A file name without an ending that reads like the title.

    Letters of every script and emoji stay; what some system forbids is left out.
    """
    text = unicodedata.normalize("NFC", title.replace("\t", " ").replace("\n", " "))
    text = "".join(character for character in text if _visible(character))
    text = _SPACES.sub(" ", _FORBIDDEN.sub(" ", text))
    text = _cut(text.strip(" .-~_"), _MOST_BYTES).strip(" .")
    if not any(unicodedata.category(character)[0] in "LNS" for character in text):
        return fallback
    return f"{text}_" if _RESERVED.fullmatch(text.split(".")[0].rstrip()) else text


def _visible(character: str) -> bool:
    """Whether a character may stand in a name: no controls, marks of direction, or halves of characters."""
    return character == _JOINER or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def _cut(text: str, most: int) -> str:
    """The text, ended early so that it fits `most` UTF-8 bytes, but not inside an emoji or before an accent."""
    if len(text.encode()) <= most:
        return text
    kept = text.encode()[:most].decode(errors="ignore")
    while kept and _continues(text[len(kept)], kept[-1]):
        kept = kept[:-1]
    return kept


def _continues(character: str, before: str) -> bool:
    return before == _JOINER or character == _JOINER or unicodedata.category(character) in ("Mn", "Mc", "Me", "Sk")


def free_path(folder: Path, name: str, suffix: str) -> Path:
    """The path of `name` with `suffix` in `folder`, numbered ("Name 2.mid") when a file of that name exists."""
    names = itertools.chain([name], (f"{name} {number}" for number in itertools.count(2)))
    return next(path for candidate in names if not (path := folder / f"{candidate}{suffix}").exists())


def ending_in(path: Path, suffix: str) -> Path:
    """The path, with `suffix` put behind it unless it is there: a dot in a title ("No. 3") begins no suffix."""
    return path if path.suffix.lower() == suffix else path.with_name(path.name + suffix)
