"""Which lines are written several times together, and how often, so that the best of the attempts is kept.

A forced rhyme is the fault of the line that opened it as much as of the one that closes it. So lines that rhyme are
written as a whole, several times from the same place, and judged as a whole; those that begin worst are given up on
the way.
"""

from __future__ import annotations

from collections.abc import Sequence

from songwright.lyrics.forms import Form, LineForm

__all__ = ["attempts_of", "groups_of", "promising", "worth_of"]

_MOST_LINES = 6  # written together
_DRAFTS = 4  # of an attempt: with eight the lines were worth no more, for half as many rows again


def attempts_of(quality: int, *, large: bool = False) -> tuple[int, int]:
    """(how often lines are written, with how many drafts each time) for so many drafts in all.

    A `large` model seldom forces a rhyme and takes long for every step: it writes once.
    """
    if quality <= _DRAFTS:
        return 1, quality
    if large:
        return 1, max(_DRAFTS, quality // 2)
    return quality // _DRAFTS, _DRAFTS


def groups_of(form: Form) -> list[range]:
    """The lines of a form by their indices, those that are written together together: at most a stanza."""
    found: list[range] = []
    start = 0
    for index in range(len(form.lines)):
        if _ends_group(form.lines, start, index):
            found.append(range(start, index + 1))
            start = index + 1
    return found


def _ends_group(lines: Sequence[LineForm], start: int, index: int) -> bool:
    if index + 1 == len(lines) or lines[index + 1].stanza != lines[index].stanza:
        return True
    if index + 1 - start >= _MOST_LINES:
        return True
    letters = {letter for line in lines[start : index + 1] for letter in line.letters}
    later = {letter for line in lines[index + 1 :] for letter in line.letters if line.stanza == lines[index].stanza}
    return index > start and bool(letters) and not letters & later


def worth_of(worths: Sequence[float]) -> float:
    """What lines are worth together: their mean, and the weakest one again, which spoils the others."""
    return sum(worths) / len(worths) + min(worths) if worths else 0.0


def promising(attempts: Sequence[Sequence[float]], naming: Sequence[bool], left: int, times: int) -> list[int]:
    """Which attempts go on, by what their lines are worth so far, the best first; one when no line is `left`.

    The worse half of the `times` attempts is given up after each line (two go on after the first, which alone says
    little). Where some are `naming` the subject, one of these goes on at least.
    """
    order = sorted(range(len(attempts)), key=lambda number: -worth_of(attempts[number]))
    fewest = 2 if max(map(len, attempts)) == 1 else 1
    going_on = order[: max(fewest, (times + 1) // 2) if left else 1]
    if not any(naming[number] for number in going_on):
        going_on[-1:] = [number for number in order if naming[number]][:1] or going_on[-1:]
    return going_on
