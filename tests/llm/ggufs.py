"""GGUF files made on the spot: a tiny random llama that really runs, and ways to break it."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

import gguf
import numpy as np

WIDTH, HEADS, LAYERS, HIDDEN, CONTEXT = 32, 2, 2, 64, 512
TEMPLATE = "{% for m in messages %}<{{ m['role'] }}>{{ m['content'] }}{% endfor %}<assistant>"


Entry: TypeAlias = tuple[str, gguf.TokenType]


def tiny_model(
    path: Path,
    *,
    epsilon: float = 1e-5,
    template: str | None = TEMPLATE,
    entries: Sequence[Entry] | None = None,
    space_prefix: bool = True,
    tied: bool = False,
) -> Path:
    """A llama of 2 layers with random weights and one token for every byte; a NaN `epsilon` poisons it.

    A `tied` one puts its words out by the embedding that it reads them by. `entries` are other tokens, `space_prefix`
    says whether a text gets a blank before it (both as SentencePiece does).
    """
    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_name("tiny")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(HIDDEN)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(epsilon)
    tokens = _vocabulary(writer, list(entries or byte_entries()), space_prefix=space_prefix)
    if template is not None:
        writer.add_chat_template(template)
    random = np.random.default_rng(3)

    def weights(name: str, *shape: int) -> None:
        writer.add_tensor(name, random.normal(0, 0.3, shape).astype(np.float32))

    weights("token_embd.weight", tokens, WIDTH)
    weights("output_norm.weight", WIDTH)
    if not tied:
        weights("output.weight", tokens, WIDTH)
    for layer in range(LAYERS):
        for name, shape in _LAYER.items():
            weights(f"blk.{layer}.{name}.weight", *shape)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


_LAYER = {
    "attn_norm": (WIDTH,),
    "attn_q": (WIDTH, WIDTH),
    "attn_k": (WIDTH, WIDTH),
    "attn_v": (WIDTH, WIDTH),
    "attn_output": (WIDTH, WIDTH),
    "ffn_norm": (WIDTH,),
    "ffn_gate": (HIDDEN, WIDTH),
    "ffn_up": (HIDDEN, WIDTH),
    "ffn_down": (WIDTH, HIDDEN),
}


def byte_entries() -> list[Entry]:
    """Three special tokens, the 256 bytes, and printable ASCII with the SentencePiece space."""
    kinds = gguf.TokenType
    entries = [("<unk>", kinds.UNKNOWN), ("<s>", kinds.CONTROL), ("</s>", kinds.CONTROL)]
    entries += [(f"<0x{byte:02X}>", kinds.BYTE) for byte in range(256)]
    entries += [(chr(code), kinds.NORMAL) for code in range(33, 127)]
    return [*entries, ("▁", kinds.NORMAL)]


def word_entries(words: Iterable[str]) -> list[Entry]:
    """Whole words as tokens, with a blank before them and with a capital, and all that they are merged from."""
    texts = [text for word in words for text in ("▁" + word, word[0].upper() + word[1:])]
    parts = {text[:size]: None for text in texts for size in range(2, len(text) + 1)}
    return [(part, gguf.TokenType.NORMAL) for part in parts]


def _vocabulary(writer: gguf.GGUFWriter, entries: list[Entry], *, space_prefix: bool) -> int:
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    writer.add_token_list([text.encode() for text, _ in entries])
    writer.add_token_scores([-float(place) for place in range(len(entries))])
    writer.add_add_space_prefix(space_prefix)
    writer.add_token_types([int(kind) for _, kind in entries])
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    return len(entries)


def header(*entries: bytes, version: int = 3, tensors: int = 0, count: int | None = None) -> bytes:
    """The bytes of a header with these entries, whatever they claim."""
    number = len(entries) if count is None else count
    return b"GGUF" + struct.pack("<IQQ", version, tensors, number) + b"".join(entries)


def text_entry(key: str, value: str) -> bytes:
    """A text entry of a header."""
    return _text(key) + struct.pack("<I", 8) + _text(value)


def array_entry(key: str, kind: int, count: int) -> bytes:
    """An array entry that claims `count` items and has none."""
    return _text(key) + struct.pack("<IIQ", 9, kind, count)


def _text(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<Q", len(data)) + data
