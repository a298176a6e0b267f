"""Words and cover in FLAC and Ogg files, which libsndfile has no call for: their headers are written again.

FLAC: RFC 9639, section 8. Ogg pages: RFC 3533, section 6. Comments: "Ogg Vorbis I format specification: comment field
and header specification"; in Opus RFC 7845, section 5.2.
"""

from __future__ import annotations

import base64
import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from songwright.audio.cover import Cover

__all__ = ["with_words_and_cover"]

_COMMENT, _PICTURE = 4, 6  # kinds of FLAC's metadata blocks
_LAST = 0x80
_PAGE = struct.Struct("<4sBBqIIIB")  # up to the number of segments
_CRC_AT = 22
_CONTINUED = 1
_MOST_SEGMENTS = 255
_FULL = 255  # bytes of a segment after which its packet goes on
_NO_PACKET_ENDS = -1  # as a granule position
_CRC_POLYNOMIAL = 0x04C11DB7
_CRC_GROUP = 256  # pages whose checksums are worked out at once


def with_words_and_cover(data: bytes, lyrics: str, cover: Cover | None) -> bytes:
    """A FLAC, Ogg Vorbis or Opus file with more comments; any other file as it is."""
    if data.startswith(b"fLaC"):
        return _flac(data, lyrics, cover)
    return _ogg(data, lyrics, cover) if data.startswith(b"OggS") else data


def _comments(block: bytes, more: Iterable[str]) -> bytes:
    """A comment block with further fields; what follows the block is dropped."""
    added = [field.encode("utf-8", "replace") for field in more]
    at = 4 + struct.unpack_from("<I", block)[0]  # behind the name of the encoder
    vendor, count = block[:at], struct.unpack_from("<I", block, at)[0]
    at += 4
    first = at
    for _ in range(count):
        at += 4 + struct.unpack_from("<I", block, at)[0]
    fields = b"".join(struct.pack("<I", len(field)) + field for field in added)
    return vendor + struct.pack("<I", count + len(added)) + block[first:at] + fields


def _flac(data: bytes, lyrics: str, cover: Cover | None) -> bytes:
    at, last, blocks = 4, False, list[tuple[int, bytes]]()
    while not last:
        head, size = data[at], int.from_bytes(data[at + 1 : at + 4], "big")
        last, kind, body = bool(head & _LAST), head & ~_LAST, data[at + 4 : at + 4 + size]
        blocks.append((kind, _comments(body, _words(lyrics)) if kind == _COMMENT else body))
        at += 4 + size
    if cover is not None:
        blocks.append((_PICTURE, cover.flac_block()))
    heads = [kind | _LAST * (index == len(blocks) - 1) for index, (kind, _) in enumerate(blocks)]
    written = [
        bytes([head]) + len(body).to_bytes(3, "big") + body for head, (_, body) in zip(heads, blocks, strict=True)
    ]
    return b"".join([data[:4], *written, data[at:]])


def _words(lyrics: str) -> list[str]:
    return [f"LYRICS={lyrics}"] if lyrics else []


@dataclass(slots=True)
class _Page:
    """A page: `flags`, granule position, stream, the lengths of its segments, and what they hold."""

    flags: int
    granule: int
    serial: int
    segments: bytes
    body: bytes

    def written(self, number: int) -> bytearray:
        """The page as the one with this number, its checksum still 0."""
        head = _PAGE.pack(b"OggS", 0, self.flags, self.granule, self.serial, number, 0, len(self.segments))
        return bytearray(head + self.segments + self.body)


def _ogg(data: bytes, lyrics: str, cover: Cover | None) -> bytes:
    first, *pages = _pages(data)
    opus = first.body.startswith(b"OpusHead")
    packets, used = _packets(pages, 1 if opus else 2)
    more = _words(lyrics)
    if cover is not None:
        more.append("METADATA_BLOCK_PICTURE=" + base64.b64encode(cover.flac_block()).decode("ascii"))
    mark, end = (b"OpusTags", b"") if opus else (b"\x03vorbis", b"\x01")
    packets[0] = mark + _comments(packets[0][len(mark) :], more) + end
    again = [first, *_paged(packets, first.serial), *pages[used:]]
    written = [page.written(number) for number, page in enumerate(again)]
    for page, crc in zip(written, _checksums(written), strict=True):
        struct.pack_into("<I", page, _CRC_AT, crc)
    return b"".join(written)


def _pages(data: bytes) -> Iterator[_Page]:
    at = 0
    while at < len(data):
        _, _, flags, granule, serial, _, _, count = _PAGE.unpack_from(data, at)
        body = at + _PAGE.size + count
        segments = data[at + _PAGE.size : body]
        at = body + sum(segments)
        yield _Page(flags, granule, serial, segments, data[body:at])


def _packets(pages: list[_Page], count: int) -> tuple[list[bytes], int]:
    """The first packets, and how many pages they fill; a header ends with its page."""
    packets, part = [], b""
    for used, page in enumerate(pages, 1):
        at = 0
        for length in page.segments:
            part += page.body[at : at + length]
            at += length
            if length < _FULL:
                packets.append(part)
                part = b""
        if len(packets) >= count:
            return packets, used
    return packets, len(pages)


def _paged(packets: list[bytes], serial: int) -> Iterator[_Page]:
    """Header packets on pages of their own."""
    lengths = b"".join(bytes([_FULL] * (len(packet) // _FULL) + [len(packet) % _FULL]) for packet in packets)
    body, at, continued = b"".join(packets), 0, False
    for start in range(0, len(lengths), _MOST_SEGMENTS):
        segments = lengths[start : start + _MOST_SEGMENTS]
        size = sum(segments)
        granule = 0 if min(segments) < _FULL else _NO_PACKET_ENDS  # a shorter segment ends a packet
        yield _Page(_CONTINUED * continued, granule, serial, segments, body[at : at + size])
        at, continued = at + size, segments[-1] == _FULL


def _checksums(pages: list[bytearray]) -> list[int]:
    """Ogg's checksum of each page, many at a time: a byte of every page at each step."""
    order = sorted(range(len(pages)), key=lambda index: len(pages[index]))
    sums = [0] * len(pages)
    table = _crc_table()
    for start in range(0, len(order), _CRC_GROUP):
        group = order[start : start + _CRC_GROUP]
        longest = len(pages[group[-1]])
        # Zeros in front change nothing, as the sum begins at 0.
        rows = np.stack([np.frombuffer(pages[index].rjust(longest, b"\0"), np.uint8) for index in group], axis=1)
        crc = np.zeros(len(group), np.uint32)
        for column in rows:
            crc = (crc << np.uint32(8)) ^ table[(crc >> np.uint32(24)) ^ column]
        for index, value in zip(group, crc.tolist(), strict=True):
            sums[index] = value
    return sums


@lru_cache(maxsize=1)
def _crc_table() -> NDArray[np.uint32]:
    table = []
    for value in range(256):
        crc = value << 24
        for _ in range(8):
            crc = ((crc << 1) ^ (_CRC_POLYNOMIAL if crc & 0x80000000 else 0)) & 0xFFFFFFFF
        table.append(crc)
    return np.array(table, np.uint32)
