"""Words and covers in sound files, read back here byte by byte, and still the sound that libsndfile wrote."""

from __future__ import annotations

import base64
import struct
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from songwright.audio.audiofile import write_audio
from songwright.audio.cover import read_cover
from songwright.audio.renderings import Tags
from songwright.audio.synth import RATE
from songwright.core.errors import SongwrightError

if TYPE_CHECKING:
    from pathlib import Path

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 300, 200) + b"\x08\x02\0\0\0"
JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc2\x00\x0b\x08" + struct.pack(">HH", 200, 300) + b"\x01\x01\x11\x00"
WORDS = "Über den Wellen\nfährt ein Schiff\n\n" + "und wiegt sich leise\n" * 50
NOISE = np.random.default_rng(1).uniform(-0.5, 0.5, (RATE, 2)).astype(np.float32)


def picture(folder: Path, size: int) -> Path:
    path = folder / "cover.png"
    path.write_bytes(PNG + bytes(range(256)) * (size // 256))
    return path


def written(folder: Path, kind: str, tags: Tags) -> Path:
    path = folder / f"song.{kind}"
    write_audio(path, [NOISE] * 3, RATE, tags)
    return path


def comments(block: bytes) -> list[str]:
    """Vorbis' comments: a name of the encoder, a count, and fields, each behind its length."""
    at = 4 + int.from_bytes(block[:4], "little")
    fields, at = [], at + 4
    for _ in range(int.from_bytes(block[at - 4 : at], "little")):
        size = int.from_bytes(block[at : at + 4], "little")
        fields.append(block[at + 4 : at + 4 + size].decode())
        at += 4 + size
    return fields


def ogg_packets(data: bytes) -> list[bytes]:
    """All packets, with pages checked: order, and the checksum bit by bit on the first ones."""
    packets, part, at, number = [], b"", 0, 0
    while at < len(data):
        head = data[at : at + 27]
        segments = data[at + 27 : at + 27 + head[26]]
        end = at + 27 + len(segments) + sum(segments)
        assert head[:4] == b"OggS"
        assert int.from_bytes(head[18:22], "little") == number
        if number < 4:
            assert crc(head[:22] + bytes(4) + data[at + 26 : end]) == int.from_bytes(head[22:26], "little")
        assert bool(head[5] & 1) == bool(part)
        at += 27 + len(segments)
        for length in segments:
            part += data[at : at + length]
            at += length
            if length < 255:
                packets.append(part)
                part = b""
        number += 1
    return packets


def crc(page: bytes) -> int:
    value = 0
    for byte in page:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1) ^ (0x104C11DB7 if value & 0x80000000 else 0)
    return value


def picture_in(block: bytes, image: bytes) -> None:
    kind, length = struct.unpack_from(">II", block)
    assert (kind, block[8 : 8 + length]) == (3, b"image/png")
    words = struct.unpack_from(">IIIIII", block, 8 + length)
    assert words[1:3] == (300, 200)
    assert block[8 + length + 24 :] == image
    assert words[5] == len(image)


@pytest.mark.parametrize("size", [256, 200_000])
@pytest.mark.parametrize("kind", ["ogg", "opus"])
def test_an_ogg_file_carries_words_and_cover(tmp_path: Path, kind: str, size: int) -> None:
    cover = picture(tmp_path, size)
    plain = soundfile.read(written(tmp_path, kind, Tags("Title", "Me")))[0]
    path = written(tmp_path, kind, Tags("Title", "Me", lyrics=WORDS, cover=str(cover)))
    packets = ogg_packets(path.read_bytes())
    marks = b"OpusTags" if kind == "opus" else b"\x03vorbis"
    assert packets[1].startswith(marks)
    fields = comments(packets[1][len(marks) :])
    assert f"LYRICS={WORDS}" in fields
    assert "ARTIST=Me" in fields
    (image,) = [field for field in fields if field.startswith("METADATA_BLOCK_PICTURE=")]
    picture_in(base64.b64decode(image.partition("=")[2]), cover.read_bytes())
    with soundfile.SoundFile(path) as file:
        assert file.title == "Title"
        np.testing.assert_array_equal(file.read(), plain)


def test_a_flac_file_carries_words_and_cover(tmp_path: Path) -> None:
    cover = picture(tmp_path, 200_000)
    path = written(tmp_path, "flac", Tags("Title", "Me", lyrics=WORDS, cover=str(cover)))
    data, at, blocks, last = path.read_bytes(), 4, {}, False
    while not last:
        size = int.from_bytes(data[at + 1 : at + 4], "big")
        last, kind = bool(data[at] & 0x80), data[at] & 0x7F
        blocks[kind] = data[at + 4 : at + 4 + size]
        at += 4 + size
    assert data[at : at + 2] in (b"\xff\xf8", b"\xff\xf9")  # a frame of sound
    assert f"LYRICS={WORDS}" in comments(blocks[4])
    picture_in(blocks[6], cover.read_bytes())
    with soundfile.SoundFile(path) as file:
        assert (file.title, file.artist) == ("Title", "Me")
        np.testing.assert_allclose(file.read(), np.concatenate([NOISE] * 3), atol=1 / 32000)


def test_an_mp3_file_carries_words_and_cover(tmp_path: Path) -> None:
    cover = picture(tmp_path, 200_000)
    path = written(tmp_path, "mp3", Tags("Title", lyrics=WORDS, cover=str(cover)))
    data, at, frames = path.read_bytes(), 10, {}
    end = 10 + sum(byte << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))
    while at < end:
        size = int.from_bytes(data[at + 4 : at + 8], "big")
        frames[data[at : at + 4]] = data[at + 10 : at + 10 + size]
        at += 10 + size
    assert frames[b"USLT"][:4] == b"\x01und"
    assert frames[b"USLT"][4:].partition(b"\0\0")[2].decode("utf-16") == WORDS
    assert frames[b"APIC"] == b"\0image/png\0\x03\0" + cover.read_bytes()
    assert soundfile.read(path)[0].shape[0] > 2.9 * RATE


def test_the_size_of_a_jpeg_is_found(tmp_path: Path) -> None:
    path = tmp_path / "cover.jpg"
    path.write_bytes(JPEG)
    found = read_cover(path)
    assert (found.mime, found.width, found.height) == ("image/jpeg", 300, 200)


@pytest.mark.parametrize("data", [b"", b"GIF89a", PNG[:18], JPEG[:9], JPEG[:13], b"\xff\xd8" + b"\0" * 9])
def test_what_is_no_picture_is_told_and_nothing_is_written(tmp_path: Path, data: bytes) -> None:
    cover = tmp_path / "cover.png"
    cover.write_bytes(data)
    with pytest.raises(SongwrightError, match=r"cover\.png"):
        written(tmp_path, "flac", Tags(cover=str(cover)))
    assert list(tmp_path.iterdir()) == [cover]


def test_a_picture_that_is_gone_or_far_too_large_is_told(tmp_path: Path) -> None:
    with pytest.raises(SongwrightError, match=r"gone\.png"):
        read_cover(tmp_path / "gone.png")
    with pytest.raises(SongwrightError, match="too large"):
        read_cover(picture(tmp_path, 6_000_000))
