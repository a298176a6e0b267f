"""`songwright change`: what it does to a file, and what it says when it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from songwright.cli.main import main
from songwright.core.session import Document
from songwright.core.song import (
    Key,
    Line,
    Metre,
    Music,
    Note,
    Part,
    Section,
    SectionKind,
    Song,
    Track,
    TrackRole,
)
from songwright.core.timeline import timeline
from songwright.formats.project import dump, load


@pytest.fixture
def file(tmp_path: Path) -> Path:
    tune = tuple(Note(beat * 480, 480, 60 + beat, line="l1", syllable=beat) for beat in range(4))
    music = Music(4, parts=(Part("t1", tune),))
    song = Song(
        title="Snow",
        tempo=120.0,
        sections=(
            Section("s1", SectionKind.VERSE, "Verse 1", (Line("l1", "come and sing it"),), music),
            Section("s2", SectionKind.CHORUS, "Chorus", (Line("l2", "snow"),), Music(2)),
        ),
        tracks=(Track("t1", "Voice", TrackRole.VOCAL),),
        serial=9,
    )
    path = tmp_path / "snow.songwright"
    path.write_bytes(dump(Document(song)))
    return path


def changed(file: Path, *arguments: str) -> Song:
    assert main(["change", str(file), *arguments]) == 0
    return load(file.read_bytes()).song


def test_from_a_bar_on_within_so_many(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    laid = timeline(changed(file, "--bar", "2", "--tempo", "60", "--over", "2"))
    assert laid.tempi.tempo_at(1919) == 120.0
    assert laid.tempi.tempo_at(3 * 1920) == 60.0
    assert "bar 2 (Verse 1): gradually to 60 beats a minute" in capsys.readouterr().err


def test_one_bar_another_metre_and_a_signature(file: Path) -> None:
    assert [bar.metre.beats for bar in timeline(changed(file, "--bar", "3", "--metre", "2/4", "--one-bar")).bars] == [
        4, 4, 2, 4, 4, 4,
    ]  # fmt: skip
    song = changed(file, "--bar", "5", "--key", "Dm")
    assert timeline(song).key_at(4 * 1920 - 960).tonic == 2
    assert timeline(changed(file, "--bar", "5", "--remove")).key_at(8000) == Key(0)


def test_the_last_chorus_a_tone_up_and_a_slower_end(file: Path) -> None:
    song = changed(file, "--last-chorus-up", "--slow-ending", "1")
    laid = timeline(song)
    assert laid.key_at(4 * 1920) == Key(2)
    assert laid.tempi.tempo_at(5 * 1920 - 1) == 120.0
    assert laid.tempi.tempo_at(6 * 1920 - 1) < 80.0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--bar", "2", "--tempo", "0"), "cannot be played"),
        (("--bar", "2", "--tempo", "401"), "cannot be played"),
        (("--bar", "2", "--metre", "17/3"), "17/3"),
        (("--bar", "99", "--tempo", "90"), "no bar 99"),
        (("--bar", "0", "--tempo", "90"), "no bar 0"),
        (("--bar", "1", "--metre", "2/4", "--one-bar"), "Words are sung"),
        (("--bar", "1"), "Nothing changes"),
        (("--tempo", "90"), "--bar"),
        (("--section", "Chorus"), "--up"),
        (("--section", "Bridge", "--up", "2"), "no section called"),
        (("--last-chorus-up", "40"), "semitones"),
    ],
)
def test_what_cannot_be_is_told_and_the_file_stays(
    file: Path, arguments: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = file.read_bytes()
    assert main(["change", str(file), *arguments]) == 1
    assert sentence in capsys.readouterr().err
    assert file.read_bytes() == before


def test_a_song_says_what_changes_in_it_and_is_not_written(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = file.stat().st_mtime_ns
    assert changed(file).metre == Metre(4, 4)
    assert "C major, 4/4, 120 beats a minute" in capsys.readouterr().err
    assert file.stat().st_mtime_ns == before
