"""Chooses the poems of the poets in whose manner one may write: `python -m training.poets --data FOLDER`.

`--data` holds the collections of verse in the public domain (*.jsonl.xz; docs/poet.md says where they come from). Of
each poet of the table so many rhymed poems are taken, in plain modern diction, drawn by a fixed seed; a manifest tells
what was read and the SHA-256 of every file written.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from songwright.lyrics.analysis import analyse
from songwright.lyrics.lexicon import load_lexicon
from training.poet.diction import SLURS

__all__ = ["choose", "main"]

_POEMS = 16
_FEWEST_LINES, _MOST_LINES = 8, 28
_LONGEST_LINE = 72
_ARCHAIC = 0.006
_RHYMED = 0.45  # share of the lines: dialogues of plays and blank verse show no manner of stanzas
_UNWANTED = re.compile(r"translated|from the (french|german|latin|greek|irish)|prologue|epilogue|\bact\b|leda", re.I)


@dataclass(frozen=True, slots=True)
class _Poet:
    """Who they are, and how the collections call them."""

    id: str
    name: str
    lived: str
    called: str


_POETS = (
    _Poet("dickinson", "Emily Dickinson", "1830-1886", r"emily.* dickinson"),
    _Poet("hardy", "Thomas Hardy", "1840-1928", r"thomas hardy"),
    _Poet("housman", "A. E. Housman", "1859-1936", r"housman"),
    _Poet("rossetti", "Christina Rossetti", "1830-1894", r"christina.* rossetti"),
    _Poet("stevenson", "Robert Louis Stevenson", "1850-1894", r"robert louis stevenson"),
    _Poet("teasdale", "Sara Teasdale", "1884-1933", r"teasdale"),
    _Poet("thomas", "Edward Thomas", "1878-1917", r"^edward thomas|thomas, edward"),
    _Poet("yeats", "William Butler Yeats", "1865-1939", r"butler yeats|w\. b\. .*yeats"),
)


def choose(data: Path, out: Path, seed: int = 1) -> None:
    """Write a file for each poet, and the manifest."""
    out.mkdir(parents=True, exist_ok=True)
    sources = sorted(data.glob("*.jsonl.xz"))
    found = _found(sources)
    written = {}
    for poet in _POETS:
        poems = sorted(found[poet.id].values())
        chosen = random.Random(f"{seed} {poet.id}").sample(poems, min(_POEMS, len(poems)))
        text = f"{poet.name}\n{poet.lived}\n\n" + "\n\n%\n\n".join(sorted(chosen)) + "\n"
        file = out / f"{poet.id}.txt"
        file.write_text(text, encoding="utf-8")
        written[file.name] = {"poems": len(chosen), "sha256": hashlib.sha256(text.encode()).hexdigest()}
    manifest = {
        "licence": "public domain: the poets died between 1886 and 1939, the texts are those of Project Gutenberg",
        "from": [file.name for file in sources],
        "made by": "python -m training.poets",
        "files": written,
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def _found(sources: list[Path]) -> dict[str, dict[str, str]]:
    """The poems of each poet that serve, by their first line."""
    found: dict[str, dict[str, str]] = {poet.id: {} for poet in _POETS}
    for source in sources:
        for row in _rows(source):
            poet = next((one for one in _POETS if re.search(one.called, row["author"], re.IGNORECASE)), None)
            text = "\n".join(line.rstrip() for line in row["text"].splitlines()).strip()
            text = re.sub(r"^(\W*)([A-Z])([A-Z]+)\b", lambda begun: begun[1] + begun[2] + begun[3].lower(), text)
            if poet is not None and _serves(row, text):
                found[poet.id].setdefault(text.splitlines()[0].lower(), text)
    return found


def _rows(source: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(source, "rt", encoding="utf-8") as rows:
        yield from map(json.loads, rows)


def _serves(row: dict[str, Any], text: str) -> bool:
    lines = [line for line in text.splitlines() if line]
    return (
        _FEWEST_LINES <= len(lines) <= _MOST_LINES
        and row["archaic"] <= _ARCHAIC
        and row.get("rare", 0) <= _ARCHAIC
        and max(map(len, lines)) <= _LONGEST_LINE
        and text.isascii()
        and not re.search(r"[_%\[\]\d]|\b[A-Z]{3,}\b|'T is|[,;][,;:.]|[a-z]-[a-z]+ and I\b", text)
        and lines[-1][-1] in ".!?\"'"
        and not _UNWANTED.search(row["title"])
        and not SLURS.search(text)
        and _rhymed(text) >= _RHYMED
    )


def _rhymed(text: str) -> float:
    """The share of lines that rhyme with another of their stanza."""
    lines = [line for stanza in text.split("\n\n") for line in analyse(stanza, load_lexicon()).lines if line.syllables]
    return sum(line.rhyme is not None for line in lines) / max(1, len(lines))


def main() -> None:
    """Command line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--out", type=Path, default=Path("resources/songwright_resources/poets"))
    given = options.parse_args()
    choose(given.data, given.out)


if __name__ == "__main__":
    main()
