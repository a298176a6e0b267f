"""Adapters as GGUF files: what ships, and what training may start from.

`python -m training.poet.adapter BEST.pt OUT.gguf`
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import gguf
import numpy as np
import torch

from training.poet.transformer import Transformer

__all__ = ["load_adapter", "main", "write_adapter"]

_A, _B = ".lora_a", ".lora_b"


def load_adapter(net: Transformer, file: Path) -> None:
    """Put an adapter's matrices into the net. Raises KeyError when the file adapts others than the net does."""
    reader = gguf.GGUFReader(file)
    alpha = float(reader.fields[gguf.Keys.Adapter.LORA_ALPHA].contents())
    parts = {tensor.name: torch.from_numpy(np.array(tensor.data, dtype=np.float32)) for tensor in reader.tensors}
    adapters = net.adapters()
    for name in {tensor.rsplit(".", 1)[0] for tensor in parts}:
        down, up = parts[name + _A], parts[name + _B]
        with torch.no_grad():
            adapters[name].down[: len(down)] = down
            adapters[name].up[:, : len(down)] = up * (alpha / len(down) / 2.0)


def write_adapter(weights: dict[str, tuple[torch.Tensor, torch.Tensor]], file: Path) -> None:
    """Write matrices (down [rank, in], up [out, rank]) as a LoRA of alpha = 2 · rank, in float16."""
    rank = next(iter(weights.values()))[0].shape[0]
    writer = gguf.GGUFWriter(file, "llama")
    writer.add_type(gguf.GGUFType.ADAPTER)
    writer.add_string(gguf.Keys.Adapter.TYPE, "lora")
    writer.add_float32(gguf.Keys.Adapter.LORA_ALPHA, 2.0 * rank)
    for name, (down, up) in weights.items():
        writer.add_tensor(name + _A, down.float().cpu().numpy().astype(np.float16))
        writer.add_tensor(name + _B, up.float().cpu().numpy().astype(np.float16))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("best", type=Path, help="best.pt of training.poet.tune")
    parser.add_argument("out", type=Path)
    asked = parser.parse_args()
    best = torch.load(asked.best, map_location="cpu")
    write_adapter(best["adapters"], asked.out)
    digest = hashlib.sha256(asked.out.read_bytes()).hexdigest()
    print(
        f"held-out loss {best['held']:.4f} after {best['tokens']:,} tokens; "
        f"{asked.out.stat().st_size:,} bytes, {digest}"
    )


if __name__ == "__main__":
    main()
