"""The tag at the head of an MP3 file. libsndfile marks what it is given as Latin-1, so that an accent reads wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from songwright.audio.cover import Cover
    from songwright.audio.renderings import Tags

__all__ = ["id3_tag"]

# Frames of ID3v2.3 (id3.org, "ID3 tag version 2.3.0", section 4), which every player reads.
_FRAMES = {"title": b"TIT2", "artist": b"TPE1", "album": b"TALB", "date": b"TYER", "genre": b"TCON"}
_UTF_16 = b"\x01"


def id3_tag(tags: Tags, cover: Cover | None = None) -> bytes:
    """An ID3v2.3 tag with the texts that are not empty, and the cover."""
    frames = [_frame(frame, _UTF_16 + _text(text)) for name, frame in _FRAMES.items() if (text := getattr(tags, name))]
    for name, text in ((b"COMM", tags.comment), (b"USLT", tags.lyrics)):
        if text:
            frames.append(_frame(name, _UTF_16 + b"und" + _text("") + b"\0\0" + _text(text)))
    if cover is not None:
        frames.append(_frame(b"APIC", cover.id3_body()))
    frames.append(_frame(b"TENC", _UTF_16 + _text("Songwright")))
    body = b"".join(frames)
    return b"ID3\x03\x00\x00" + _syncsafe(len(body)) + body


def _text(text: str) -> bytes:
    return text.encode("utf-16", "replace")  # with a byte order mark


def _frame(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "big") + b"\0\0" + body


def _syncsafe(size: int) -> bytes:
    """Four bytes of seven bits, so that no size looks like the beginning of a frame of sound."""
    return bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))
