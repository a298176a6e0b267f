r"""The words below a row of ABC music, syllable by syllable, aligned with its notes.

A blank or a hyphen ends a syllable, `~` joins words on one note, `_` holds the syllable for a note more, `*` leaves a
note without one, `|` goes on to the next bar, and `\\-` is a hyphen that is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from songwright.formats.worded_lines import bound_words

__all__ = ["aligned"]

_LONGEST = 500
_NUMBER = re.compile(r"\A\s*\d{1,2}\.[\s~]?")
_TOKEN = re.compile(r"(?P<text>(?:\\[-%]|[^\s\-_*|~]|~)+)|(?P<sign>[-_*|])|(?P<blank>\s+)")


def aligned(row: str, bars: Sequence[int]) -> Iterator[tuple[int, tuple[str, bool, bool, bool]]]:
    """For each syllable the place of its note in the row, its text, and whether it ends its word, line or section.

    `bars` has the bar of each note of the row.
    """
    found: list[tuple[int, str, bool]] = []
    at = 0
    for match in _TOKEN.finditer(_NUMBER.sub("", row, count=1)):
        if match["text"]:
            text = match["text"].replace("\\-", "-").replace("\\%", "%").replace("~", " ").strip()
            if at < len(bars):
                found.append((at, text, True))
            elif found:
                # More syllables than notes: none is lost, the last note has them all.
                note, before, ended = found[-1]
                found[-1] = (note, f"{before}{' ' if ended else ''}{text}"[:_LONGEST], True)
            at += 1
        elif match["sign"] == "-":
            if found and found[-1][2]:
                found[-1] = (*found[-1][:2], False)
            else:
                at += 1  # a second hyphen holds the syllable for another note
        elif match["sign"] in ("_", "*"):
            at += 1
        elif match["sign"] == "|" and at < len(bars):
            at = _next_bar(bars, at)
    for place, (note, text, ends_word) in enumerate(found):
        last = place == len(found) - 1
        yield note, (bound_words(text), ends_word or last, last, False)


def _next_bar(bars: Sequence[int], at: int) -> int:
    """The first note of the bar after that of the last note with words; `at` when that has been reached already."""
    if at == 0 or bars[at] > bars[at - 1]:
        return at
    return next((place for place in range(at, len(bars)) if bars[place] > bars[at]), len(bars))
