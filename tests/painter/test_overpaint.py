"""Painting in a process of its own, with a script in the library's place."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path

import pytest

from painter.weight_files import WHOLE, gguf
from songwright.cli.main import main
from songwright.core.artwork import Actor, Recipe
from songwright.core.errors import SongwrightError
from songwright.core.session import Document
from songwright.core.song import Song
from songwright.formats.project import dump, load
from songwright.host.child.process import ChildProcess
from songwright.painter import overpaint
from songwright.painter.overpaint import paint_over, painter_command, prompt_of
from songwright.painter.protocol import CannotPaint, Painting, PaintJob, PaintOver

REQUEST = PaintOver(Path("w.gguf"), "a fox", base64.b64encode(b"drawn").decode(), 512)


def scripted(tmp_path: Path, *actions: dict[str, object]) -> list[str]:
    script = tmp_path / "script.json"
    script.write_text(json.dumps(actions))
    return painter_command("--scripted", str(script))


def test_it_tells_how_far_it_is_and_gives_the_picture(tmp_path: Path) -> None:
    told: list[float] = []
    assert paint_over(REQUEST, told.append, scripted(tmp_path, {"share": 0.5}, {"share": 1.0})) == b"drawn"
    assert told == [0.5, 1.0]


@pytest.mark.parametrize(
    ("action", "told"),
    [
        ({"kill": 11}, "crashed"),
        ({"exit": 3}, "crashed"),
        ({"kill": 9}, "memory"),
        ({"error": "NULL pointer access"}, "cannot use these weights"),
    ],
)
def test_each_way_to_end_is_a_sentence(tmp_path: Path, action: dict[str, object], told: str) -> None:
    with pytest.raises(SongwrightError, match=told):
        paint_over(REQUEST, lambda _share: None, scripted(tmp_path, action))


def test_a_painter_takes_no_more_memory_than_its_weights_call_for(tmp_path: Path) -> None:
    take = scripted(tmp_path, {"take": 4_600 << 20})
    with pytest.raises(SongwrightError, match="more memory"):
        paint_over(REQUEST, lambda _share: None, take)
    weights = tmp_path / "large.gguf"
    with weights.open("wb") as file:
        file.truncate(1 << 30)
    assert paint_over(replace(REQUEST, weights=weights), lambda _share: None, take) == b"drawn"


def test_cancelling_ends_the_process(tmp_path: Path) -> None:
    job = PaintJob(REQUEST)
    with ChildProcess(job, scripted(tmp_path, {"share": 0.1}, {"hang": True})) as child:
        child.start()
        assert child.wait(60) == [Painting(0.1)]
        with child.speaking():
            job.kill()
        (end,) = child.wait(60)
        assert isinstance(end, CannotPaint)
        assert "cancelled" in end.message
        assert child.pid is None


def test_an_interruption_ends_the_process(tmp_path: Path) -> None:
    def interrupted(_share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        paint_over(REQUEST, interrupted, scripted(tmp_path, {"share": 0.1}, {"hang": True}))


def test_the_prompt_names_what_is_drawn() -> None:
    recipe = Recipe(place="old_harbour", hour="dusk", cast=(Actor("fox", "vixen"),))
    assert prompt_of(recipe) == "fox, old harbour, dusk, printed poster in few inks"


@pytest.fixture
def song(tmp_path: Path) -> Path:
    path = tmp_path / "fox.songwright"
    path.write_bytes(dump(Document(Song(title="A fox in the snow"))))
    (tmp_path / "w.gguf").write_bytes(gguf(*WHOLE))
    return path


def run(song: Path, *options: str) -> int:
    out = song.with_name("fox.png")
    return main(["cover", str(song), "--paint", str(song.with_name("w.gguf")), "--out", str(out), *options])


def test_the_command_paints_over_the_drawing_and_keeps_it_in_the_song(
    song: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("songwright.cli.painting.is_installed", lambda: True)
    command = scripted(song.parent, {"share": 0.5})
    monkeypatch.setattr(overpaint, "painter_command", lambda: command)
    assert run(song) == 0
    assert "GB of memory" in capsys.readouterr().err
    assert song.with_name("fox.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert load(song.read_bytes()).song.artwork is None
    assert run(song, "--keep") == 0
    artwork = load(song.read_bytes()).song.artwork
    assert artwork is not None
    assert base64.b64decode(artwork.own)[:2] == b"\xff\xd8"
    assert any(actor.concept == "fox" for actor in artwork.recipe.cast)


def test_without_the_extra_the_command_says_what_is_missing(
    song: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("songwright.cli.painting.is_installed", lambda: False)
    assert run(song) == 1
    assert "pictures" in capsys.readouterr().err
    assert not song.with_name("fox.png").exists()
