"""The picture on a sound file: read and looked at, and laid out as FLAC and Ogg carry it."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.formats.cover.jpeg import JPEG, jpeg_size
from songwright.host.atomic import read_file

__all__ = ["Cover", "read_cover"]

_MOST_BYTES = 5_000_000  # players that take more are rare, and it comes on top of every file
_FRONT = 3  # "cover (front)" in ID3v2's list of pictures, which FLAC shares
_PNG = b"\x89PNG\r\n\x1a\n"
_DEPTH = 24


@dataclass(frozen=True, slots=True)
class Cover:
    """A PNG or JPEG file, its MIME type, and its size in pixels."""

    data: bytes
    mime: str
    width: int
    height: int

    def flac_block(self) -> bytes:
        """The body of FLAC's metadata block PICTURE (RFC 9639, section 8.8)."""
        mime = self.mime.encode("ascii")
        return (
            struct.pack(">II", _FRONT, len(mime))
            + mime
            + struct.pack(">IIIIII", 0, self.width, self.height, _DEPTH, 0, len(self.data))
            + self.data
        )

    def id3_body(self) -> bytes:
        """The body of ID3v2.3's frame APIC."""
        return b"\0" + self.mime.encode("ascii") + bytes((0, _FRONT, 0)) + self.data


def read_cover(path: Path) -> Cover:
    """A picture file. Raises SongwrightError when it cannot be read, is neither PNG nor JPEG, or is too large."""
    data = read_file(path)
    if len(data) > _MOST_BYTES:
        raise SongwrightError(
            said(
                "“{name}” is too large for a cover ({size:.0f} MB); make it smaller than {most:.0f} MB.",
                name=path.name,
                size=len(data) / 1e6,
                most=_MOST_BYTES / 1e6,
            )
        )
    try:
        if data.startswith(_PNG):
            return Cover(data, "image/png", *struct.unpack_from(">II", data, 16))
        if data.startswith(JPEG):
            return Cover(data, "image/jpeg", *jpeg_size(data))
    except (IndexError, struct.error) as error:
        raise SongwrightError(
            said("“{name}” is a damaged picture; choose another one.", name=path.name), detail=repr(error)
        ) from error
    raise SongwrightError(
        said("“{name}” is no picture that sound files can carry; choose a PNG or JPEG file.", name=path.name)
    )
