"""No child of ours, and not the program itself, takes a module from the folder that happens to be current."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import songwright
from songwright.audio.process import audio_command, export_command, hum_command
from songwright.core.language import English, speak
from songwright.host.child.environment import child_command, child_environment
from songwright.host.languages import catalogue_for
from songwright.llm.process import worker_command
from songwright.painter.overpaint import painter_command

POISON = ("numpy", "queue", "json", "argparse", "llama_cpp", "soundfile", "miniaudio", "tinysoundfont", "dataclasses")
"""What every child imports sooner or later; a stranger's folder may hold files of these names."""


@pytest.fixture
def strange_folder(tmp_path: Path) -> Path:
    """A folder as it may lie beside a song: each of its modules leaves a trace when it runs."""
    folder = tmp_path / "songs of a stranger"
    folder.mkdir()
    for name in POISON:
        (folder / f"{name}.py").write_text(f"open({str(tmp_path / name)!r} + ' ran', 'w').close()\nraise ImportError\n")
    return folder


def traces(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.parent.glob("* ran"))


def script(folder: Path) -> str:
    path = folder.parent / "script.json"
    path.write_text('{"write": [{"say": "rain\\n"}]}')
    return str(path)


CHILDREN = {
    "writer": lambda folder: worker_command("--scripted", script(folder)),
    "sound": lambda _folder: audio_command("--device", "null"),
    "export": lambda _folder: export_command(),
    "hum": lambda _folder: hum_command("--device", "null"),
    "painter": lambda _folder: painter_command(),
}


@pytest.mark.parametrize("path", ["", ".", f"{os.pathsep}{os.pathsep}"], ids=["none", "relative", "empty entries"])
@pytest.mark.parametrize("name", CHILDREN)
def test_a_child_runs_nothing_that_lies_in_the_current_folder(
    strange_folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, path: str
) -> None:
    monkeypatch.setenv("PYTHONPATH", path)
    command = CHILDREN[name](strange_folder)
    subprocess.run(
        command, cwd=strange_folder, env=child_environment(), input=b"", capture_output=True, timeout=60, check=False
    )
    assert traces(strange_folder) == []


def test_the_program_itself_runs_nothing_that_lies_in_the_current_folder(strange_folder: Path) -> None:
    environment = child_environment()
    del environment["PYTHONSAFEPATH"]
    shown = subprocess.run(
        [sys.executable, "-m", "songwright", "styles"],
        cwd=strange_folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert shown.stdout
    assert traces(strange_folder) == []


def test_a_frozen_program_starts_what_lies_beside_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "songwright"))
    beside = str(tmp_path.resolve() / "songwright-child")
    assert child_command("songwright.toy", "--once") == [beside, "songwright.toy", "--once"]


def test_the_package_has_the_programs_that_are_started_beside_it() -> None:
    root = Path(songwright.__file__).parents[2]
    spec, scripts = (root / "packaging" / "songwright.spec").read_text(), (root / "pyproject.toml").read_text()
    for program in ("songwright-child", "songwright-worker"):  # the second is started from another machine
        assert f'"{program}": ("songwright.host.child.start", ' in spec
        assert f'{program} = "songwright.host.child.start:' in scripts


def test_every_place_that_starts_a_python_of_ours_goes_through_the_one_that_is_safe() -> None:
    own = Path(songwright.__path__[0])
    starters = {
        path.relative_to(own).as_posix()
        for path in own.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "executable"
    }
    assert starters == {"host/child/environment.py"}


def test_a_child_speaks_the_language_of_the_process_that_started_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "speaker.py").write_text(
        "from songwright.core.language import said\ndef main(_):\n    print(said('Cancel'), flush=True)\n    return 0\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    command = child_command("speaker")
    heard = []
    for language in ("de", "en"):
        speak(catalogue_for(language))
        try:
            environment = child_environment()
        finally:
            speak(English())
        heard.append(subprocess.run(command, env=environment, capture_output=True, timeout=60, check=True).stdout)
    assert heard == [b"Abbrechen\n", b"Cancel\n"]
