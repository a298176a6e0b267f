from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "packaging" / "setup_env.py"


@pytest.fixture
def setup_env() -> ModuleType:
    spec = importlib.util.spec_from_file_location("setup_env", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_user(monkeypatch: pytest.MonkeyPatch, *, apt: bool) -> None:
    """Pretend to be an ordinary user, on a system with or without apt."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr("shutil.which", lambda name: "/usr/bin/apt-get" if apt and name == "apt-get" else None)


def test_a_user_is_told_the_exact_line_that_installs_what_is_missing(
    setup_env: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_user(monkeypatch, apt=True)
    monkeypatch.setattr(setup_env, "loads", lambda library: library != "libEGL.so.1")
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(setup_env.SetupError, match=r"sudo apt-get install -y libegl1\n"):
        setup_env.check_libraries("test")


def test_window_libraries_are_wanted_only_where_a_window_can_open(
    setup_env: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_user(monkeypatch, apt=True)
    monkeypatch.setattr(setup_env, "loads", lambda library: library != "libxcb-cursor.so.0")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    setup_env.check_libraries("run")
    monkeypatch.setenv("DISPLAY", ":0")
    with pytest.raises(setup_env.SetupError, match="libxcb-cursor0"):
        setup_env.check_libraries("run")


def test_a_missing_compiler_is_named_on_systems_without_apt(
    setup_env: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_user(monkeypatch, apt=False)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(setup_env.SetupError, match="gcc g\\+\\+ make"):
        setup_env.check_compilers()


def test_an_old_python_is_refused_before_anything_is_made(
    setup_env: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup_env, "OLDEST_PYTHON", (99, 0))
    with pytest.raises(setup_env.SetupError, match=r"Python 99\.0 or newer"):
        setup_env.make_venv()


def test_the_stamp_follows_the_lock_files(
    setup_env: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("mido==1.3.3\n")
    monkeypatch.setitem(setup_env.LOCKS, "run", lock)
    before = setup_env.fingerprint("run")
    assert setup_env.fingerprint("run") == before
    lock.write_text("mido==1.3.4\n")
    assert setup_env.fingerprint("run") != before
    monkeypatch.setenv("SONGWRIGHT_CMAKE_ARGS", "-DGGML_VULKAN=ON")
    assert setup_env.fingerprint("run") != before


def test_a_failed_step_stops_the_set_up_with_its_name(setup_env: ModuleType) -> None:
    with pytest.raises(setup_env.SetupError, match=r"'Trying' failed \(exit code 3\)"):
        setup_env.step("Trying", [sys.executable, "-c", "raise SystemExit(3)"])


def test_every_locked_package_carries_hashes_and_no_address() -> None:
    root = SCRIPT.parent.parent
    for lock in (root / "requirements.lock", root / "requirements-dev.lock", root / "packaging" / "build-tools.lock"):
        text = lock.read_text()
        blocks = [block for block in text.split("\n") if "==" in block and not block.startswith((" ", "#"))]
        assert blocks
        assert all(block.rstrip().endswith("\\") for block in blocks), f"{lock.name} has a package without a hash"
        assert "http" not in text.replace("httpx", "").replace("httpcore", "")


def test_help_needs_nothing_but_python() -> None:
    shown = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), "--help"], capture_output=True, text=True, check=True, timeout=30
    )
    assert "purpose" not in shown.stderr
    assert "run" in shown.stdout


def test_what_was_built_before_is_taken_when_all_of_it_is_there(
    setup_env: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(setup_env, "ROOT", tmp_path)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(setup_env.platform, "machine", lambda: "x86_64")
    monkeypatch.delenv("SONGWRIGHT_CMAKE_ARGS", raising=False)
    (tmp_path / "dist").mkdir()
    names = ["songwright_llama-1-py3-none-manylinux_2_34_x86_64.whl", "songwright_model-1-py3-none-any.whl"]
    for name in (*names, "songwright_sound-1-py3-none-manylinux_2_34_aarch64.whl"):
        (tmp_path / "dist" / name).touch()
    assert setup_env.prebuilt() == []
    sound = "songwright_sound-1-py3-none-manylinux_2_34_x86_64.whl"
    (tmp_path / "dist" / sound).touch()
    assert {path.name for path in setup_env.prebuilt()} == {*names, sound}
    monkeypatch.setenv("SONGWRIGHT_CMAKE_ARGS", "-DGGML_VULKAN=ON")
    assert setup_env.prebuilt() == []


def test_the_lock_without_what_was_built_holds_everything_else(setup_env: ModuleType) -> None:
    whole = setup_env.LOCKS["run"].read_text(encoding="utf-8")
    rest = setup_env.without_sources(whole)

    def packages(text: str) -> set[str]:
        return {row.split("==")[0] for row in text.splitlines() if "==" in row and not row.startswith((" ", "#"))}

    assert packages(whole) - packages(rest) == set(setup_env.SOURCES)
    assert all(row.startswith((" ", "#")) or "==" in row for row in rest.splitlines() if row)
