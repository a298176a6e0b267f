from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from llm.ggufs import tiny_model
from songwright.llm.catalogue import check_model, expected_seconds, offers
from songwright.llm.models import ModelFileError
from songwright.llm.shelf import find_models, places


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("model") / "tiny.gguf")


def found_in(home: Path, platform: str = "linux") -> list[tuple[str, str]]:
    where = places(home, home / "own", {}, platform)
    return [(one.program, one.name) for one in find_models(where, smallest=1)]


def put(model: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(model, path)


def ollama(home: Path, model: Path, name: str, tag: str) -> None:
    root = home / ".ollama" / "models"
    digest = hashlib.sha256(model.read_bytes()).hexdigest()
    put(model, root / "blobs" / f"sha256-{digest}")
    manifest = root / "manifests" / "registry.ollama.ai" / "library" / name / tag
    manifest.parent.mkdir(parents=True, exist_ok=True)
    layers = [
        {"mediaType": "application/vnd.ollama.image.license", "digest": "sha256:" + "0" * 64},
        {"mediaType": "application/vnd.ollama.image.model", "digest": f"sha256:{digest}"},
    ]
    manifest.write_text(json.dumps({"layers": layers}))


def test_models_of_other_programs_are_found_and_named(tmp_path: Path, model: Path) -> None:
    put(model, tmp_path / ".lmstudio/models/maker/poet-GGUF/poet-q4.gguf")
    ollama(tmp_path, model, "llama3.2", "1b")
    put(model, tmp_path / ".local/share/nomic.ai/GPT4All/for-all.gguf")
    put(model, tmp_path / ".local/share/Jan/data/llamacpp/models/writer/model.gguf")
    put(model, tmp_path / ".cache/llama.cpp/cached.gguf")
    put(model, tmp_path / "Downloads/fresh.GGUF")
    put(model, tmp_path / "own/mine.gguf")
    assert found_in(tmp_path) == [
        ("Songwright", "mine"),
        ("LM Studio", "poet-q4"),
        ("Ollama", "llama3.2:1b"),
        ("GPT4All", "for-all"),
        ("Jan", "model"),
        ("llama.cpp", "cached"),
        ("Downloads", "fresh"),
    ]


def test_on_other_systems_they_are_sought_in_the_usual_folders(tmp_path: Path, model: Path) -> None:
    put(model, tmp_path / "Library/Application Support/nomic.ai/GPT4All/mac.gguf")
    put(model, tmp_path / "AppData/Local/nomic.ai/GPT4All/win.gguf")
    assert found_in(tmp_path, "darwin") == [("GPT4All", "mac")]
    assert found_in(tmp_path, "win32") == [("GPT4All", "win")]


def test_what_is_not_whole_or_writes_nothing_is_passed_over(tmp_path: Path, model: Path) -> None:
    folder = tmp_path / "Downloads"
    put(model, folder / "half.gguf.part")
    put(model, folder / "coming.gguf")
    (folder / "coming.gguf.crdownload").write_bytes(b"")
    (folder / "short.gguf").write_bytes(model.read_bytes()[:-1000])
    (folder / "page.gguf").write_text("<html>not found</html>")
    put(model, folder / "mmproj-model.gguf")
    put(model, folder / "big-00002-of-00002.gguf")
    put(model, folder / "big-00001-of-00002.gguf")
    assert found_in(tmp_path) == [("Downloads", "big-00001-of-00002")]


def test_one_file_under_two_names_is_listed_once(tmp_path: Path, model: Path) -> None:
    put(model, tmp_path / "own/mine.gguf")
    (tmp_path / "Downloads").mkdir()
    (tmp_path / "Downloads/link.gguf").symlink_to(tmp_path / "own/mine.gguf")
    assert found_in(tmp_path) == [("Songwright", "mine")]


@pytest.mark.parametrize(
    "manifest", ["", "[]", "{}", '{"layers": 3}', '{"layers": [{"mediaType": 1}]}', "[" * 100_000, "\0"]
)
def test_a_damaged_manifest_is_passed_over(tmp_path: Path, model: Path, manifest: str) -> None:
    ollama(tmp_path, model, "good", "latest")
    bad = tmp_path / ".ollama/models/manifests/registry.ollama.ai/library/bad/latest"
    bad.parent.mkdir(parents=True)
    bad.write_text(manifest)
    assert found_in(tmp_path) == [("Ollama", "good")]


def test_a_machine_without_models_has_none(tmp_path: Path) -> None:
    assert found_in(tmp_path / "nobody") == []


def test_the_list_to_download_tells_what_it_must() -> None:
    found = offers()
    assert 5 <= len(found) <= 8
    assert [one.size for one in found[:2]] == sorted(one.size for one in found[:2])
    assert sum(one.recommended for one in found) == 1
    assert len({one.file for one in found}) == len(found)
    for one in found:
        assert one.url.startswith("https://huggingface.co/")
        assert one.url.endswith(f"/{one.file}")
        assert one.memory > one.size
        assert one.licence
        assert one.good_at.endswith(".")


def test_time_goes_by_size_and_is_unknown_without_a_measure() -> None:
    assert expected_seconds(1000, 100, 50.0) == 10 * expected_seconds(100, 100, 50.0) > 0
    assert expected_seconds(1000, 100, 0.0) == expected_seconds(0, 100, 50.0) == 0.0


def test_a_gathered_file_that_is_no_model_is_refused(tmp_path: Path, model: Path) -> None:
    check_model(model)
    (tmp_path / "page.gguf.part").write_text("<html>")
    with pytest.raises(ModelFileError):
        check_model(tmp_path / "page.gguf.part")
