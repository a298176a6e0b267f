"""A tiny SoundFont whose every sound is known, and songs to play on it."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from songwright.audio.instruments import Instruments
from songwright.audio.synth import RATE

if TYPE_CHECKING:
    from pathlib import Path

SINE_RATE = 44_000
SINE_KEY = 69  # the sample sounds A4, 440 Hz: exactly 100 samples a period


@pytest.fixture(scope="session")
def sine_bytes() -> bytes:
    """A SoundFont with a looped 440 Hz sine as programs 0 and 5, and as drum kit 0."""
    return sine_soundfont()


@pytest.fixture(scope="session")
def sine_font(tmp_path_factory: pytest.TempPathFactory, sine_bytes: bytes) -> Path:
    path = tmp_path_factory.mktemp("soundfont") / "sine.sf2"
    path.write_bytes(sine_bytes)
    return path


@pytest.fixture(scope="session")
def sine(sine_font: Path) -> Instruments:
    return Instruments(sine_font, RATE)


def sine_soundfont(*, compressed: bool = False) -> bytes:
    """Written byte by byte from the specification, independently of the program's own writer; SF3 if `compressed`."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) & 1)

    frames = 1000
    sine = (20_000 * np.sin(2 * np.pi * np.arange(frames) / 100)).astype("<i2")
    wave, end, kind = sine.tobytes() + b"\0" * 92, frames, 1
    if compressed:
        file = io.BytesIO()
        soundfile.write(file, sine, SINE_RATE, format="OGG", subtype="VORBIS")
        wave, end, kind = file.getvalue(), len(file.getvalue()), 0x11

    def preset(name: bytes, program: int, bank: int, bag: int) -> bytes:
        return struct.pack("<20sHHHIII", name, program, bank, bag, 0, 0, 0)

    phdr = preset(b"Sine", 0, 0, 0) + preset(b"Sine 5", 5, 0, 1) + preset(b"Kit", 0, 128, 2) + preset(b"EOP", 0, 0, 3)
    pbag = b"".join(struct.pack("<HH", index, 0) for index in range(4))
    pgen = struct.pack("<HH", 41, 0) * 3 + bytes(4)  # all three use instrument 0
    inst = struct.pack("<20sH", b"Sine", 0) + struct.pack("<20sH", b"EOI", 1)
    ibag = struct.pack("<HHHH", 0, 0, 2, 0)
    igen = struct.pack("<HHHH", 54, 1, 53, 0) + bytes(4)  # loop continuously; sample 0
    shdr = struct.pack("<20sIIIIIBbHH", b"Sine", 0, end, 100, 900, SINE_RATE, SINE_KEY, 0, 0, kind)
    shdr += struct.pack("<20sIIIIIBbHH", b"EOS", 0, 0, 0, 0, 0, 0, 0, 0, 0)
    tables = {"phdr": phdr, "pbag": pbag, "pmod": bytes(10), "pgen": pgen, "inst": inst, "ibag": ibag}
    tables |= {"imod": bytes(10), "igen": igen, "shdr": shdr}
    return chunk(
        b"RIFF",
        b"sfbk"
        + chunk(b"LIST", b"INFO" + chunk(b"ifil", struct.pack("<HH", 2, 1)))
        + chunk(b"LIST", b"sdta" + chunk(b"smpl", wave))
        + chunk(b"LIST", b"pdta" + b"".join(chunk(name.encode(), body) for name, body in tables.items())),
    )
