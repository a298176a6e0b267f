"""JPEG files, as far as a cover needs to know them: what they begin with, and how large their picture is."""

from __future__ import annotations

import struct

__all__ = ["JPEG", "jpeg_size"]

JPEG = b"\xff\xd8"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers that tell the size (ITU-T T.81, table B.1)."""


def jpeg_size(data: bytes) -> tuple[int, int]:
    """Width and height; ValueError where it is no JPEG, struct.error where the file ends before it tells them."""
    if not data.startswith(JPEG):
        raise ValueError("no JPEG")
    at = len(JPEG)
    while True:
        marker, length = struct.unpack_from(">HH", data, at)
        if marker & 0xFF in _FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        at += 2 + length
