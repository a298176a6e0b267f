"""SoundFont files (.sf2, .sf3): read, checked, and cut down to the one preset that a track needs.

A whole General MIDI font costs seconds and hundreds of megabytes to decode, and the synthesiser trusts every index
in it. So the file's tables are read and checked here, and each preset is handed on as a small, well-formed SF2 of
its own with only its own samples. Layout: SoundFont Technical Specification 2.04, sections 4-7; SF3 keeps each
sample as an Ogg Vorbis stream (sample type bit 4), with loop points counted from the sample's own start.
"""

from __future__ import annotations

import io
import mmap
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from songwright.core.errors import SongwrightError
from songwright.core.language import said

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["DRUM_BANK", "SoundFontError", "SoundFontFile"]

DRUM_BANK = 128
"""The bank in which General MIDI fonts keep their drum kits."""

_INSTRUMENT, _SAMPLE_ID = 41, 53  # generators that end a zone: which instrument, which sample
_VORBIS = 0x10  # bit of a sample's type in SF3
_GUARD_FRAMES = 46  # zeros after each sample, demanded by the specification

Table = NDArray[np.void]

_NAME = ("name", "S20")
_BAG = np.dtype([("gen", "<u2"), ("mod", "<u2")])
_GENERATOR = np.dtype([("oper", "<u2"), ("amount", "<u2")])
_MODULATOR = np.dtype([("raw", "V10")])
_LAYOUT: dict[bytes, np.dtype[Any]] = {
    b"phdr": np.dtype(
        [
            _NAME,
            ("preset", "<u2"),
            ("bank", "<u2"),
            ("bag", "<u2"),
            ("library", "<u4"),
            ("genre", "<u4"),
            ("morph", "<u4"),
        ]
    ),
    b"pbag": _BAG,
    b"pmod": _MODULATOR,
    b"pgen": _GENERATOR,
    b"inst": np.dtype([_NAME, ("bag", "<u2")]),
    b"ibag": _BAG,
    b"imod": _MODULATOR,
    b"igen": _GENERATOR,
    b"shdr": np.dtype(
        [
            _NAME,
            ("start", "<u4"),
            ("end", "<u4"),
            ("loop_start", "<u4"),
            ("loop_end", "<u4"),
            ("rate", "<u4"),
            ("pitch", "u1"),
            ("correction", "i1"),
            ("link", "<u2"),
            ("type", "<u2"),
        ]
    ),
}


class SoundFontError(SongwrightError):
    """The SoundFont is missing, unreadable or not a SoundFont."""


@dataclass(frozen=True, slots=True)
class _Zones:
    """The zones of one preset or instrument: bag, generator and modulator tables that count from 0."""

    bags: Table
    generators: Table
    modulators: Table


class SoundFontFile:
    """An open SoundFont; `presets` maps (bank, program) to the preset's name.

    Raises SoundFontError for a file that is missing, truncated, or whose tables point outside themselves.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._data = _open(path)
        chunks = _chunks(self._data, path)
        self._samples = chunks[b"smpl"]
        self._tables = {name: _table(self._data, chunks, name, path) for name in _LAYOUT}
        self._check()
        headers = self._tables[b"phdr"][:-1]
        self._rows = {(int(row["bank"]), int(row["preset"])): index for index, row in reversed([*enumerate(headers)])}
        self.presets = {key: _text(headers[index]["name"]) for key, index in sorted(self._rows.items())}
        if not self.presets:
            raise _broken(path, "no presets")

    def nearest(self, bank: int, program: int) -> tuple[int, int]:
        """The preset to use for a program: itself, or the closest stand-in when the font lacks it.

        A missing drum kit becomes the font's first kit; a missing instrument the first of its General MIDI family,
        else the font's first preset.
        """
        drums = bank == DRUM_BANK
        wanted = [(bank, program), (0, program)] if not drums else [(bank, program), (bank, 0)]
        wanted += [key for key in self.presets if key[0] == DRUM_BANK] if drums else [(0, program // 8 * 8)]
        return next((key for key in wanted if key in self.presets), next(iter(self.presets)))

    def extract(self, bank: int, program: int) -> bytes:
        """A SoundFont 2 file in memory that holds only this preset (a key of `presets`), as bank 0, program 0."""
        preset = _zones(self._tables, b"p", self._rows[bank, program])
        used = _targets(preset, _INSTRUMENT)
        instruments = [_zones(self._tables, b"i", index) for index in used]
        sample_ids = sorted({sample for zones in instruments for sample in _targets(zones, _SAMPLE_ID)})
        audio = [self._audio(index) for index in sample_ids]
        return _write(
            _retarget(preset, _INSTRUMENT, used),
            [_retarget(zones, _SAMPLE_ID, sample_ids) for zones in instruments],
            [self._tables[b"shdr"][index] for index in sample_ids],
            audio,
        )

    def _audio(self, index: int) -> NDArray[np.int16]:
        """The samples of one sample header as 16-bit mono; silence when its Vorbis stream is damaged."""
        header = self._tables[b"shdr"][index]
        start, end = int(header["start"]), int(header["end"])
        if not header["type"] & _VORBIS:
            first = self._samples.start + 2 * start
            return np.frombuffer(self._data, "<i2", end - start, first)
        return _decoded(self._data[self._samples.start + start : self._samples.start + end])

    def _check(self) -> None:
        """Every index in every table points inside the table that it means, and every sample inside the data."""
        tables = self._tables
        for header, bag, gen, mod in ((b"phdr", b"pbag", b"pgen", b"pmod"), (b"inst", b"ibag", b"igen", b"imod")):
            for column, table, target in ((b"bag", header, bag), (b"gen", bag, gen), (b"mod", bag, mod)):
                _check_rising(tables[table][column.decode()], len(tables[target]), f"{table!r}.{column!r}", self.path)
        for table, operator, target in ((b"pgen", _INSTRUMENT, b"inst"), (b"igen", _SAMPLE_ID, b"shdr")):
            rows = tables[table]
            amounts = rows["amount"][rows["oper"] == operator]
            if len(amounts) and int(amounts.max()) >= len(tables[target]) - 1:
                raise _broken(self.path, f"{table!r} points outside {target!r}")
        samples = tables[b"shdr"][:-1]
        size = self._samples.stop - self._samples.start
        ends = np.where(samples["type"] & _VORBIS, samples["end"].astype(np.int64), samples["end"].astype(np.int64) * 2)
        if np.any(samples["start"] > samples["end"]) or np.any(ends > size):
            raise _broken(self.path, "a sample lies outside the sample data")


def _open(path: Path) -> mmap.mmap | bytes:
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError as error:
        raise SoundFontError(
            said(
                "There is no SoundFont {name} in {parent}, so nothing can be played with it; choose another one "
                "in the settings.",
                name=path.name,
                parent=path.absolute().parent,
            ),
            detail=str(error),
        ) from error
    except (OSError, ValueError) as error:  # ValueError: an empty file cannot be mapped
        raise SoundFontError(
            said("The SoundFont {name} cannot be read; choose another one in the settings.", name=path.name),
            detail=str(error),
        ) from error


def _decoded(stream: bytes) -> NDArray[np.int16]:
    """The first channel of a Vorbis stream; silence when it is damaged.

    Read by libsndfile, because stb_vorbis crashes on damaged streams. It works outside Python's lock, so sound that
    is playing meanwhile does not stutter.
    """
    import soundfile  # loads a large library, needed only for SF3

    try:
        frames, _ = soundfile.read(io.BytesIO(stream), dtype="float32", always_2d=True)
    except soundfile.SoundFileError:
        return np.zeros(1, np.int16)
    samples: NDArray[np.int16] = np.rint(np.clip(frames[:, 0], -1.0, 1.0) * 32767).astype(np.int16)
    return samples


def _broken(path: Path, detail: str) -> SoundFontError:
    return SoundFontError(
        said(
            "{name} is not a usable SoundFont (it may be damaged or only partly downloaded); choose another .sf2 "
            "or .sf3 file in the settings.",
            name=path.name,
        ),
        detail=f"{path}: {detail}",
    )


def _chunks(data: mmap.mmap | bytes, path: Path) -> dict[bytes, slice]:
    """Where each RIFF chunk of interest lies in the file."""
    if len(data) < 12 or data[:4] != b"RIFF" or data[8:12] != b"sfbk":
        raise _broken(path, "no RIFF sfbk header")
    found: dict[bytes, slice] = {}
    pending = [(12, len(data))]
    while pending:
        position, end = pending.pop()
        while position + 8 <= end:
            name, size = bytes(data[position : position + 4]), struct.unpack_from("<I", data, position + 4)[0]
            body = position + 8
            if body + size > end:
                raise _broken(path, f"chunk {name!r} is cut off")
            if name == b"LIST":
                pending.append((body + 4, body + size))
            else:
                found.setdefault(name, slice(body, body + size))
            position = body + size + (size & 1)
    missing = [name for name in (*_LAYOUT, b"smpl") if name not in found]
    if missing:
        raise _broken(path, f"missing chunks {missing}")
    return found


def _table(data: mmap.mmap | bytes, chunks: dict[bytes, slice], name: bytes, path: Path) -> Table:
    where, layout = chunks[name], _LAYOUT[name]
    count = (where.stop - where.start) // layout.itemsize
    if count < 1:
        raise _broken(path, f"table {name!r} is empty")
    return np.frombuffer(data, layout, count, where.start)


def _check_rising(values: NDArray[np.uint16], limit: int, name: str, path: Path) -> None:
    numbers = values.astype(np.int64)
    if np.any(np.diff(numbers) < 0) or int(numbers[-1]) >= limit:
        raise _broken(path, f"{name} does not rise within its table")


def _text(name: bytes) -> str:
    return name.split(b"\0")[0].decode("latin-1").strip()


def _zones(tables: dict[bytes, Table], kind: bytes, index: int) -> _Zones:
    """The zones of preset or instrument number `index`, with one closing bag, counted from 0."""
    headers = tables[b"phdr" if kind == b"p" else b"inst"]
    bags = tables[kind + b"bag"][int(headers[index]["bag"]) : int(headers[index + 1]["bag"]) + 1].copy()
    generators = tables[kind + b"gen"][int(bags[0]["gen"]) : int(bags[-1]["gen"])].copy()
    modulators = tables[kind + b"mod"][int(bags[0]["mod"]) : int(bags[-1]["mod"])].copy()
    bags["gen"] -= bags[0]["gen"]
    bags["mod"] -= bags[0]["mod"]
    return _Zones(bags, generators, modulators)


def _targets(zones: _Zones, operator: int) -> list[int]:
    rows = zones.generators
    return sorted({int(amount) for amount in rows["amount"][rows["oper"] == operator]})


def _retarget(zones: _Zones, operator: int, kept: list[int]) -> _Zones:
    """The same zones pointing at the new numbers: places in the list `kept`."""
    generators = zones.generators
    chosen = generators["oper"] == operator
    generators["amount"][chosen] = np.searchsorted(kept, generators["amount"][chosen])
    return zones


def _write(preset: _Zones, instruments: list[_Zones], headers: list[np.void], audio: list[NDArray[np.int16]]) -> bytes:
    """A complete SF2 file of one preset at bank 0, program 0."""
    guard = np.zeros(_GUARD_FRAMES, np.int16)
    samples = np.concatenate([part for frames in audio for part in (frames, guard)] or [guard])
    phdr = np.zeros(2, _LAYOUT[b"phdr"])
    phdr["bag"] = 0, len(preset.bags) - 1
    phdr["name"] = b"preset", b"EOP"
    inst = np.zeros(len(instruments) + 1, _LAYOUT[b"inst"])
    inst["bag"] = np.cumsum([0, *(len(zones.bags) - 1 for zones in instruments)])
    tables = {b"phdr": phdr, **_joined(b"p", [preset]), b"inst": inst, **_joined(b"i", instruments)}
    tables[b"shdr"] = _sample_headers(headers, audio)
    info = _chunk(b"ifil", struct.pack("<HH", 2, 1)) + _chunk(b"isng", b"EMU8000\0") + _chunk(b"INAM", b"preset\0\0")
    body = (
        b"sfbk"
        + _chunk(b"LIST", b"INFO" + info)
        + _chunk(b"LIST", b"sdta" + _chunk(b"smpl", samples.tobytes()))
        + _chunk(b"LIST", b"pdta" + b"".join(_chunk(name, tables[name].tobytes()) for name in _LAYOUT))
    )
    return _chunk(b"RIFF", body)


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) & 1)


def _joined(kind: bytes, parts: list[_Zones]) -> dict[bytes, Table]:
    """Bag, modulator and generator tables of all parts behind one another, each with its closing row."""
    bags, gen, mod = [], 0, 0
    for zones in parts:
        rows = zones.bags[:-1].copy()
        rows["gen"] += gen
        rows["mod"] += mod
        bags.append(rows)
        gen += len(zones.generators)
        mod += len(zones.modulators)
    return {
        kind + b"bag": np.concatenate([*bags, np.array([(gen, mod)], _BAG)]),
        kind + b"mod": np.concatenate([*(zones.modulators for zones in parts), np.zeros(1, _MODULATOR)]),
        kind + b"gen": np.concatenate([*(zones.generators for zones in parts), np.zeros(1, _GENERATOR)]),
    }


def _sample_headers(headers: list[np.void], audio: list[NDArray[np.int16]]) -> Table:
    """Headers for samples that lie behind one another, with loops kept inside their sample."""
    table = np.zeros(len(headers) + 1, _LAYOUT[b"shdr"])
    position = 0
    for row, header, frames in zip(table, headers, audio, strict=False):
        # SF2 counts loop points from the start of all samples, SF3 from the sample's own.
        origin = 0 if header["type"] & _VORBIS else int(header["start"])
        loop = [min(max(int(header[name]) - origin, 0), len(frames)) for name in ("loop_start", "loop_end")]
        for name in ("name", "rate", "pitch", "correction"):
            row[name] = header[name]
        row["start"], row["end"] = position, position + len(frames)
        row["loop_start"], row["loop_end"] = position + loop[0], position + max(loop)
        row["type"] = 1  # mono
        position += len(frames) + _GUARD_FRAMES
    table[-1]["name"] = b"EOS"
    return table
