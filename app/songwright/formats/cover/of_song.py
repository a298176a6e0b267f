"""The cover of a song: the words that it is read from, its recipe, and its poster."""

from __future__ import annotations

from dataclasses import replace

from songwright.core.artwork import Artwork, Recipe, WordSource
from songwright.core.song import Song
from songwright.core.words import lyric_text
from songwright.formats.cover.cover_sheet import draw_cover
from songwright.picture.imagining import imagine
from songwright.picture.poster import Poster
from songwright.picture.reading import Text

__all__ = ["first_artwork", "read_again", "song_poster", "text_of"]

_LOCKABLE = ("frame", "palette", "place", "hour", "weather", "cast")
"""The fields of a recipe that can be locked, in the order in which the window shows them."""


def text_of(song: Song, artwork: Artwork) -> Text:
    """What a cover is read from: a caption, some lines, or title, subject and all words."""
    if artwork.source is WordSource.CAPTION and artwork.caption.strip():
        return Text(about=artwork.caption)
    if artwork.source is WordSource.LINES:
        chosen = set(artwork.lines)
        lines = [line.text for section in song.sections for line in section.lines if line.id in chosen]
        if lines:
            return Text(about="\n".join(lines))
    return Text(about=f"{song.title}\n{song.about}".strip(), words=lyric_text(song))


def read_again(song: Song, artwork: Artwork, seed: int) -> Artwork:
    """The artwork with its recipe read from the words again; what is locked stays."""
    held = {name: getattr(artwork.recipe, name) for name in _LOCKABLE if name in artwork.recipe.locks}
    wish = replace(Recipe(seed=seed, locks=artwork.recipe.locks), **held)
    return replace(artwork, recipe=imagine(text_of(song, artwork), wish))


def first_artwork(song: Song, wish: Recipe | None = None) -> Artwork:
    """The cover that a song without one gets; `wish` fixes what is not "" in it."""
    artwork = Artwork()
    return replace(artwork, recipe=imagine(text_of(song, artwork), wish or Recipe()))


def song_poster(song: Song, author: str = "", *, lettered: bool = True) -> Poster:
    """The drawn cover of a song, with its title and an author unless it is not to be `lettered`."""
    artwork = song.artwork or first_artwork(song)
    return draw_cover(artwork.recipe, song.title.strip() if lettered else "", author if lettered else "")
