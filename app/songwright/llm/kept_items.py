"""Takes, tunes and versions as items of one kind of list: pure, from a document to what its lists say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from songwright.core.roll import section_names
from songwright.core.song import Song, Take, Tune
from songwright.core.versions import SongVersion, is_version
from songwright.core.words import heading_title, lyric_text
from songwright.llm.brief import brief_of, take_title

__all__ = ["KeptItem", "take_items", "tune_items", "tune_key", "version_items"]


@dataclass(frozen=True, slots=True)
class KeptItem:
    """One take, tune or version: name, origin, what it begins with, and whether it is what stands now."""

    key: str
    name: str
    origin: str
    words: str
    favourite: bool = False
    current: bool = False


def take_items(takes: Sequence[Take], current: str) -> tuple[KeptItem, ...]:
    """The takes, the newest first, favourites before all; `current` is the id of the one whose words stand."""
    items = [_take(number, take, current) for number, take in enumerate(takes, 1)]
    return _ordered(items)


def _take(number: int, take: Take, current: str) -> KeptItem:
    brief = brief_of(take)
    name = take.name or take_title(take) or f"#{number}"
    form = brief.form if " " not in brief.form else ""
    parts = (_day(take.created), brief.mood, form.replace("-", " "), take.model, f"seed {take.seed}")
    return KeptItem(take.id, name, " · ".join(filter(None, parts)), _first_line(take.text), take.favourite,
                    take.id == current)  # fmt: skip


def tune_items(tunes: Sequence[Tune], song: Song) -> tuple[KeptItem, ...]:
    """The tunes of all sections of the song, the newest first, favourites before all."""
    names = section_names(song)
    now = {section.id: section.music for section in song.sections}
    items = [
        KeptItem(
            tune_key(tune),
            tune.name or f"{names[tune.section]}, {tune.number}",
            tune.origin,
            f"{sum(len(part.notes) for part in tune.music.parts)} notes, {tune.music.bars} bars",
            tune.favourite,
            now[tune.section] == tune.music,
        )
        for tune in tunes
        if tune.section in names
    ]
    return _ordered(items)


def version_items(versions: Sequence[SongVersion], song: Song) -> tuple[KeptItem, ...]:
    """The versions of the song, the newest first, favourites before all."""
    items = [
        KeptItem(
            version.id,
            version.name,
            _day(version.created),
            _first_line(lyric_text(version.song)) or version.song.title,
            version.favourite,
            is_version(song, version),
        )
        for version in versions
    ]
    return _ordered(items)


def tune_key(tune: Tune) -> str:
    """What distinguishes a tune from every other."""
    return f"{tune.section} {tune.number}"


def _ordered(items: Sequence[KeptItem]) -> tuple[KeptItem, ...]:
    newest_first = list(reversed(items))
    return tuple(sorted(newest_first, key=lambda item: not item.favourite))


def _first_line(text: str) -> str:
    rows = (row.strip() for row in text.split("\n"))
    return next((row for row in rows if row and heading_title(row) is None), "")


def _day(created: str) -> str:
    try:
        return datetime.fromisoformat(created).strftime("%d %b %H:%M")
    except ValueError:
        return ""
