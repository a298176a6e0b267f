"""Everything that the sources hold, read and described."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from training.sources.abc import read_book
from training.sources.billboard import ChordSheet, read_sheet
from training.sources.musicxml import read_mxl

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from training.sources.tune import Tune

__all__ = ["Collection", "Source", "collect"]

Rows = list[list[int]]
TUNE_BOOKS = ("ryansMammoth", "oneills1850", "airdsAirs", "miscFolk")


@dataclass(frozen=True, slots=True)
class Source:
    """One source as the manifest lists it; `sha256` is over its files in the order of their names."""

    name: str
    licence: str
    files: int
    pieces: int
    notes: int
    sha256: str

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Collection:
    """Tunes of all sources, chorales in the usual split (rows of S, A, T, B pitches a sixteenth) and chord sheets."""

    tunes: tuple[Tune, ...]
    chorales: dict[str, list[Rows]]
    sheets: tuple[ChordSheet, ...]
    sources: tuple[Source, ...]


def _digest(paths: Sequence[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _described(name: str, licence: str, paths: Sequence[Path], tunes: Iterable[Tune]) -> Source:
    kept = list(tunes)
    return Source(name, licence, len(paths), len(kept), sum(len(tune.tones) for tune in kept), _digest(paths))


def _scores(folder: Path, source: str) -> list[Tune]:
    tunes = []
    for path in sorted(folder.glob("*.mxl")):
        try:
            tune = read_mxl(path, source)
        except (ET.ParseError, KeyError, ValueError) as error:
            print(f"left out {path.name}: {error!r}")
            continue
        if tune is not None:
            tunes.append(tune)
    return tunes


def _reserved(tune: Tune) -> bool:
    """Whether the notice reserves rights in words, music or setting (18 of the hymns do)."""
    return "rights reserved" in tune.notice.lower()


def _books(paths: Sequence[Path], source: str, melody: str | None = None) -> list[Tune]:
    tunes: list[Tune] = []
    for path in paths:
        tunes.extend(read_book(path.read_text(encoding="utf-8", errors="replace"), source, melody))
    return tunes


def collect(data: Path, corpus: Path | None) -> Collection:
    """Read `data` (and the tune books under `corpus`, when given). Missing parts are simply absent."""
    tunes: list[Tune] = []
    sources: list[Source] = []

    def add(name: str, licence: str, paths: Sequence[Path], found: list[Tune]) -> None:
        tunes.extend(found)
        sources.append(_described(name, licence, paths, found))

    if (data / "OpenHymnal.abc").exists():
        path = data / "OpenHymnal.abc"
        hymns = [tune for tune in _books([path], "hymn", "S1V1") if not _reserved(tune)]
        add("Open Hymnal", "public domain", [path], hymns)
    for folder, source, name, licence in (
        (
            "ewld-public-domain",
            "lead sheet",
            "OpenEWLD, authors dead by 1955",
            "works in the public domain; collection MIT",
        ),
        ("lieder", "lied", "OpenScore Lieder", "CC0-1.0"),
    ):
        if (data / folder).is_dir():
            add(name, licence, sorted((data / folder).glob("*.mxl")), _scores(data / folder, source))
    for book in TUNE_BOOKS if corpus else ():
        paths = sorted((corpus / book).glob("*.abc")) if corpus else []
        if paths:
            add(f"{book} (tune book in music21)", "public domain", paths, _books(paths, "folk"))
    sheets = [
        read_sheet(path.read_text(encoding="utf-8"), path.stem) for path in sorted((data / "billboard").glob("*.txt"))
    ]
    kept = tuple(sheet for sheet in sheets if sheet is not None)
    if kept:
        paths = sorted((data / "billboard").glob("*.txt"))
        bars = sum(len(sheet.bars) for sheet in kept)
        sources.append(
            Source("McGill Billboard (notes = bars)", "CC0-1.0", len(paths), len(kept), bars, _digest(paths))
        )
    chorales = _chorales(data / "jsb16.json.gz", sources)
    return Collection(tuple(tunes), chorales, kept, tuple(sources))


def _chorales(path: Path, sources: list[Source]) -> dict[str, list[Rows]]:
    if not path.exists():
        return {"train": [], "valid": [], "test": []}
    chorales: dict[str, list[Rows]] = json.loads(gzip.decompress(path.read_bytes()))
    rows = [piece for side in ("train", "valid", "test") for piece in chorales[side]]
    sources.append(
        Source("J. S. Bach chorales, usual split (notes = sixteenths)", "public domain", 1, len(rows),
               sum(len(piece) for piece in rows), _digest([path]))
    )  # fmt: skip
    return chorales
