"""A Llama in torch, read from a GGUF, whose upper layers carry low-rank adapters that alone are trained.

The frozen weights are kept in bfloat16, of which processors with AVX512-BF16 and accelerators multiply four times as
many a second as of float32; the adapters and the sums of the loss stay in float32.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import gguf
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as fn

__all__ = ["MATRICES", "Adapted", "Sizes", "Transformer"]

_UNSEEN = -1e4
MATRICES = ("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down")


@dataclass(frozen=True, slots=True)
class Sizes:
    """The architecture, as the file's own header tells it."""

    width: int
    layers: int
    heads: int
    key_heads: int
    epsilon: float
    base: float

    @classmethod
    def of(cls, reader: gguf.GGUFReader) -> Sizes:
        """Read them from a GGUF of the architecture llama."""

        def value(name: str, usual: float = 0.0) -> float:
            field = reader.fields.get(f"llama.{name}")
            return float(field.contents()) if field else usual

        return cls(
            width=int(value("embedding_length")),
            layers=int(value("block_count")),
            heads=int(value("attention.head_count")),
            key_heads=int(value("attention.head_count_kv")),
            epsilon=value("attention.layer_norm_rms_epsilon"),
            base=value("rope.freq_base", 10_000.0),
        )


class Adapted(nn.Module):
    """A frozen matrix [out, in] with, for rank > 0, a trained addition `2 · up · down` (alpha is twice the rank)."""

    def __init__(self, weight: Tensor, rank: int, kind: torch.dtype) -> None:
        super().__init__()
        self.weight = nn.Parameter(weight.to(kind), requires_grad=False)
        self.rank = rank
        if rank:
            self.down = nn.Parameter(torch.randn(rank, weight.shape[1]) / math.sqrt(weight.shape[1]))
            self.up = nn.Parameter(torch.zeros(weight.shape[0], rank))

    def forward(self, x: Tensor) -> Tensor:
        """X [..., in] to [..., out]."""
        y = fn.linear(x, self.weight)
        if self.rank:
            y = y + fn.linear(fn.linear(x, self.down.to(x.dtype)), (2.0 * self.up).to(x.dtype))
        return y


class _Block(nn.Module):
    def __init__(self, weights: dict[str, Tensor], layer: int, sizes: Sizes, rank: int, kind: torch.dtype) -> None:
        super().__init__()
        self.sizes = sizes
        for name in MATRICES:
            self.add_module(name, Adapted(weights[f"blk.{layer}.{name}.weight"], rank, kind))
        for name in ("attn_norm", "ffn_norm"):
            scale = weights[f"blk.{layer}.{name}.weight"].to(kind)
            self.register_parameter(name, nn.Parameter(scale, requires_grad=False))

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, unseen: Tensor) -> Tensor:
        x = x + self._attend(self._normed(x, self.attn_norm), cos, sin, unseen)
        h = self._normed(x, self.ffn_norm)
        return x + self.ffn_down(fn.silu(self.ffn_gate(h)) * self.ffn_up(h))

    def _normed(self, x: Tensor, scale: Tensor) -> Tensor:
        return fn.rms_norm(x, (x.shape[-1],), scale, self.sizes.epsilon)

    def _attend(self, h: Tensor, cos: Tensor, sin: Tensor, unseen: Tensor) -> Tensor:
        rows, length, _ = h.shape
        q = self._turned(self.attn_q(h).view(rows, length, self.sizes.heads, -1), cos, sin)
        k = self._turned(self.attn_k(h).view(rows, length, self.sizes.key_heads, -1), cos, sin)
        v = self.attn_v(h).view(rows, length, self.sizes.key_heads, -1)
        share = self.sizes.heads // self.sizes.key_heads
        k, v = k.repeat_interleave(share, 2), v.repeat_interleave(share, 2)
        q, k, v = (part.transpose(1, 2).contiguous() for part in (q, k, v))
        # Spelled out: the fused attention takes three times as long for such short rows on a processor.
        weights = (unseen + (q @ k.transpose(2, 3)) / math.sqrt(q.shape[-1])).softmax(-1)
        return self.attn_output((weights @ v).transpose(1, 2).reshape(rows, length, -1))

    @staticmethod
    def _turned(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        """Rotary positions over neighbouring pairs, as GGUF files of this architecture order them."""
        even, odd = x[..., 0::2], x[..., 1::2]
        return torch.stack((even * cos - odd * sin, even * sin + odd * cos), -1).flatten(-2)


class Transformer(nn.Module):
    """The whole model; layers below `first` carry no adapters and are read without a gradient."""

    def __init__(self, path: Path, *, rank: int = 16, first: int = 10, kind: torch.dtype = torch.bfloat16) -> None:
        super().__init__()
        reader = gguf.GGUFReader(path)
        weights = {tensor.name: _values(tensor) for tensor in reader.tensors}
        self.sizes, self.first, self.rank = Sizes.of(reader), first, rank
        self.embedding = nn.Parameter(weights["token_embd.weight"].to(kind), requires_grad=False)
        self.norm = nn.Parameter(weights["output_norm.weight"].to(kind), requires_grad=False)
        self.blocks = nn.ModuleList(
            _Block(weights, layer, self.sizes, rank if layer >= first else 0, kind)
            for layer in range(self.sizes.layers)
        )
        half = self.sizes.width // self.sizes.heads // 2
        angles = torch.arange(2048)[:, None] * self.sizes.base ** (-torch.arange(half) / half)
        self.register_buffer("cos", angles.cos()[:, None].to(kind), persistent=False)
        self.register_buffer("sin", angles.sin()[:, None].to(kind), persistent=False)

    def forward(self, ids: Tensor, places: Tensor | None = None, seen: Tensor | None = None) -> Tensor:
        """Hidden states [rows, length, width] of token ids [rows, length], ready for the embedding as output.

        `places` [length] are the positions, `seen` [length, length] whether a token (row) sees another one; usually
        one after the other, and all that came before.
        """
        length = ids.shape[1]
        at = torch.arange(length, device=ids.device) if places is None else places
        sight = torch.ones(length, length, dtype=torch.bool, device=ids.device).tril() if seen is None else seen
        x = self.embedding[ids]
        cos, sin = self.cos[at], self.sin[at]
        unseen = torch.where(sight, 0.0, _UNSEEN).to(x.dtype)
        with torch.no_grad():
            for block in self.blocks[: self.first]:
                x = block(x, cos, sin, unseen)
        for block in self.blocks[self.first :]:
            x = block(x, cos, sin, unseen)
        return fn.rms_norm(x, (x.shape[-1],), self.norm, self.sizes.epsilon)

    def adapters(self) -> dict[str, Adapted]:
        """The adapted matrices by their names in GGUF files."""
        return {
            f"blk.{layer}.{name}.weight": getattr(block, name)
            for layer, block in enumerate(self.blocks)
            for name in MATRICES
            if getattr(block, name).rank
        }


def _values(tensor: gguf.ReaderTensor) -> Tensor:
    plain = gguf.quants.dequantize(tensor.data, tensor.tensor_type)
    return torch.from_numpy(np.array(plain, dtype=np.float32))
