"""Whether the identifiers in a document that was read are each given once, and name what is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from songwright.core.language import said
from songwright.core.song import Music, Song, Tune
from songwright.core.versions import SongVersion
from songwright.formats.codec import Misfit

__all__ = ["check_references"]


def check_references(song: Song, tunes: Sequence[Tune] = (), versions: Sequence[SongVersion] = ()) -> None:
    """Raise Misfit when an identifier stands twice or names what is not there."""
    _check_once((f"song.sections[{n}].id", section.id) for n, section in enumerate(song.sections))
    _check_once(_line_ids(song))
    _check_once((f"song.tracks[{n}].id", track.id) for n, track in enumerate(song.tracks))
    sections = {section.id: section for section in song.sections}
    for index, section in enumerate(song.sections):
        if section.repeats is None:
            continue
        original = sections.get(section.repeats)
        if original is None or original.repeats is not None:
            problem = (
                said("names a section that is not there")
                if original is None
                else said("names a section that repeats another")
            )
            raise Misfit(problem).inside(f"song.sections[{index}].repeats")
    tracks = {track.id for track in song.tracks}
    for index, section in enumerate(song.sections):
        if section.music is not None:
            _check_music(section.music, tracks, f"song.sections[{index}].music")
    for index, tune in enumerate(tunes):
        _check_music(tune.music, tune.tracks, f"tunes[{index}].music")
    for index, version in enumerate(versions):
        try:
            check_references(version.song)
        except Misfit as misfit:
            misfit.inside(f"versions[{index}].")
            raise


def _check_music(music: Music, tracks: AbstractSet[str], where: str) -> None:
    _check_once((f"{where}.parts[{n}].track", part.track) for n, part in enumerate(music.parts))
    for place, part in enumerate(music.parts):
        if part.track not in tracks:
            raise Misfit(said("names a track that is not there")).inside(f"{where}.parts[{place}].track")


def _line_ids(song: Song) -> Iterator[tuple[str, str]]:
    for index, section in enumerate(song.sections):
        for number, line in enumerate(section.lines):
            yield f"song.sections[{index}].lines[{number}].id", line.id


def _check_once(placed: Iterable[tuple[str, str]]) -> None:
    seen: dict[str, str] = {}
    for place, identifier in placed:
        if identifier in seen:
            raise Misfit(said("is the same as {place}", place=seen[identifier].removeprefix("song."))).inside(place)
        seen[identifier] = place
