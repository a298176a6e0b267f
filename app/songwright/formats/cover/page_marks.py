"""A poster as marks of a PDF page (ISO 32000-1, sections 8.5 and 11.6): filled outlines, clips and opacities."""

from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from songwright.core.song import Song
from songwright.formats.cover.jpeg import jpeg_size
from songwright.formats.cover.of_song import song_poster
from songwright.picture.contours import Outlines
from songwright.picture.poster import SIDE, Poster

__all__ = ["FrontPage", "front_page"]


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The first page of a document: a drawn poster, or a JPEG file of the user's with its size in pixels."""

    poster: Poster | None = None
    photo: bytes = b""
    size: tuple[int, int] = (1, 1)

    def opacities(self) -> tuple[int, ...]:
        """The opacities in use, in hundredths; each is a graphics state named "A" and its number."""
        patches = self.poster.patches if self.poster else []
        return tuple(sorted({round(patch.opacity * 100) for patch in patches if patch.opacity < 1}))

    def marks(self, width: float, height: float, margin: float) -> Iterator[str]:
        """The page's content, on a page whose y grows downwards: the picture as wide as the margins leave."""
        side = width - 2 * margin
        left, top = margin, max(margin, (height - side) * 0.38)
        if self.poster is not None:
            scale = side / SIDE
            yield f"q {scale:.4f} 0 0 {scale:.4f} {left:.2f} {top:.2f} cm 0 0 {SIDE:.0f} {SIDE:.0f} re W n"
            yield from _patches(self.poster)
            # Viewers soften the edge of a clip for each patch anew, which leaves a line of what was printed over.
            yield f"1 1 1 rg -9 -9 {SIDE + 18:.0f} {SIDE + 18:.0f} re 1 1 {SIDE - 2:.0f} {SIDE - 2:.0f} re f* Q"
        elif self.photo:
            shrink = side / max(self.size)
            wide, tall = self.size[0] * shrink, self.size[1] * shrink
            left, top = left + (side - wide) / 2, top + (side - tall) / 2
            yield f"q {wide:.2f} 0 0 {-tall:.2f} {left:.2f} {top + tall:.2f} cm /Photo Do Q"


def front_page(song: Song, author: str = "") -> FrontPage | None:
    """The front page of a song that has a cover."""
    if song.artwork is None:
        return None
    if not song.artwork.own:
        return FrontPage(song_poster(song, author))
    try:
        photo = base64.b64decode(song.artwork.own, validate=True)
        return FrontPage(photo=photo, size=jpeg_size(photo))
    except (binascii.Error, ValueError, struct.error):
        return None  # a damaged picture is no reason to keep the words back


def _patches(poster: Poster) -> Iterator[str]:
    for patch in poster.patches:
        red, green, blue = (int(patch.colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        paint = f"{red:.3f} {green:.3f} {blue:.3f} rg"
        thin = "" if patch.opacity >= 1 else f"/A{round(patch.opacity * 100)} gs "
        held = bool(thin) or patch.clip is not None
        clip = "" if patch.clip is None else f"{_path(patch.clip)} W* n "
        yield f"{'q ' if held else ''}{clip}{thin}{paint} {_path(patch.area)} f*{' Q' if held else ''}"


def _path(area: Outlines) -> str:
    parts = []
    for outline in area:
        first, *rest = (f"{x:.1f} {y:.1f}" for x, y in outline)
        parts.append(f"{first} m {' '.join(f'{point} l' for point in rest)} h")
    return " ".join(parts)
