from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
from pathlib import Path

import pretty_midi
import pytest
import soundfile

from songwright import __version__
from songwright.cli.main import COMMANDS, main
from songwright.cli.terminal import Terminal
from songwright.core.errors import SongwrightError
from songwright.core.song import TrackRole
from songwright.core.timeline import timeline
from songwright.core.words import lyric_text
from songwright.formats.project import load

WORDS = "[Verse 1]\nThe tide goes out tonight\nand leaves the boats behind\n\n[Chorus]\nCarry me home\n\n[Chorus]\n"


@pytest.fixture
def words(tmp_path: Path) -> Path:
    path = tmp_path / "tide.txt"
    path.write_text(WORDS)
    return path


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert __version__ in capsys.readouterr().out


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("--help")
    shown = capsys.readouterr().out
    assert all(f"\n    {name} " in shown for name in COMMANDS)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(command, "--help")
    assert ended.value.code == 0
    assert COMMANDS[command][:30] in " ".join(capsys.readouterr().out.split())


def test_wrong_usage_ends_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run("compse", "x")
    assert ended.value.code == 2
    assert "compse" in capsys.readouterr().err


def test_without_a_display_the_window_says_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert run() == 1
    assert "songwright song" in capsys.readouterr().err


def test_words_are_composed_saved_and_exported(words: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("compose", words, "--style", "waltz", "--key", "Dm", "--tempo", 90, "--seed", 3) == 0
    project = tmp_path / "tide.songwright"
    song = load(project.read_bytes()).song
    assert (song.style, song.key.tonic, song.tempo, song.seed) == ("waltz", 2, 90, 3)
    assert run("export", project, "midi", "midi0", "txt", "wav", "--out", tmp_path / "away") == 0
    printed = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert [path.name for path in printed] == [
        "tide.songwright",
        "tide.mid",
        "tide (MIDI in one track).mid",
        "tide.txt",
        "tide.wav",
    ]
    midi = pretty_midi.PrettyMIDI(str(printed[1]))
    sung = " ".join("".join(lyric.text for lyric in midi.lyrics).replace("-", "").split())
    assert sung == "The tide goes out tonight and leaves the boats behind Carry me home Carry me home"
    assert soundfile.info(printed[4]).duration > midi.get_end_time() - 0.5


def test_the_same_seed_gives_the_same_song_and_another_seed_another(words: Path, tmp_path: Path) -> None:
    songs = []
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        out = tmp_path / f"{name}.songwright"
        assert run("compose", words, "--seed", seed, "--out", out) == 0
        songs.append(load(out.read_bytes()).song)
    assert songs[0] == songs[1]
    assert songs[0] != songs[2]


def test_a_learned_tune_sings_the_same_words_to_other_notes(words: Path, tmp_path: Path) -> None:
    songs = []
    for tune in ("rules", "learned"):
        out = tmp_path / f"{tune}.songwright"
        assert run("compose", words, "--seed", 5, "--tune", tune, "--out", out) == 0
        songs.append(load(out.read_bytes()).song)
    voices = [timeline(song).notes(next(t.id for t in song.tracks if t.role is TrackRole.VOCAL)) for song in songs]
    sung = [list(dict.fromkeys((note.line, note.syllable) for note in voice)) for voice in voices]
    assert sung[0] == sung[1]
    assert [note.pitch for note in voices[0]] != [note.pitch for note in voices[1]]


def test_tunes_are_learned_unless_rules_are_asked_for(words: Path, tmp_path: Path) -> None:
    songs = []
    out = tmp_path / "tide.songwright"
    for options in ([], ["--tune", "learned"], ["--tune", "rules"]):
        assert run("compose", words, "--seed", 5, *options, "--out", out) == 0
        songs.append(load(out.read_bytes()).song)
    assert songs[0] == songs[1]
    assert songs[0] != songs[2]


def test_a_song_comes_whole_from_one_command(script: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "songs"
    assert (
        run(
            "song", "the tide", "--form", "free", "--out", out, "--seed", 4, "--length", "short", "--kinds", "midi,text"
        )
        == 0
    )
    captured = capsys.readouterr()
    files = {path.suffix: path for path in out.iterdir()}
    assert set(files) == {".songwright", ".mid", ".txt"}
    document = load(files[".songwright"].read_bytes())
    assert document.takes[0].seed == 4
    assert document.takes[0].about == "the tide"
    assert all(document.song.music(section) for section in document.song.sections)
    assert "The tide goes out tonight" in captured.out
    assert str(files[".mid"]) in captured.out


def test_a_quiet_song_prints_the_paths_of_its_files_alone(
    script: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("--form", "free", "--length", "short", "--seed", 4, "--kinds", "text", "--out", tmp_path / "songs")
    assert run("song", "the tide", *asked, "-q") == 0
    captured = capsys.readouterr()
    assert sorted(captured.out.splitlines()) == sorted(map(str, (tmp_path / "songs").iterdir()))
    assert captured.err == ""


def test_the_details_of_an_error_are_printed_where_they_are_wanted(
    script: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise SongwrightError("The list cannot be read.", detail="Traceback\nValueError: odd")

    monkeypatch.setattr("songwright.cli.write.write_shown", refuse)
    assert run("write", "the tide", "--form", "free") == 1
    assert capsys.readouterr().err == "songwright: The list cannot be read.\n"
    assert run("write", "the tide", "--form", "free", "-v") == 1
    assert capsys.readouterr().err == "songwright: The list cannot be read.\n    Traceback\n    ValueError: odd\n"


def test_words_that_cannot_be_composed_are_saved_all_the_same(
    script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> None:
        raise SongwrightError("It cannot be composed.")

    monkeypatch.setattr("songwright.music.rule_composer.RuleComposer.compose", refuse)
    assert run("song", "the tide", "--form", "free", "--out", tmp_path / "songs", "--seed", 4, "--length", "short") == 1
    (project,) = (tmp_path / "songs").iterdir()
    assert "tide" in lyric_text(load(project.read_bytes()).song)
    assert str(project) in capsys.readouterr().out


def test_written_words_go_to_standard_output_alone(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("write", "the tide", "--form", "free", "--piece", "poem", "--length", "short", "--seed", 1) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("The tide goes out tonight\nAnd leaves the boats behind\n")
    assert "seed 1" in captured.err
    assert "seed" not in captured.out


def test_quiet_prints_results_only(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("write", "the tide", "--form", "free", "--length", "short", "--quiet") == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    assert captured.out


@pytest.mark.parametrize("out", [[], ["--out", "poem.txt"]])
def test_a_model_that_dies_is_a_sentence_and_its_words_stay_visible(
    out: list[str], script: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(script.parent)
    script.write_text(json.dumps({"write": [{"say": "The tide goes out tonight\n"}, {"kill": int(signal.SIGKILL)}]}))
    assert run("write", "the tide", "--form", "free", "--piece", "poem", *out) == 1
    captured = capsys.readouterr()
    assert "The tide goes out tonight" in captured.out
    assert captured.err.splitlines()[-1].startswith("songwright: ")
    assert "Traceback" not in captured.err


def test_words_that_cannot_be_saved_are_printed(
    script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> None:
        raise SongwrightError("The disk is full.")

    monkeypatch.setattr("songwright.cli.write.write_file", refuse)
    assert run("write", "the tide", "--form", "free", "--piece", "poem", "--out", tmp_path / "tide.txt") == 1
    captured = capsys.readouterr()
    assert "The tide goes out tonight" in captured.out
    assert "The disk is full." in captured.err


@pytest.mark.parametrize("command", [["write", "the tide"], ["rewrite", "tide.txt"]])
def test_a_place_that_cannot_be_written_is_refused_before_a_model_starts(
    command: list[str], words: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(words.parent)
    monkeypatch.setattr("songwright.cli.writers.ModelProcess", None)
    assert run(*command, "--out", Path("nowhere") / "tide.txt") == 1
    assert "“tide.txt” was not saved" in capsys.readouterr().err
    assert list(words.parent.iterdir()) == [words]


BAD_INPUT: dict[str, list[object]] = {
    "a text as a model": ["write", "the sea", "--model", "story.gguf"],
    "a missing model": ["write", "the sea", "--model", "none.gguf"],
    "nothing to write about": ["write", "   "],
    "half a project": ["export", "half.songwright"],
    "a film": ["compose", "film.mp4"],
    "a binary text": ["compose", "binary.txt"],
    "a missing file": ["compose", "none.txt"],
    "a folder": ["compose", "."],
    "an unknown style": ["compose", "tide.txt", "--style", "polka-metal"],
    "an unknown key": ["compose", "tide.txt", "--key", "H#"],
    "a wild tempo": ["compose", "tide.txt", "--tempo", 10_000],
    "no tempo": ["compose", "tide.txt", "--tempo", 0],
    "a metre of nothing": ["compose", "tide.txt", "--metre", "0/4"],
    "an unknown style for a whole song": ["song", "x", "--style", "polka-metal"],
    "a wild tempo for a whole song": ["song", "x", "--tempo", 10_000],
    "an unknown form": ["write", "x", "--form", "sonata"],
    "an unknown kind": ["export", "tide.txt", "vinyl"],
    "a file as a folder": ["song", "x", "--out", "tide.txt"],
}


@pytest.mark.parametrize("case", BAD_INPUT)
def test_bad_input_is_one_sentence_and_changes_nothing(
    case: str, words: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(words.parent)
    Path("story.gguf").write_text("Once upon a time")
    Path("half.songwright").write_text('{"format": "songwright"')
    Path("film.mp4").write_bytes(b"\0\1\2")
    Path("binary.txt").write_bytes(b"words\0\0words")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert run(*BAD_INPUT[case]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("songwright: ")
    assert len(captured.err.strip().splitlines()) == 1
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_song_without_music_cannot_be_exported_as_midi(
    words: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("export", words, "midi", "--out", tmp_path / "away") == 1
    assert "songwright compose" in capsys.readouterr().err
    assert not (tmp_path / "away").exists()
    assert run("export", words, "markdown", "--out", tmp_path / "away") == 0
    assert "# tide" in (tmp_path / "away" / "tide.md").read_text()


def test_models_are_listed_and_chosen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("models") == 0
    shown = capsys.readouterr().out
    assert shown.startswith("* SmolLM2 135M Instruct (built-in)")
    assert "GB of memory" in shown


def test_styles_are_listed_with_what_they_sound_like(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("styles") == 0
    lines = capsys.readouterr().out.splitlines()
    assert {"ballad", "folk", "pop", "rock", "waltz", "blues", "bossa", "hymn"} <= {line.split()[0] for line in lines}
    assert all(len(line.split()) > 3 for line in lines)


def test_a_reader_that_goes_away_ends_it_quietly() -> None:
    command = [sys.executable, "-m", "songwright", "styles"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_columns_are_named_for_people_and_not_in_pipes() -> None:
    screen, pipe = Screen(), io.StringIO()
    for out in (screen, pipe):
        Terminal(out, io.StringIO()).heading("odds  words")
    assert screen.getvalue() == "odds  words\n"
    assert pipe.getvalue() == ""


def test_progress_is_drawn_for_people_and_not_into_pipes() -> None:
    screen, pipe = Screen(), io.StringIO()
    for error in (screen, pipe):
        terminal = Terminal(io.StringIO(), error)
        terminal.progress("Loading", 0.5)
        terminal.doing("Trying lines")
        terminal.notice("done")
    assert "Loading" in screen.getvalue()
    assert "\x1b[KTrying lines" in screen.getvalue()
    assert screen.getvalue().endswith("\x1b[Kdone\n")
    assert pipe.getvalue() == "done\n"


def test_a_log_is_kept_where_it_is_asked_for_without_a_word_of_the_song(
    words: Path, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SONGWRIGHT_LOG", "debug")
    assert run("export", words, "text", "--out", tmp_path / "out") == 0
    assert run("export", tmp_path / "gone.txt", "text") == 1
    [file] = home.rglob("songwright.log")
    log = file.read_text()
    for row in ("command.started name=export", "export.done kinds=text files=1", "command.failed", "command.ended"):
        assert row in log
    assert "tide" not in log
    assert "command.failed" not in capsys.readouterr().err


def test_no_log_is_kept_unasked(words: Path, tmp_path: Path, home: Path) -> None:
    assert run("export", words, "text", "--out", tmp_path / "out") == 0
    assert list(home.rglob("*.log")) == []
