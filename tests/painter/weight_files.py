"""Files as weights come in, with one number for each part."""

from __future__ import annotations

import json
import struct

WHOLE = ("model.diffusion_model.input_blocks.0.0.weight", "first_stage_model.decoder.conv_in.weight")
WRITER = ("token_embd.weight", "blk.0.attn_q.weight")


def gguf(*names: str) -> bytes:
    """A file of one-number tensors, each 32 bytes apart, without any metadata, as this kind of file is mostly made."""
    data = b"GGUF" + struct.pack("<IQQ", 3, len(names), 0)
    for index, name in enumerate(names):
        data += struct.pack("<Q", len(name)) + name.encode() + struct.pack("<IQIQ", 1, 1, 0, 32 * index)
    return data + bytes(-len(data) % 32) + bytes(32 * len(names))


def safetensors(*names: str) -> bytes:
    entries = {
        name: {"dtype": "F32", "shape": [1], "data_offsets": [4 * index, 4 * index + 4]}
        for index, name in enumerate(names)
    }
    header = json.dumps({"__metadata__": {"format": "pt"}} | entries).encode()
    return struct.pack("<Q", len(header)) + header + bytes(4 * len(names))
