"""Reads the collections of verse and cuts excerpts in plain modern diction from them, songs with their refrains."""

from __future__ import annotations

import json
import lzma
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.poet.diction import SLURS, archaisms, words

__all__ = ["HELD_OUT", "Excerpted", "excerpts", "pieces", "refrains"]

_MOST_LINES = 26
_FEWEST_LINES = 4
_WIDEST = 80  # characters of a line; longer ones are prose or broken
_PLAIN = {"song": 0.02, "poem": 0.004, "hymn": 0.004}  # share of old words in the whole piece
_RARE = 0.035  # share of dialect and foreign words in the whole piece
_PARTS = 3  # excerpts of one piece

# Never trained on: their verse measures what was learned. They wrote in the diction that is wanted.
HELD_OUT = re.compile(
    r"teasdale|edward dyson|lampman|louis stevenson|arlington robinson|housman|sigerson shorter|paterson", re.I
)
_UNWANTED = re.compile(r"alphabet|nonsense|translated|from the (french|german|latin|greek)|negro|plantation", re.I)


@dataclass(frozen=True, slots=True)
class Excerpted:
    """Whole stanzas of a piece; `part` counts the excerpts of one piece, `song` tells one that is sung."""

    text: str
    title: str
    author: str
    source: str
    part: int
    song: bool
    refrain: bool


def pieces(file: Path) -> Iterator[dict[str, Any]]:
    """The pieces of a .jsonl.xz as data/verse/README.md describes them."""
    with lzma.open(file, "rt", encoding="utf-8") as rows:
        yield from map(json.loads, rows)


def excerpts(piece: dict[str, Any]) -> Iterator[Excerpted]:
    """Excerpts that a poet of today could have written; none of a piece in old or rare words."""
    if piece["archaic"] > _PLAIN[piece["kind"]] or piece.get("rare", 0) > _RARE or _UNWANTED.search(_told(piece)):
        return
    text = _mended(piece["text"])
    repeated = refrains(text)
    for part, excerpt in enumerate(_cut(text)[:_PARTS]):
        if _fit(excerpt):
            refrain = len(refrains(excerpt)) > 0
            song = piece["kind"] != "poem" or len(repeated) > 1
            yield Excerpted(excerpt, piece["title"], piece["author"], piece["source"], part, song, refrain)


def refrains(text: str) -> frozenset[str]:
    """The lines that come back in another stanza, in lower case and without punctuation."""
    seen: Counter[str] = Counter()
    for stanza in text.split("\n\n"):
        seen.update({" ".join(words(line.lower())) for line in stanza.split("\n")})
    return frozenset(line for line, times in seen.items() if times > 1 and len(line.split()) > 1)


def _told(piece: dict[str, Any]) -> str:
    return f"{piece['title']} {piece['source']}"


def _mended(text: str) -> str:
    text = re.sub(r"([,;:.!?]?) +-+$", lambda found: found[1] or ",", text, flags=re.M)
    text = re.sub(r" ('(?:s|ll|d|re|ve|m)|n't)\b", r"\1", text)
    return text.replace(" - ", ", ")


def _cut(text: str) -> list[str]:
    """Runs of whole stanzas, as many as go into an excerpt; a longer stanza is cut by sixteen lines."""
    runs: list[list[list[str]]] = [[]]
    for stanza in text.split("\n\n"):
        lines = [line for line in stanza.split("\n") if line.strip()]
        for start in range(0, len(lines), 16) if len(lines) > _MOST_LINES else [0]:
            piece = lines[start : start + 16] if len(lines) > _MOST_LINES else lines
            if sum(map(len, runs[-1])) + len(piece) > _MOST_LINES:
                runs.append([])
            runs[-1].append(piece)
    return ["\n\n".join("\n".join(stanza) for stanza in run) for run in runs if run]


def _fit(text: str) -> bool:
    lines = [line for line in text.split("\n") if line]
    capitals = sum(line[0].isupper() or not line[0].isalpha() for line in lines)
    return (
        _FEWEST_LINES <= len(lines) <= _MOST_LINES
        and max(map(len, lines)) <= _WIDEST
        and capitals >= 0.8 * len(lines)
        and not archaisms(text)
        and not SLURS.search(text)
        and not re.search(r"[\[\]{}<>_|\\]|[A-Z]{4,}|\d", text)
    )
