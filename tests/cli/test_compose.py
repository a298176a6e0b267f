"""`songwright compose` on a part of a song."""

from __future__ import annotations

from pathlib import Path

import pytest

from songwright.cli.main import main
from songwright.core.song import Music, Note, Song, TrackRole
from songwright.formats.project import load

WORDS = """[Verse 1]
The harbour bell was ringing slow
Above the frozen bay

[Chorus]
Carry me over the water
Carry me away

[Verse 2]
The morning came with silver snow
To hide the ships that lay
"""


def run(*words: object) -> int:
    return main([str(word) for word in words])


@pytest.fixture
def composed(tmp_path: Path) -> Path:
    words = tmp_path / "bell.txt"
    words.write_text(WORDS)
    assert run("compose", words, "--style", "folk", "--seed", 3) == 0
    return tmp_path / "bell.songwright"


def song(path: Path) -> Song:
    return load(path.read_bytes()).song


def music(of: Song, title: str) -> Music:
    found = next(section.music for section in of.sections if section.title == title)
    assert found is not None
    return found


def sung(of: Song, title: str) -> tuple[Note, ...]:
    vocal = next(track.id for track in of.tracks if track.role is TrackRole.VOCAL)
    return music(of, title).part(vocal).notes


def test_only_the_tune_of_the_bars_that_were_named_changes(composed: Path) -> None:
    before = song(composed)
    assert run("compose", composed, "--bars", "4-5", "--track", "voice", "--seed", 9) == 0
    after = song(composed)
    assert sung(after, "Verse 1") != sung(before, "Verse 1")
    bar = before.metre.bar_ticks
    # The introduction has two bars, so that bars 4 and 5 are the second and the third of the verse.
    assert [n for n in sung(after, "Verse 1") if not bar <= n.start < 3 * bar] == [
        n for n in sung(before, "Verse 1") if not bar <= n.start < 3 * bar
    ]
    assert (sung(after, "Chorus"), music(after, "Verse 1").chords) == (
        sung(before, "Chorus"),
        music(before, "Verse 1").chords,
    )


def test_locked_bars_stay_and_the_lock_is_saved(composed: Path) -> None:
    before = song(composed)
    assert run("compose", composed, "--lock", "3-4", "--seed", 50) == 0
    after = song(composed)
    locked = [note for note in sung(after, "Verse 1") if note.locked]
    assert locked
    assert {(n.start, n.pitch) for n in locked} <= {(n.start, n.pitch) for n in sung(before, "Verse 1")}
    assert sung(after, "Chorus") != sung(before, "Chorus")


def test_fixed_chords_are_in_the_file(composed: Path) -> None:
    assert run("compose", composed, "--section", "Chorus", "--chords", "I vi IV V", "--seed", 5) == 0
    after = song(composed)
    tonic = after.key.tonic
    roots = [(chord.root - tonic) % 12 for chord in music(after, "Chorus").chords if chord.locked]
    assert roots == [0, 9, 5, 7]


def test_verse_two_to_the_tune_of_verse_one(composed: Path) -> None:
    assert run("compose", composed, "--section", "Verse 2", "--like", "Verse 1") == 0
    after = song(composed)
    tune = [(note.start, note.pitch) for note in sung(after, "Verse 1")]
    assert [(note.start, note.pitch) for note in sung(after, "Verse 2")] == tune


def test_a_chorale_has_four_voices_with_words(composed: Path) -> None:
    out = composed.with_name("choir")
    assert run("compose", composed, "--chorale", "--style", "hymn", "--seed", 2, "--out", out) == 0
    after = song(composed.with_name("choir.songwright"))
    assert [track.name for track in after.tracks] == ["Soprano", "Alto", "Tenor", "Bass"]
    for track in after.tracks:
        assert {note.syllable for note in music(after, "Verse 1").part(track.id).notes} >= set(range(6))


def test_songs_between_two_takes_are_files(composed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = composed.with_name("other.songwright")
    assert run("compose", composed, "--surprise", "--seed", 4, "--out", other) == 0
    assert sung(song(other), "Verse 1") != sung(song(composed), "Verse 1")
    capsys.readouterr()
    assert run("compose", composed, "--between", other, "--steps", 2, "--out", composed.with_name("way")) == 0
    paths = capsys.readouterr().out.split()
    assert [Path(path).name for path in paths] == ["way-1.songwright", "way-2.songwright"]
    assert all(len(sung(song(Path(path)), "Verse 1")) == len(sung(song(composed), "Verse 1")) for path in paths)


def test_the_report_is_told(composed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("compose", composed, "--report", "--seed", 3) == 0
    told = capsys.readouterr().err
    assert "old tunes" in told
    assert "Every syllable has its note" in told


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--bars", "9-2"], "names no bars"),
        (["--bars", "500"], "cannot be chosen"),
        (["--section", "Verse 9"], "no section called"),
        (["--track", "kazoo"], "no track called"),
        (["--like", "Verse 1"], "--section"),
        (["--chords", "I V"], "--section"),
        (["--vary", "3"], "0 (the same) to 1"),
        (["--prosody", "3"], "0 (syncopated) to 1"),
    ],
)
def test_what_cannot_be_done_is_said(
    composed: Path, capsys: pytest.CaptureFixture[str], options: list[str], sentence: str
) -> None:
    before = composed.read_bytes()
    assert run("compose", composed, *options) == 1
    assert sentence in capsys.readouterr().err
    assert composed.read_bytes() == before


def test_a_song_is_not_replaced_by_a_text_of_its_name_unasked(
    composed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = composed.read_bytes()
    words = composed.with_suffix(".txt")
    assert run("compose", words, "--seed", 8) == 1
    assert "--out" in capsys.readouterr().err
    assert composed.read_bytes() == before
    assert run("compose", words, "--seed", 8, "--out", composed) == 0
    assert composed.read_bytes() != before
