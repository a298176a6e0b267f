"""An adapter becomes part of a model's file, and the file is kept only while it is whole."""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np
import pytest

from llm.ggufs import WIDTH, tiny_model
from songwright.llm.gguf import ModelFileError
from songwright.llm.merging import merge
from songwright.llm.models import open_model
from songwright.llm.quantised import Packing, packed, unpacked
from songwright.llm.verse_model import merged_file, named_model

RANK, ALPHA = 4, 8.0
ADAPTED = "blk.1.attn_q.weight"


def adapter(path: Path, *, name: str = ADAPTED, width: int = WIDTH) -> Path:
    random = np.random.default_rng(5)
    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_type(gguf.GGUFType.ADAPTER)
    writer.add_string(gguf.Keys.Adapter.TYPE, "lora")
    writer.add_float32(gguf.Keys.Adapter.LORA_ALPHA, ALPHA)
    writer.add_tensor(f"{name}.lora_a", random.normal(0, 1, (RANK, width)).astype(np.float16))
    writer.add_tensor(f"{name}.lora_b", random.normal(0, 1, (WIDTH, RANK)).astype(np.float16))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def tensors(path: Path) -> dict[str, np.ndarray]:
    reader = gguf.GGUFReader(path)
    return {one.name: gguf.quants.dequantize(one.data, one.tensor_type) for one in reader.tensors}


@pytest.mark.parametrize(("packing", "exact"), [(Packing.Q8_0, 0.02), (Packing.Q4_0, 0.3)])
def test_the_merged_file_holds_the_sum_for_another_reader(tmp_path: Path, packing: Packing, exact: float) -> None:
    base, low = tiny_model(tmp_path / "base.gguf"), adapter(tmp_path / "low.gguf")
    merge(base, low, tmp_path / "merged.gguf", name="Both", packing=packing)
    before, parts, after = tensors(base), tensors(low), tensors(tmp_path / "merged.gguf")
    product = parts[f"{ADAPTED}.lora_b"].astype(np.float32) @ parts[f"{ADAPTED}.lora_a"].astype(np.float32)
    wanted = before[ADAPTED] + ALPHA / RANK * product
    assert np.abs(after[ADAPTED] - wanted).max() < exact * np.abs(wanted).max()
    assert np.abs(wanted - before[ADAPTED]).max() > 1
    assert np.array_equal(after["token_embd.weight"], before["token_embd.weight"])
    assert np.abs(after["blk.0.ffn_up.weight"] - before["blk.0.ffn_up.weight"]).max() < exact
    assert open_model(tmp_path / "merged.gguf").name == "Both"


@pytest.mark.parametrize("packing", [Packing.Q8_0, Packing.Q4_0])
def test_blocks_are_packed_as_the_makers_of_the_format_pack_them(packing: Packing) -> None:
    numbers = np.random.default_rng(1).normal(0, 1, 640).astype(np.float32)
    numbers[:32] = 0
    theirs = gguf.quants.quantize(numbers, gguf.GGMLQuantizationType(int(packing)))
    assert packed(packing, numbers).tobytes() == theirs.tobytes()
    assert np.array_equal(unpacked(packing, theirs.reshape(-1)), gguf.quants.dequantize(theirs, int(packing)))


def test_an_adapter_of_another_model_is_refused(tmp_path: Path) -> None:
    base = tiny_model(tmp_path / "base.gguf")
    for number, other in enumerate(({"name": "blk.9.attn_q.weight"}, {"width": WIDTH * 2})):
        low = adapter(tmp_path / f"{number}.gguf", **other)
        with pytest.raises(ModelFileError, match=r"was not made for base\.gguf"):
            merge(base, low, tmp_path / "merged.gguf", name="Both")
    with pytest.raises(ModelFileError, match=r"was not made for|holds no adapter"):
        merge(base, base, tmp_path / "merged.gguf", name="Both")


def test_a_merged_model_is_made_once_and_again_when_it_is_damaged(tmp_path: Path) -> None:
    base, low, folder = tiny_model(tmp_path / "base.gguf"), adapter(tmp_path / "low.gguf"), tmp_path / "models"
    first = merged_file(base, low, folder)
    made, whole = first.stat().st_mtime_ns, first.read_bytes()
    assert first.parent == folder
    assert merged_file(base, low, folder).stat().st_mtime_ns == made
    first.write_bytes(whole[: len(whole) // 2])
    assert merged_file(base, low, folder).read_bytes() == whole


def test_an_adapter_of_the_users_own_goes_into_the_model_that_was_chosen(tmp_path: Path) -> None:
    base, low = tiny_model(tmp_path / "base.gguf"), adapter(tmp_path / "manner.gguf")
    chosen = named_model(str(base), str(low))
    assert chosen is not None
    assert chosen.name.endswith("+ manner")
    assert chosen.prose is None
    assert chosen.load_options().adapter == str(low)
    merged = merged_file(chosen.path, low, tmp_path / "models")
    assert open_model(merged).name == "base + manner"
    built_in = named_model("", str(low))
    assert built_in is None or built_in.adapter == low


def test_another_adapter_takes_the_place_of_the_file_before(tmp_path: Path) -> None:
    base, folder = tiny_model(tmp_path / "base.gguf"), tmp_path / "models"
    first = merged_file(base, adapter(tmp_path / "low.gguf"), folder)
    second = merged_file(base, adapter(tmp_path / "other.gguf", name="blk.0.attn_q.weight"), folder)
    assert second != first
    assert [file.name for file in folder.glob("*.gguf")] == [second.name]


def test_without_a_place_for_the_file_the_base_writes(tmp_path: Path) -> None:
    base, low = tiny_model(tmp_path / "base.gguf"), adapter(tmp_path / "low.gguf")
    (tmp_path / "models").write_text("a file is in the way")
    assert merged_file(base, low, tmp_path / "models") == base
