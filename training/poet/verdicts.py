"""What readers made of quatrains that the program wrote: marks from 1 to 5 for each line and for the whole.

`verdicts.jsonl.xz` beside this module has the attempts at some hundred subjects, several of each, as the program's own
search made them, and a reader's marks: of each line for sense, grammar and whether it is worth keeping where it
stands, and of the quatrain as a whole. One subject in five is held out, by its name.
"""

from __future__ import annotations

import json
import lzma
import zlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

__all__ = ["VERDICTS", "Verdict", "by_subject", "is_held_out", "read_verdicts"]

VERDICTS = Path(__file__).with_name("verdicts.jsonl.xz")
_HELD_OUT = 5  # one subject in so many


@dataclass(frozen=True, slots=True)
class Verdict:
    """A quatrain on a subject; `worths` is what the search held of its lines, nats a syllable."""

    subject: str
    form: str
    lines: tuple[str, ...]
    worths: tuple[float, ...]
    marks: tuple[float, ...]
    whole: float

    @property
    def merit(self) -> float:
        """The quatrain's mark: that of the whole and the mean of its lines alike."""
        return (self.whole + sum(self.marks) / len(self.marks)) / 2


def read_verdicts(file: Path = VERDICTS) -> list[Verdict]:
    """All verdicts of a file, JSON lines, compressed or not."""
    with lzma.open(file, "rt", encoding="utf-8") if file.suffix == ".xz" else file.open(encoding="utf-8") as rows:
        return [_verdict(json.loads(row)) for row in rows]


def _verdict(row: dict[str, object]) -> Verdict:
    return Verdict(**{name: tuple(value) if isinstance(value, list) else value for name, value in row.items()})  # type: ignore[arg-type]


def by_subject(verdicts: Iterable[Verdict]) -> list[list[Verdict]]:
    """The verdicts on each subject that has more than one, in the order of the file."""
    found: defaultdict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        found[verdict.subject].append(verdict)
    return [group for group in found.values() if len(group) > 1]


def is_held_out(subject: str) -> bool:
    """Whether nothing may be fitted on this subject."""
    return zlib.crc32(subject.encode()) % _HELD_OUT == 0
