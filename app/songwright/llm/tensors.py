"""The tensors of a GGUF file, and writing one again; for files that `gguf.read_header` has found whole."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from songwright.core.language import said
from songwright.llm.gguf import ModelFileError
from songwright.llm.quantised import Packing, size_of, unpacked

__all__ = ["Tensor", "TensorFile", "text_entry", "whole_entry", "write_tensors"]

_MAGIC, _VERSION = b"GGUF", 3
_ALIGNMENT = 32
_NUMBER, _TEXT, _ARRAY = 4, 8, 9  # types of values
_SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where a tensor stands in its file; `shape` as ggml counts, the length of a row first."""

    name: str
    shape: tuple[int, ...]
    packing: Packing
    offset: int

    @property
    def count(self) -> int:
        """How many numbers it has."""
        return int(np.prod(self.shape))

    @property
    def size(self) -> int:
        """How many bytes it takes."""
        return size_of(self.packing, self.count)


class TensorFile:
    """A GGUF file: `entries` are its values by their keys, as they stand; `tensors` by their names, in order."""

    def __init__(self, path: Path) -> None:
        """Read the header. Raises ModelFileError when a tensor is in a format that is not known here; OSError."""
        self._data: npt.NDArray[np.uint8] = np.memmap(path, np.uint8, "r")
        self._place = 4 + 4
        tensors, entries = self._number("<Q"), self._number("<Q")
        self.entries: dict[str, bytes] = {}
        for _ in range(entries):
            key = self._text()
            start = self._place
            self._skip(self._number("<I"))
            self.entries[key] = self._data[start : self._place].tobytes()
        try:
            self.tensors = {tensor.name: tensor for tensor in [self._tensor() for _ in range(tensors)]}
        except ValueError as error:
            raise ModelFileError(
                said(
                    "{name} is packed so that no adapter fits into it. Choose a file in F16, Q8_0, Q4_0 or Q4_1.",
                    name=path.name,
                ),
                detail=str(error),
            ) from error
        self._start = -(-self._place // _ALIGNMENT) * _ALIGNMENT

    def bytes_of(self, tensor: Tensor) -> npt.NDArray[np.uint8]:
        """A tensor as it is stored."""
        start = self._start + tensor.offset
        return self._data[start : start + tensor.size]

    def numbers(self, tensor: Tensor) -> npt.NDArray[np.float32]:
        """A tensor's numbers, rows last: float32 in the order of numpy."""
        return unpacked(tensor.packing, np.asarray(self.bytes_of(tensor))).reshape(tensor.shape[::-1])

    def real(self, key: str) -> float:
        """A value that is a float32. Raises KeyError."""
        return float(struct.unpack("<f", self.entries[key][4:])[0])

    def _tensor(self) -> Tensor:
        name = self._text()
        shape = tuple(self._number("<Q") for _ in range(self._number("<I")))
        return Tensor(name, shape, Packing(self._number("<I")), self._number("<Q"))

    def _number(self, form: str) -> int:
        size = struct.calcsize(form)
        self._place += size
        return int(struct.unpack(form, self._data[self._place - size : self._place].tobytes())[0])

    def _text(self) -> str:
        length = self._number("<Q")
        self._place += length
        return self._data[self._place - length : self._place].tobytes().decode()

    def _skip(self, kind: int) -> None:
        if kind == _TEXT:
            length = self._number("<Q")
            self._place += length
        elif kind == _ARRAY:
            inner, count = self._number("<I"), self._number("<Q")
            if inner in _SIZES:
                self._place += _SIZES[inner] * count
            else:
                for _ in range(count):
                    self._skip(inner)
        else:
            self._place += _SIZES[kind]


def text_entry(text: str) -> bytes:
    """A value that is a text, as `TensorFile.entries` holds it."""
    data = text.encode()
    return struct.pack("<IQ", _TEXT, len(data)) + data


def whole_entry(number: int) -> bytes:
    """A value that is a whole number of 32 bits, unsigned."""
    return struct.pack("<II", _NUMBER, number)


def write_tensors(
    target: BinaryIO,
    entries: Mapping[str, bytes],
    tensors: Mapping[str, tuple[tuple[int, ...], Packing]],
    data: Callable[[str], npt.NDArray[np.uint8]],
) -> None:
    """Write a GGUF file; `data` is asked for the bytes of each tensor in turn, so that one is in memory at a time."""
    header = bytearray(_MAGIC + struct.pack("<IQQ", _VERSION, len(tensors), len(entries)))
    for key, value in entries.items():
        header += _named(key) + value
    for (name, (shape, packing)), offset in zip(tensors.items(), _offsets(tensors), strict=True):
        header += _named(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, packing, offset)
    target.write(header + bytes(-len(header) % _ALIGNMENT))
    for name in tensors:
        stored = data(name)
        target.write(stored.tobytes())
        target.write(bytes(-len(stored) % _ALIGNMENT))


def _named(name: str) -> bytes:
    data = name.encode()
    return struct.pack("<Q", len(data)) + data


def _offsets(tensors: Mapping[str, tuple[tuple[int, ...], Packing]]) -> Iterator[int]:
    place = 0
    for shape, packing in tensors.values():
        yield place
        size = size_of(packing, int(np.prod(shape)))
        place += -(-size // _ALIGNMENT) * _ALIGNMENT
