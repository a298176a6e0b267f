"""The poet's data and tuning, small: own verse, a tiny model. Needs the dependency group `training`."""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch")
pytest.importorskip("wordfreq")

import gguf
import torch
from training.poet.adapter import load_adapter, write_adapter
from training.poet.asking import Asker
from training.poet.diction import archaisms
from training.poet.pieces import excerpts, refrains
from training.poet.transformer import Transformer
from training.poet.tune import Course, held_out_loss, tune

from llm.ggufs import tiny_model

SONG = """The miller keeps a lantern lit
Beside the water wheel,
And every night he mends the net
And eats his evening meal.

Oh, turn the wheel, the river sings,
Oh, turn the wheel again.

The baker keeps a yellow cat
That sleeps upon the flour,
And every night she wakes to hear
The clock upon the tower.

Oh, turn the wheel, the river sings,
Oh, turn the wheel again."""


def piece(text: str = SONG, **fields: str | float) -> dict[str, Any]:
    usual = {"title": "The Miller's Lantern", "author": "Nobody", "kind": "song", "archaic": 0.0, "source": "own"}
    return {**usual, "text": text, "licence": "own", "words": len(text.split()), **fields}


def test_old_words_keep_a_piece_out() -> None:
    assert archaisms("Thou lookest o'er the hill, and he doth sing") == 4
    assert archaisms("I'd look over the hill, and the weather is best") == 0
    assert not list(excerpts(piece(SONG.replace("Oh, turn", "Thou turn'st"))))
    assert not list(excerpts(piece(archaic=0.5)))
    assert len(list(excerpts(piece()))) == 1


def test_a_refrain_is_known_and_makes_a_song() -> None:
    (found,) = excerpts(piece(kind="poem"))
    assert found.song
    assert found.refrain
    assert refrains(SONG) == {"oh turn the wheel the river sings", "oh turn the wheel again"}


def test_a_request_names_words_that_stand_in_the_text() -> None:
    (found,) = excerpts(piece())
    others = [
        SONG,
        *(f"A {word} stood beside the sea\nAnd nobody was there" for word in ("dog", "ship", "man", "bell")),
    ]
    asker = Asker(others * 4, seed=2)
    asked = [one for one in (asker.ask(found) for _ in range(40)) if one is not None]
    assert len({one.about for one in asked}) > 3
    weighty = [word for one in asked for word in (*one.about.split(), *one.words) if len(word) > 4]
    assert sum(word.removesuffix("'s") in SONG.lower() for word in weighty) > 0.9 * len(weighty)
    assert any(one.words for one in asked)
    assert any(one.title == "The Miller's Lantern" for one in asked)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    row = {"ids": list(range(30, 54)), "learnt": [0] * 8 + [1] * 16, "words": 10, "text": SONG, "song": True}
    for name, count in (("train", 24), ("held", 4)):
        lines = [json.dumps({**row, "ids": [*range(30 + i % 5, 54 + i % 5)]}) for i in range(count)]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines))
    model = tiny_model(tmp_path / "tiny.gguf")
    return Course(tmp_path, tmp_path / "out", model, tokens=6000, batch=96, rate=0.02, rank=4, first=1, held_every=20)


def test_tuning_learns_stops_and_goes_on(course: Course) -> None:
    before = held_out_loss(
        Transformer(course.model, rank=4, first=1),
        [json.loads((course.data / "held.jsonl").read_text().split("\n")[0])],
    )
    first = tune(Course(**{**_fields(course), "tokens": 2000}))
    told = torch.load(course.out / "state.pt")["standing"]["tokens"]
    assert 2000 <= told < 2200
    last = tune(course)
    assert last <= first < before - 0.1
    assert torch.load(course.out / "state.pt")["standing"]["tokens"] >= 6000


def test_an_adapter_survives_its_file(course: Course, tmp_path: Path) -> None:
    tune(course)
    best = torch.load(course.out / "best.pt")
    write_adapter(best["adapters"], tmp_path / "low.gguf")
    names = {one.name for one in gguf.GGUFReader(tmp_path / "low.gguf").tensors}
    assert "blk.1.attn_q.weight.lora_a" in names
    assert not any(name.startswith("blk.0.") for name in names)
    net = Transformer(course.model, rank=4, first=1)
    held = [json.loads(line) for line in (course.data / "held.jsonl").read_text().split("\n")]
    plain = held_out_loss(net, held)
    load_adapter(net, tmp_path / "low.gguf")
    assert held_out_loss(net, held) == pytest.approx(best["held"], abs=0.05)
    assert held_out_loss(net, held) < plain - 0.1


def test_the_tuned_net_is_the_model_that_llama_cpp_runs(tmp_path: Path) -> None:
    from songwright.llm.backend import LlamaBackend
    from songwright.llm.cancel import CancelFlag
    from songwright.llm.model import LoadOptions

    model = tiny_model(tmp_path / "tiny.gguf", tied=True)
    backend = LlamaBackend(CancelFlag())
    backend.load(model, LoadOptions(threads=1), lambda _: None)
    ids = backend.encode("the river sings")
    backend.begin(ids, lambda _done, _total: None)
    theirs = torch.tensor(backend.logits().copy())
    net = Transformer(model, rank=0, first=2, kind=torch.float32)
    ours = net(torch.tensor([ids]))[0, -1] @ net.embedding.T
    backend.close()
    assert torch.allclose(ours, theirs, atol=0.1)


def test_gathering_parts_authors_and_says_what_was_read(tmp_path: Path) -> None:
    from training.poet.gather import gather

    with lzma.open(tmp_path / "own.jsonl.xz", "wt") as file:
        for number in range(12):
            author = "Sara Teasdale" if number < 3 else f"Nobody {number}"
            text = SONG.replace("The miller", f"The {'abcdefghijklm'[number] * 3} miller")
            file.write(json.dumps(piece(text, author=author)) + "\n")
    manifest = gather(tmp_path, tmp_path / "out", most=5)
    rows = [json.loads(line) for line in (tmp_path / "out" / "train.jsonl").read_text().splitlines()]
    assert manifest["written"]["held"]["rows"] == 3
    assert len(rows) == 5
    assert manifest["files"][0]["pieces"] == 12
    # The request and the refrain's second time are read and not learnt.
    assert rows[0]["learnt"][0] == 0
    assert 0 < sum(rows[0]["learnt"]) < len(rows[0]["ids"]) - rows[0]["learnt"].index(1)


def _fields(course: Course) -> dict[str, Any]:
    return {name: getattr(course, name) for name in Course.__slots__}


def test_a_memory_is_told_by_its_longest_run() -> None:
    from training.poet.recall import longest_runs

    pieces = ["And every night he mends a shoe", "Nothing shared here whatsoever: zinc", SONG]
    lengths = [length for length, _ in longest_runs(pieces, [SONG, "nothing else"])]
    assert lengths[0] == 5
    assert lengths[1] == 1
    assert lengths[2] == len(SONG.replace("\n", " ").split())
