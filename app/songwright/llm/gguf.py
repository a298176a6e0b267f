"""Reads the header of a GGUF file in pure Python, trusting nothing it says.

Written from the format's specification (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md). Only the
metadata is read, not the weights, so that a wrong file is refused with a clear sentence before llama.cpp sees it.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from songwright.core.errors import SongwrightError
from songwright.core.language import said, sayable
from songwright.host.errors import missing

__all__ = ["Header", "ModelFileError", "read_header", "read_tensor_names"]

MAGIC = b"GGUF"
VERSIONS = (2, 3)
_MAX_ENTRIES = 100_000
_MAX_TENSORS = 200_000
_MAX_STRING = 16 * 1024 * 1024
_MAX_ARRAY = 50_000_000
_MAX_NESTING = 4
_SKIP_BLOCK = 1 << 18
_KEPT_STRING = 200_000  # a chat template is kept, a longer text is not

_STRING, _ARRAY = 8, 9
# type number: (struct format, bytes)
_SCALARS: dict[int, tuple[str, int]] = {
    0: ("<B", 1),
    1: ("<b", 1),
    2: ("<H", 2),
    3: ("<h", 2),
    4: ("<I", 4),
    5: ("<i", 4),
    6: ("<f", 4),
    7: ("<?", 1),
    10: ("<Q", 8),
    11: ("<q", 8),
    12: ("<d", 8),
}
# block length and bytes of a block for each ggml tensor type that is in use
_BLOCKS: dict[int, tuple[int, int]] = {
    0: (1, 4),
    1: (1, 2),
    2: (32, 18),
    3: (32, 20),
    6: (32, 22),
    7: (32, 24),
    8: (32, 34),
    9: (32, 36),
    10: (256, 84),
    11: (256, 110),
    12: (256, 144),
    13: (256, 176),
    14: (256, 210),
    15: (256, 292),
    16: (256, 66),
    17: (256, 74),
    18: (256, 98),
    19: (256, 50),
    20: (32, 18),
    21: (256, 110),
    22: (256, 82),
    23: (256, 136),
    24: (1, 1),
    25: (1, 2),
    26: (1, 4),
    27: (1, 8),
    28: (1, 8),
    29: (256, 56),
    30: (1, 2),
    34: (256, 54),
    35: (256, 66),
    39: (32, 17),
}
_REFUSED = sayable(
    {
        "clip": "holds only the part of a model that sees pictures",
        "bert": "measures texts but does not write",
        "nomic-bert": "measures texts but does not write",
        "jina-bert-v2": "measures texts but does not write",
        "t5encoder": "measures texts but does not write",
        "whisper": "listens to speech but does not write",
        "wavtokenizer-dec": "makes sound but does not write",
    }
)


class ModelFileError(SongwrightError):
    """A file is no usable model."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a model's file says of itself. Arrays are left out of `values`; `tensors` counts them."""

    version: int
    tensors: int
    values: dict[str, str | int | float | bool] = field(default_factory=dict)

    @property
    def architecture(self) -> str:
        """The model's family, such as "llama"."""
        return str(self.values.get("general.architecture", ""))

    @property
    def name(self) -> str:
        """The name the makers gave it; may be empty."""
        return str(self.values.get("general.name", ""))

    def number(self, key: str, default: int = 0) -> int:
        """An integer that belongs to the architecture, such as "block_count"; `default` when absent or no integer."""
        value = self.values.get(f"{self.architecture}.{key}", default)
        return value if isinstance(value, int) and not isinstance(value, bool) else default


def read_header(path: Path) -> Header:
    """The header of a language model. Raises ModelFileError with a sentence for the user."""
    return _read(path, writes=True)[0]


def read_tensor_names(path: Path) -> tuple[Header, list[str]]:
    """The header of a GGUF file of any kind, and the names of what it holds. Raises ModelFileError as `read_header`."""
    return _read(path, writes=False)


def _read(path: Path, *, writes: bool) -> tuple[Header, list[str]]:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            reader = _Reader(file, path.name, size, writes=writes)
            return reader.header(), reader.names
    except FileNotFoundError as error:
        text = said("{file} cannot be loaded: {reason}. Choose another model.", file=path.name, reason=missing(path))
        raise ModelFileError(text, detail=str(path)) from error
    except IsADirectoryError as error:
        raise ModelFileError(
            said("{name} is a folder. Choose a .gguf file in it.", name=path.name), detail=str(path)
        ) from error
    except PermissionError as error:
        raise ModelFileError(
            said("{name} may not be read by you. Change its permissions.", name=path.name), detail=str(path)
        ) from error
    except OSError as error:
        raise ModelFileError(
            said("{name} cannot be read: {strerror}.", name=path.name, strerror=error.strerror),
            detail=f"{path}: {error}",
        ) from error


class _Reader:
    """Reads forward through one file; every length is checked against what is left of it."""

    def __init__(self, file: BinaryIO, name: str, size: int, *, writes: bool) -> None:
        """`writes` asks for a language model; otherwise the names of the tensors are kept in `names`."""
        self.names: list[str] = []
        self._writes = writes
        self._file = file
        self._name = name
        self._size = size

    def header(self) -> Header:
        self._check_magic()
        version = self._version()
        tensors, entries = self._number("<Q", 8), self._number("<Q", 8)
        if tensors > _MAX_TENSORS or entries > _MAX_ENTRIES:
            raise self._damaged(f"{tensors} tensors, {entries} entries")
        values: dict[str, str | int | float | bool] = {}
        for _ in range(entries):
            key = self._string()
            value = self._value(self._number("<I", 4), 0)
            if value is not None:
                values[key] = value
        header = Header(version, tensors, values)
        if self._writes:
            self._check_architecture(header)
        self._check_weights(header)
        return header

    def _check_magic(self) -> None:
        magic = self._file.read(4)
        if magic == MAGIC:
            return
        if self._size < 4:
            raise ModelFileError(
                said("{name} is empty. Fetch the model again.", name=self._name), detail=f"{self._size} bytes"
            )
        if magic in (b"ggml", b"ggmf", b"ggjt", b"lmgg", b"fmgg", b"tjgg"):
            raise ModelFileError(
                said("{name} is in an old format that is no longer used. Look for a GGUF version.", name=self._name)
            )
        kind = said("a text file") if magic.isascii() and b"\0" not in magic else said("some other kind of file")
        raise ModelFileError(
            said(
                "{name} is {kind}, not a GGUF model. Choose a .gguf file with a language model.",
                name=self._name,
                kind=kind,
            ),
            detail=f"starts with {magic!r}",
        )

    def _version(self) -> int:
        version = self._number("<I", 4)
        if version in VERSIONS:
            return version
        if version & 0xFFFF == 0:
            raise ModelFileError(
                said("{name} is made for big-endian computers and cannot be used on this one.", name=self._name)
            )
        if version > max(VERSIONS):
            raise ModelFileError(
                said(
                    "{name} is in a newer format (GGUF {version}) than this Songwright can read. Update "
                    "Songwright, or choose another model.",
                    name=self._name,
                    version=version,
                )
            )
        raise ModelFileError(
            said(
                "{name} is in an outdated format (GGUF {version}). Fetch a newer version of it.",
                name=self._name,
                version=version,
            )
        )

    def _check_architecture(self, header: Header) -> None:
        if not header.architecture:
            raise self._damaged("no general.architecture")
        if reason := _REFUSED.get(header.architecture):
            raise ModelFileError(
                said("{name} {reason}. Choose a language model.", name=self._name, reason=said(reason)),
                detail=header.architecture,
            )
        if header.tensors == 0 or header.values.get("split.count", 0) not in (0, 1):
            self._check_split(header)

    def _check_split(self, header: Header) -> None:
        part = header.values.get("split.no", 0)
        if header.tensors == 0:
            raise ModelFileError(
                said("{name} holds no weights, only a vocabulary. Choose a whole model.", name=self._name)
            )
        if part != 0:
            raise ModelFileError(
                said("{name} is a later part of a split model. Choose the part that ends in 00001.", name=self._name)
            )

    def _check_weights(self, header: Header) -> None:
        """The file must be long enough for the weights that it lists."""
        end = 0
        for _ in range(header.tensors):
            name = self._string()
            if not self._writes:
                self.names.append(name)
            dimensions = self._number("<I", 4)
            if not 1 <= dimensions <= 8:
                raise self._damaged(f"a tensor with {dimensions} dimensions")
            elements = 1
            for _ in range(dimensions):
                elements *= self._number("<Q", 8)
            kind, offset = self._number("<I", 4), self._number("<Q", 8)
            block = _BLOCKS.get(kind)
            end = max(end, offset + (elements // block[0] * block[1] if block else 0))
        alignment = header.values.get("general.alignment", 32)
        alignment = alignment if isinstance(alignment, int) and 1 <= alignment <= 1 << 20 else 32
        start = -(-self._file.tell() // alignment) * alignment
        if start + end > self._size:
            raise ModelFileError(
                said(
                    "{name} is incomplete: {missing:,.1f} MB are missing. Fetch it again.",
                    name=self._name,
                    missing=(start + end - self._size) / 1e6,
                ),
                detail=f"{self._size} bytes of {start + end}",
            )

    def _number(self, form: str, size: int) -> int:
        return int(struct.unpack(form, self._take(size))[0])

    def _string(self) -> str:
        length = self._number("<Q", 8)
        if length > _MAX_STRING:
            raise self._damaged(f"a text of {length} bytes")
        if length > _KEPT_STRING:
            self._skip(length)
            return ""
        return self._take(length).decode("utf-8", "replace")

    def _value(self, kind: int, depth: int) -> str | int | float | bool | None:
        if kind == _STRING:
            return self._string()
        if kind == _ARRAY:
            self._skip_array(depth)
            return None
        if kind not in _SCALARS:
            raise self._damaged(f"a value of type {kind}")
        form, size = _SCALARS[kind]
        value: int | float | bool = struct.unpack(form, self._take(size))[0]
        return value

    def _skip_array(self, depth: int) -> None:
        kind, count = self._number("<I", 4), self._number("<Q", 8)
        if depth >= _MAX_NESTING or count > _MAX_ARRAY:
            raise self._damaged(f"an array of {count} at depth {depth}")
        if kind in _SCALARS:
            self._skip(count * _SCALARS[kind][1])
            return
        if kind == _STRING:
            self._skip_strings(count)
            return
        if kind != _ARRAY:
            raise self._damaged(f"an array of type {kind}")
        for _ in range(count):
            self._skip_array(depth + 1)

    def _skip_strings(self, count: int) -> None:
        """Skip so many texts, a block at a time: a vocabulary has a quarter of a million of them."""
        length_at = struct.Struct("<Q").unpack_from
        while count:
            start = self._file.tell()
            block = self._file.read(_SKIP_BLOCK)
            place, last = 0, len(block) - 8
            if last < 0:
                raise self._cut()
            while count and place <= last:
                place += 8 + length_at(block, place)[0]
                count -= 1
            if place > self._size - start:
                raise self._cut()
            self._file.seek(start + place)

    def _take(self, count: int) -> bytes:
        data = self._file.read(count)
        if len(data) < count:
            raise self._cut()
        return data

    def _skip(self, count: int) -> None:
        if count > self._size - self._file.tell():
            raise self._cut()
        self._file.seek(count, io.SEEK_CUR)

    def _cut(self) -> ModelFileError:
        return ModelFileError(
            said("{name} is incomplete: it ends in the middle of its header. Fetch it again.", name=self._name),
            detail=f"{self._size} bytes",
        )

    def _damaged(self, detail: str) -> ModelFileError:
        return ModelFileError(
            said("{name} is damaged. Fetch it again, or choose another model.", name=self._name), detail=detail
        )
