"""Edits of whole sections beyond moving and repeating: names, links and copies. Pure, from song to song."""

from __future__ import annotations

from dataclasses import replace

from songwright.core.edits import move_section, repeat_section, unlink_section, with_section
from songwright.core.song import Song
from songwright.core.words import heading_kind, without_lost_words

__all__ = ["copy_section", "link_section", "linkable", "rename_section"]


def rename_section(song: Song, section_id: str, title: str) -> Song:
    """The song with another heading on a section and on its repeats; a blank title changes nothing.

    Its kind follows the heading, as it does when the heading is typed.
    """
    title = " ".join(title.replace("[", "").replace("]", "").split())
    if not title:
        return song
    source = song.source(song.section(section_id))
    for section in song.sections:
        if source.id in (section.id, section.repeats):
            song = with_section(song, replace(section, title=title, kind=heading_kind(title, song.piece)))
    return song


def copy_section(song: Song, section_id: str) -> Song:
    """The song with a section once more after itself, as one with words and music of its own."""
    there = {section.id for section in song.sections}
    again = repeat_section(song, section_id)
    made = next(section for section in again.sections if section.id not in there)
    copied = unlink_section(again, made.id)
    return with_section(copied, replace(copied.section(made.id), title=_free_title(song, made.title)))


def linkable(song: Song, section_id: str) -> tuple[str, ...]:
    """Ids of the sections that a section could repeat: those before it that have words and a heading."""
    before = []
    for section in song.sections:
        if section.id == section_id:
            break
        if section.repeats is None and section.sung_lines and section.title:
            before.append(section.id)
    return tuple(before)


def link_section(song: Song, section_id: str, like: str) -> Song:
    """The song with a section that repeats another from now on: its own words and music are gone. KeyError for none."""
    source, section = song.section(like), song.section(section_id)
    linked = replace(section, title=source.title, kind=source.kind, lines=(), music=None, repeats=source.id)
    song = with_section(song, linked)
    # What repeated the section before has to repeat what it repeats now.
    for later in song.sections:
        if later.repeats == section_id:
            song = with_section(song, replace(later, repeats=source.id, title=source.title))
    place = [one.id for one in song.sections].index(section_id)
    return move_section(replace(song, sections=without_lost_words(song.sections)), section_id, place)


def _free_title(song: Song, title: str) -> str:
    """A heading that no other section has: two of one name would be read as a section and its repeat."""
    taken = {section.title for section in song.sections}
    stem = title.rstrip("0123456789 ") or title
    number = 2
    while f"{stem} {number}" in taken:
        number += 1
    return f"{stem} {number}" if title else title
