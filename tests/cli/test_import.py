"""`songwright import`, and other commands on files of other programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from formats.songs import lantern_song
from songwright.cli.main import main
from songwright.core.words import lyric_text
from songwright.formats.midi import to_midi
from songwright.formats.project import load
from songwright.lyrics.lexicon import load_lexicon


@pytest.fixture
def midi(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.mid"
    path.write_bytes(to_midi(lantern_song(), load_lexicon()))
    return path


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def test_a_midi_file_is_saved_as_a_song_and_what_it_lacks_is_told(
    midi: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("import", midi) == 0
    shown = capsys.readouterr()
    saved = midi.with_suffix(".songwright")
    assert shown.out == f"{saved}\n"
    assert "estimated" in shown.err
    assert "Carry me, river" in lyric_text(load(saved.read_bytes()).song)


def test_one_of_a_thing_is_named_as_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = tmp_path / "short.txt"
    words.write_text("Carry me, river\n")
    assert run("import", words) == 0
    assert "1 section, 1 line\n" in capsys.readouterr().err


def test_a_song_that_is_there_is_not_replaced_unasked(midi: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saved = midi.with_suffix(".songwright")
    saved.write_text("mine")
    assert run("import", midi) == 1
    assert saved.read_text() == "mine"
    assert "--out" in capsys.readouterr().err
    assert run("import", midi, "--out", midi.with_name("other")) == 0
    assert midi.with_name("other.songwright").exists()


def test_a_name_with_a_dot_stays_whole(midi: Path) -> None:
    assert run("import", midi, "--out", midi.with_name("Waltz No. 3")) == 0
    assert midi.with_name("Waltz No. 3.songwright").exists()


def test_a_folder_to_save_in_gets_the_song_under_the_name_of_its_file(
    midi: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "songs").mkdir()
    monkeypatch.chdir(tmp_path / "songs")
    assert run("import", midi, "--out", ".") == 0
    saved = tmp_path / "songs" / f"{midi.stem}.songwright"
    assert saved.exists()
    saved.write_text("mine")
    assert run("import", midi, "--out", ".") == 1
    assert run("compose", midi, "--out", tmp_path / "songs", "--seed", 1) == 1
    assert saved.read_text() == "mine"
    (tmp_path / "other").mkdir()
    assert run("compose", midi, "--out", tmp_path / "other", "--seed", 1) == 0
    assert (tmp_path / "other" / saved.name).exists()
    capsys.readouterr()
    for command in ("import", "compose", "scan"):
        assert run(command, ".") == 1
        assert "“.” could not be opened: it is a folder." in capsys.readouterr().err


def test_export_and_compose_take_files_of_other_programs(midi: Path) -> None:
    assert run("export", midi, "chordpro") == 0
    sheet = midi.with_suffix(".cho")
    assert "{title: The Lantern}" in sheet.read_text()
    assert run("compose", sheet, "--out", midi.with_name("again"), "--seed", 1) == 0
    assert load(midi.with_name("again.songwright").read_bytes()).song.title == "The Lantern"


def test_a_file_that_is_none_ends_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, content in (("a.mid", b"RIFF"), ("a.mxl", b"PK\x03\x04"), ("a.pdf", b"%PDF"), ("a.lrc", b"la la")):
        path = tmp_path / name
        path.write_bytes(content)
        assert run("import", path) == 1
        assert capsys.readouterr().err.strip().endswith(".")
        assert not path.with_suffix(".songwright").exists()


def test_export_says_what_a_format_has_no_room_for_before_it_writes(
    midi: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("export", midi, "abc", "text") == 0
    told = capsys.readouterr().err
    assert "Left out of “Plain text”: the music." in told
    assert "Left out of “Tune with words (ABC)”: the accompaniment" in told
