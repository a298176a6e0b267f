"""Files of every kind at once: sound is rendered once for all of its formats, stems go to a folder."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from audio.listening import song_of
from songwright.audio.renderings import SoundOptions, Tags, song_tags
from songwright.audio.takeaway import export_all, kind_named, targets
from songwright.core.errors import SongwrightError
from songwright.core.song import Note
from songwright.formats.exports import ExportTools

if TYPE_CHECKING:
    from pathlib import Path

    from songwright.lyrics.lexicon import Lexicon

SONG = song_of([Note(0, 900, 69)], [Note(480, 900, 57)], bars=1)


def no_lexicon() -> Lexicon:
    raise AssertionError("text without words needs no lexicon")


def test_stems_and_the_whole_song_in_one_go(tmp_path: Path, sine_font: Path) -> None:
    told: list[float] = []
    kinds = [kind_named(name) for name in ("stems", "flac", "wav", "text")]
    options = SoundOptions(sine_font, tags=song_tags(SONG, Tags(artist="Me")))
    paths = export_all(SONG, targets(tmp_path, "Mine", kinds), ExportTools(no_lexicon, told.append), options=options)
    assert [str(path.relative_to(tmp_path)) for path in paths] == [
        "Mine.txt",
        "Mine.wav",
        "Mine.flac",
        "Mine stems/01 Track 0.wav",
        "Mine stems/02 Track 1.wav",
    ]
    assert sorted(path for path in tmp_path.rglob("*.*") if path.is_file()) == sorted(paths)
    assert told == sorted(told)
    assert told[-1] == 1.0
    whole, first, second = (soundfile.read(paths[index], dtype="float32")[0] for index in (1, 3, 4))
    np.testing.assert_allclose(first + second, whole, atol=3 / 32768)
    assert soundfile.SoundFile(paths[2]).artist == "Me"


def test_two_kinds_of_stems_get_two_folders(tmp_path: Path) -> None:
    found = targets(tmp_path, "Mine", [kind_named("stems"), kind_named("stems-flac")])
    assert len({target.path for target in found}) == 2


@pytest.mark.parametrize("kinds", [["wav"], ["stems"]])
def test_a_stopped_export_leaves_no_sound(tmp_path: Path, sine_font: Path, kinds: list[str]) -> None:
    long = song_of([Note(480 * beat, 470, 60) for beat in range(4 * 400)], bars=400)
    told: list[float] = []
    tools = ExportTools(no_lexicon, told.append, lambda: len(told) > 1)
    chosen = targets(tmp_path, "Mine", [kind_named(kind) for kind in kinds])
    with pytest.raises(Exception, match="stopped"):
        export_all(long, chosen, tools, options=SoundOptions(sine_font))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


HANGING = """
import os, sys, time
from pathlib import Path
Path(sys.argv[1], f".songwright-{os.getpid()}-0.tmp").write_text("half a file")
while True:
    time.sleep(1)
"""


def test_a_process_that_does_not_listen_is_stopped_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = [sys.executable, "-c", HANGING, str(tmp_path)]
    monkeypatch.setattr("songwright.audio.takeaway.export_command", lambda: command)
    tools = ExportTools(no_lexicon, lambda _: None, lambda: any(tmp_path.iterdir()))
    with pytest.raises(SongwrightError, match="stopped"):
        export_all(SONG, targets(tmp_path, "Mine", [kind_named("wav")]), tools)
    assert not list(tmp_path.iterdir())
