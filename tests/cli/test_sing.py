"""`songwright sing`, and songs that are sung when they are taken away as sound."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from songwright.cli.main import main

WORDS = "Over the water\nCarry me 7 miles\n"


def run(*words: object) -> int:
    return main([str(word) for word in words])


@pytest.fixture(scope="module")
def composed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sing")
    (folder / "water.txt").write_text(WORDS, encoding="utf-8")
    assert run("compose", folder / "water.txt", "--style", "folk", "--seed", 3) == 0
    return folder / "water.songwright"


def test_a_song_is_sung_into_a_file(composed: Path, tmp_path: Path) -> None:
    high, low = tmp_path / "high.flac", tmp_path / "low.flac"
    assert run("sing", composed, "--alone", "--singer", "light", "--out", high) == 0
    assert run("sing", composed, "--alone", "--singer", "bass", "--out", low) == 0
    centroids = []
    for path in (high, low):
        sound, rate = soundfile.read(path)
        assert np.abs(sound).max() > 0.05
        spectrum = np.abs(np.fft.rfft(sound.mean(axis=1))) ** 2
        centroids.append(float((spectrum * np.arange(len(spectrum))).sum() / spectrum.sum() * rate / len(sound)))
    assert centroids[0] > 1.3 * centroids[1]


def test_an_export_is_sung_by_default_and_the_same_each_time(composed: Path, tmp_path: Path) -> None:
    first, again, played = tmp_path / "first", tmp_path / "again", tmp_path / "played"
    assert run("export", composed, "wav", "--out", first) == 0
    assert run("export", composed, "wav", "--out", again) == 0
    assert run("export", composed, "wav", "--singer", "instrument", "--out", played) == 0
    sounds = [soundfile.read(folder / "water.wav")[0] for folder in (first, again, played)]
    assert np.array_equal(sounds[0], sounds[1])
    assert len(sounds[0]) == len(sounds[2])
    assert np.abs(sounds[0] - sounds[2]).max() > 0.1


def test_words_of_another_script_are_said_to_be_hummed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mixed.txt").write_text("Sing Привет to me\n", encoding="utf-8")
    assert run("compose", tmp_path / "mixed.txt", "--seed", 1) == 0
    assert run("sing", tmp_path / "mixed.songwright", "--out", tmp_path / "mixed.wav") == 0
    assert "it hums “Привет”" in capsys.readouterr().err


def test_a_song_without_words_on_notes_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.txt").write_text("No music yet", encoding="utf-8")
    assert run("sing", tmp_path / "empty.txt", "--out", tmp_path / "out.wav") == 1
    assert "songwright compose" in capsys.readouterr().err
    assert not (tmp_path / "out.wav").exists()


def test_a_poem_is_read_aloud_without_its_headings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "plain.txt").write_text("The rain came down\n", encoding="utf-8")
    (tmp_path / "headed.txt").write_text("[Verse 1]\nThe rain came down\n", encoding="utf-8")
    for name in ("plain", "headed"):
        assert run("speak", tmp_path / f"{name}.txt", "--voice", "alto", "--out", tmp_path / f"{name}.flac") == 0
    lengths = [len(soundfile.read(tmp_path / f"{name}.flac")[0]) for name in ("plain", "headed")]
    assert lengths[1] - lengths[0] < soundfile.info(tmp_path / "plain.flac").samplerate
    assert run("speak", tmp_path / "plain.txt", "--out", tmp_path / "plain.xyz") == 1
    assert "does not end like a sound file" in capsys.readouterr().err


def test_a_word_is_read_aloud_as_its_user_says_it(tmp_path: Path) -> None:
    (tmp_path / "name.txt").write_text("Qivix\n", encoding="utf-8")
    assert run("speak", tmp_path / "name.txt", "--out", tmp_path / "guessed.wav") == 0
    assert run("say", "Qivix", "kuh-VEE-so-lay-mo-nah") == 0
    assert run("speak", tmp_path / "name.txt", "--out", tmp_path / "told.wav") == 0
    guessed, told = (soundfile.info(tmp_path / name).duration for name in ("guessed.wav", "told.wav"))
    assert told > guessed + 0.3  # six syllables in place of two
