from __future__ import annotations

from pathlib import Path

import pytest

from llm.driving import Start
from llm.plans import LINES
from songwright.core.song import Piece
from songwright.llm.brief import Brief, BriefError, Length, brief_of, take_of
from songwright.llm.events import Event, Told, Words
from songwright.llm.models import ModelFile, Suspects
from songwright.llm.prompts import load_prompts
from songwright.llm.sampling_settings import Sampling
from songwright.llm.writing import Request, TooLittleMemoryError, WritingFailedError, write

POEM = "The tide goes out below the wall\nA lamp is lit in every hall\nNo sail came home before the night\n"


def request(tmp_path: Path, size: int = 1000) -> Request:
    file = tmp_path / "scripted.gguf"
    file.write_bytes(b"GGUF")
    model = ModelFile(file, "Scripted", size, trained=4096, memory_a_token=10)
    return Request(Brief("the harbour", Piece.POEM, "calm", Length.SHORT, "Name the sea."), model, seed=7)


def test_a_take_holds_everything_to_write_it_again(tmp_path: Path) -> None:
    asked = request(tmp_path)
    take = take_of(
        asked.brief,
        "The tide.",
        "Harbour",
        asked.settings.pairs(),
        take_id="t3",
        seed=7,
        model="Scripted",
        model_sha256="ab",
        created="2026-11-28T09:00:00+00:00",
        complete=True,
    )
    assert take.text == "The tide."
    assert (take.about, take.piece, take.seed, take.model, take.model_sha256) == (
        "the harbour",
        Piece.POEM,
        7,
        "Scripted",
        "ab",
    )
    settings = dict(take.settings)
    assert settings["temperature"] == f"{Sampling().temperature:g}"
    assert (settings["mood"], settings["length"], settings["extra"]) == ("calm", "short", "Name the sea.")
    assert settings["title"] == "Harbour"
    assert list(take.settings) == sorted(take.settings)
    assert brief_of(take) == asked.brief


def test_stopping_returns_the_words_so_far(start: Start, tmp_path: Path) -> None:
    words: list[str] = []

    def listen(event: Event) -> None:
        if isinstance(event, Words):
            words.append(event.text)

    result = write(
        request(tmp_path),
        load_prompts(),
        start({"write": [{"say": POEM}, {"wait": 600}]}),
        on_event=listen,
        cancelled=lambda: "".join(words).endswith("night\n"),
    )
    assert result.take.text == POEM.strip()
    assert not result.take.complete


def test_a_crash_is_an_error_that_holds_the_words_and_counts_against_the_model(start: Start, tmp_path: Path) -> None:
    suspects = Suspects(tmp_path / "suspects.json")
    asked = request(tmp_path)
    process = start({"write": [{"say": LINES}, {"segfault": True}]})
    for _ in range(2):
        with pytest.raises(WritingFailedError) as error:
            write(asked, load_prompts(), process, suspects=suspects)
        assert error.value.written.take.text == LINES.strip()
        assert not error.value.written.take.complete
    told: list[str] = []
    with pytest.raises(WritingFailedError):
        write(
            asked,
            load_prompts(),
            process,
            suspects=suspects,
            on_event=lambda event: told.append(event.message) if isinstance(event, Told) else None,
        )
    assert "crashed 2 times" in told[0]


def test_a_model_larger_than_memory_is_refused_before_anything_is_loaded(start: Start, tmp_path: Path) -> None:
    process = start({"write": [{"say": LINES}]})
    with pytest.raises(TooLittleMemoryError, match="needs about 1000000"):
        write(request(tmp_path, size=10**15), load_prompts(), process)
    assert process.pid is None


def test_an_empty_description_starts_nothing(start: Start, tmp_path: Path) -> None:
    process = start({"write": [{"say": LINES}]})
    empty = Request(Brief("  "), request(tmp_path).model)
    with pytest.raises(BriefError):
        write(empty, load_prompts(), process)
    assert process.pid is None
