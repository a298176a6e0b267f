"""Covers as files: saving the drawn one, and taking in a picture of the user's own."""

from __future__ import annotations

import base64
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

from songwright.core.artwork import Artwork
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import Song
from songwright.formats.cover.of_song import song_poster
from songwright.formats.cover.vector import to_svg_cover
from songwright.host.atomic import read_file
from songwright.ui.cover.artist import own_image
from songwright.ui.cover.press import as_jpeg, as_png, print_poster

__all__ = ["SUFFIXES", "cover_file", "painted_file", "picture_taken_in", "tag_picture", "taken_in", "thumbnail"]

SUFFIXES = (".svg", ".png", ".jpg")
_PRINT_SIDE = 3000
_KEPT_SIDE, _KEPT_QUALITY = 1400, 86  # some 300 kB in the song's file, and sharp on paper of a hand's width
_THUMBNAIL = 112  # sharp at twice the size of a list's row
_MOST_BYTES = 60_000_000


def cover_file(song: Song, author: str, suffix: str, side: int = _PRINT_SIDE) -> bytes:
    """The song's cover as an SVG, PNG or JPEG file. SongwrightError where a picture of the user's is to be SVG."""
    if song.artwork is not None and song.artwork.own:
        return _own_file(song.artwork, suffix)
    poster = song_poster(song, author)
    if suffix == ".svg":
        return to_svg_cover(poster, song.title)
    image = print_poster(poster, side, song.artwork.recipe.seed if song.artwork else 0)
    return as_png(image) if suffix == ".png" else as_jpeg(image)


def painted_file(png: bytes, suffix: str) -> bytes:
    """A painted picture as a PNG or JPEG file. SongwrightError when it is no picture."""
    image = QImage.fromData(png)
    if image.isNull():
        raise SongwrightError(said("The painter gave back no picture; try again."))
    return png if suffix == ".png" else as_jpeg(image)


def tag_picture(song: Song, author: str) -> bytes:
    """The cover as a JPEG for tags and documents: sharp on a screen, and some 400 kB."""
    return cover_file(song, author, ".jpg", _KEPT_SIDE)


def thumbnail(song: Song) -> bytes:
    """The cover as a small JPEG for lists; nothing for a song without one, or with a damaged picture."""
    if song.artwork is None:
        return b""
    if song.artwork.own:
        image = own_image(song.artwork)
        side = QSize(_THUMBNAIL, _THUMBNAIL)
        return b"" if image.isNull() else as_jpeg(image.scaled(side, Qt.AspectRatioMode.KeepAspectRatio))
    return as_jpeg(print_poster(song_poster(song, lettered=False), _THUMBNAIL, song.artwork.recipe.seed))


def _own_file(artwork: Artwork, suffix: str) -> bytes:
    image = own_image(artwork)
    if image.isNull():
        raise SongwrightError(
            said("The picture in this song is damaged; choose it again, or go back to the drawn one.")
        )
    if suffix == ".svg":
        raise SongwrightError(said("A picture of your own is made of pixels: save it as PNG or JPEG."))
    return as_png(image) if suffix == ".png" else as_jpeg(image)


def picture_taken_in(path: Path) -> str:
    """A picture file as a song keeps it: a JPEG of up to 1,400 pixels, in base64. SongwrightError for what is none."""
    read_file(path, most=_MOST_BYTES)
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > _KEPT_SIDE:
        reader.setScaledSize(size.scaled(QSize(_KEPT_SIDE, _KEPT_SIDE), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise SongwrightError(
            said("“{name}” is no picture that can be read here; choose a PNG or JPEG file.", name=path.name),
            detail=reader.errorString(),
        )
    return taken_in(image)


def taken_in(image: QImage) -> str:
    """A picture as a song keeps it."""
    flat = QImage(image.size(), QImage.Format.Format_RGB32)
    flat.fill(Qt.GlobalColor.white)
    painter = QPainter(flat)
    painter.drawImage(0, 0, image)
    painter.end()
    return base64.b64encode(as_jpeg(flat, _KEPT_QUALITY)).decode("ascii")
