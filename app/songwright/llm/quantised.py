"""Weights in the blocks of ggml: numbers out of them, and numbers into them.

A block holds 32 numbers of a row with a scale in float16. The layouts are those of
https://github.com/ggml-org/ggml/blob/master/src/ggml-common.h, written in numpy.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
import numpy.typing as npt

__all__ = ["Packing", "packed", "size_of", "unpacked"]

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]

_BLOCK = 32


class Packing(IntEnum):
    """How the numbers of a tensor are stored, by ggml's own numbers."""

    F32 = 0
    F16 = 1
    Q4_0 = 2
    Q4_1 = 3
    Q8_0 = 8


_BYTES = {Packing.Q4_0: 18, Packing.Q4_1: 20, Packing.Q8_0: 34}  # of a block


def size_of(packing: Packing, count: int) -> int:
    """The bytes that so many numbers take."""
    if packing in _BYTES:
        return count // _BLOCK * _BYTES[packing]
    return count * (4 if packing is Packing.F32 else 2)


def unpacked(packing: Packing, data: Bytes) -> Floats:
    """The numbers, float32 [count], that these bytes hold."""
    if packing is Packing.F32:
        return data.view("<f4").astype(np.float32)
    if packing is Packing.F16:
        return data.view("<f2").astype(np.float32)
    rows = data.reshape(-1, _BYTES[packing])
    scale = rows[:, :2].copy().view("<f2").astype(np.float32)
    if packing is Packing.Q8_0:
        return (rows[:, 2:].view(np.int8) * scale).reshape(-1)
    if packing is Packing.Q4_0:
        return ((_nibbles(rows[:, 2:]).astype(np.float32) - 8) * scale).reshape(-1)
    least = rows[:, 2:4].copy().view("<f2").astype(np.float32)
    return (_nibbles(rows[:, 4:]) * scale + least).reshape(-1)


def packed(packing: Packing, numbers: Floats) -> Bytes:
    """Numbers, float32 [count], as bytes; in blocks their count must be a multiple of 32. Not for Q4_1."""
    if packing is Packing.F32:
        return numbers.astype("<f4").view(np.uint8)
    if packing is Packing.F16:
        return numbers.astype("<f2").view(np.uint8)
    blocks = numbers.reshape(-1, _BLOCK)
    if packing is Packing.Q8_0:
        scale = (np.abs(blocks).max(1, keepdims=True) / 127).astype(np.float32)
        whole = np.rint(blocks * _inverse(scale)).astype(np.int8)
        return np.hstack([scale.astype("<f2").view(np.uint8), whole.view(np.uint8)]).reshape(-1)
    if packing is Packing.Q4_0:
        # The number farthest from 0 becomes -8 exactly, as ggml does it.
        farthest = np.take_along_axis(blocks, np.abs(blocks).argmax(1, keepdims=True), 1)
        scale = (farthest / np.float32(-8)).astype(np.float32)
        whole = np.clip(np.trunc(blocks * _inverse(scale) + 8.5), 0, 15).astype(np.uint8)
        halves = whole[:, : _BLOCK // 2] | whole[:, _BLOCK // 2 :] << 4
        return np.hstack([scale.astype("<f2").view(np.uint8), halves]).reshape(-1)
    raise ValueError(f"nothing is packed as {packing.name}")


def _nibbles(data: Bytes) -> Bytes:
    """The low halves of a block's bytes, then the high ones."""
    return np.hstack([data & 15, data >> 4])


def _inverse(scale: Floats) -> Floats:
    return np.divide(1, scale, out=np.zeros_like(scale), where=scale != 0)
