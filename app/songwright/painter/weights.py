"""Looks at a file of weights before the library does, which says nothing of a bad one and then crashes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.host.errors import read_error
from songwright.llm.gguf import ModelFileError, read_tensor_names

__all__ = ["PaintingWeights", "look_at_weights"]

# How the parts of a whole painter are called: by their first makers, and in files that diffusers wrote.
_DENOISERS = ("model.diffusion_model.", "unet.")
_DECODERS = ("first_stage_model.", "vae.", "tae.")
_LONGEST_HEADER = 100_000_000  # the bound of the safetensors format itself
# Beside the weights, at 512 x 512: an estimate, not measured by itself (docs/picture.md has whole runs).
_WORKING_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class PaintingWeights:
    """A file that may be loaded; `memory` is about what painting takes, in bytes."""

    path: Path
    memory: int


def look_at_weights(path: Path) -> PaintingWeights:
    """Whether a file holds a whole painter (GGUF or safetensors). SongwrightError, in a sentence, where it does not."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(9)
    except OSError as error:
        raise read_error(path, error) from error
    if start[:4] == b"GGUF":
        names = _gguf_names(path)
    elif start[8:] == b"{":
        names = _safetensors_names(path, size)
    else:
        raise _refused(path, f"{size} bytes, starts with {start!r}")
    _check_parts(path, names)
    return PaintingWeights(path, size + _WORKING_BYTES)


def _gguf_names(path: Path) -> list[str]:
    try:
        return read_tensor_names(path)[1]
    except ModelFileError as error:
        raise _refused(path, f"{error.message} {error.detail}") from error


def _safetensors_names(path: Path, size: int) -> list[str]:
    """The names in the header, which says where each tensor ends; the format is eight bytes, JSON, and the numbers."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if length > min(_LONGEST_HEADER, size - 8):
            raise _refused(path, f"a header of {length} bytes in a file of {size}")
        try:
            header: dict[str, Any] = json.loads(file.read(length))
            header.pop("__metadata__", None)
            end = max((int(entry["data_offsets"][1]) for entry in header.values()), default=0)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
            raise _refused(path, f"header: {error!r}") from error
    if 8 + length + end != size:
        raise _refused(path, f"{size} bytes of {8 + length + end}")
    return list(header)


def _check_parts(path: Path, names: list[str]) -> None:
    if not any(name.startswith(_DENOISERS) for name in names):
        raise SongwrightError(
            said(
                "“{name}” holds no painter that is whole: a language model, or a part. Choose one file with all of it.",
                name=path.name,
            ),
            detail=", ".join(names[:5]),
        )
    if not any(name.startswith(_DECODERS) for name in names):
        raise SongwrightError(
            said("“{name}” lacks the part that makes pixels (VAE). Choose one file with all of it.", name=path.name)
        )


def _refused(path: Path, detail: str) -> SongwrightError:
    told = said(
        "“{name}” is damaged, incomplete or no file of weights. Choose a .gguf or .safetensors file.", name=path.name
    )
    return SongwrightError(told, detail=detail)
