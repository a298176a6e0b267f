"""Tuning on readers' marks, small: own verse, a tiny model. Needs the dependency group `training`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("wordfreq")

import torch
from training.poet.adapter import write_adapter
from training.poet.prefer import Preference, ordered_right, prefer
from training.poet.sheaf import Sheaf, log_chances, sheaf_of
from training.poet.transformer import Transformer
from training.poet.verdicts import VERDICTS, Verdict, by_subject, is_held_out, read_verdicts

from llm.ggufs import tiny_model

REQUEST = [30, 31, 32, 33]
GOOD, POOR = 40, 60  # tokens of lines that a reader likes and does not


def bind(group: Sequence[Verdict]) -> Sheaf:
    """Tokens by hand: a line is named by its token."""
    return sheaf_of(REQUEST, [[[int(line), int(line) + 1, 10] for line in verdict.lines] for verdict in group])


@pytest.fixture
def course(tmp_path: Path) -> Preference:
    rows = []
    for subject in (f"the well {number}" for number in range(24)):
        for line, mark in ((GOOD, 5.0), (POOR, 1.0)):
            row = {"subject": subject, "form": "quatrain", "lines": [str(line)] * 2, "worths": [-1.0, -2.0]}
            rows.append(json.dumps({**row, "marks": [mark] * 2, "whole": mark}))
    (tmp_path / "verdicts.jsonl").write_text("\n".join(rows) + "\n")
    model = tiny_model(tmp_path / "tiny.gguf")
    net = Transformer(model, rank=4, first=1)
    write_adapter(
        {name: (part.down.detach(), part.up.detach()) for name, part in net.adapters().items()}, tmp_path / "start.gguf"
    )
    verdicts = tmp_path / "verdicts.jsonl"
    return Preference(
        tmp_path / "start.gguf", tmp_path / "out", model, verdicts, rank=4, first=1, rate=0.01, look_every=10
    )


def test_a_verse_of_a_sheaf_is_read_as_if_it_stood_alone(tmp_path: Path) -> None:
    net = Transformer(tiny_model(tmp_path / "tiny.gguf"), rank=0, first=2, kind=torch.float32)
    verses = [[[40, 41, 10], [42, 10]], [[60, 10], [61, 62, 63]]]
    together = log_chances(net, sheaf_of(REQUEST, verses))
    alone = torch.cat([log_chances(net, sheaf_of(REQUEST, [verse])) for verse in verses])
    assert torch.allclose(together, alone, atol=1e-4)
    plain = torch.tensor([[*REQUEST, 40, 41, 10, 42, 10]])
    scores = torch.log_softmax(net(plain)[0] @ net.embedding.T, -1)
    read = torch.stack([scores[place, plain[0, place + 1]] for place in range(3, 8)])
    assert torch.allclose(together[:5], read, atol=1e-4)


def test_what_readers_like_becomes_likelier_on_subjects_never_seen(course: Preference) -> None:
    assert prefer(course, bind) == 1.0
    rows = [json.loads(row) for row in (course.out / "log.jsonl").read_text().splitlines()]
    looks = [row for row in rows if "kept" in row]
    assert looks[-1]["kept"] < looks[0]["kept"] - 0.05


def test_a_course_that_was_stopped_goes_on(course: Preference) -> None:
    prefer(Preference(**{**_fields(course), "epochs": 1}), bind)
    first = torch.load(course.out / "state.pt")["step"]
    prefer(course, bind)
    assert torch.load(course.out / "state.pt")["step"] == 3 * first


def test_pairs_are_counted_where_the_marks_differ() -> None:
    assert ordered_right([3.0, 2.0, 2.0], [5.0, 4.0, 4.0]) == (2.0, 2)
    assert ordered_right([1.0, 2.0], [5.0, 4.0]) == (0.0, 1)
    assert ordered_right([2.0, 2.0], [5.0, 4.0]) == (0.5, 1)


def _fields(course: Preference) -> dict[str, object]:
    return {name: getattr(course, name) for name in course.__dataclass_fields__}


def test_the_verdicts_that_ship_are_whole_and_parted_by_subject() -> None:
    groups = by_subject(read_verdicts(VERDICTS))
    assert len(groups) > 200
    for verdict in (one for group in groups for one in group):
        assert len(verdict.lines) == len(verdict.worths) == len(verdict.marks) == 4
        assert all(1 <= mark <= 5 for mark in (*verdict.marks, verdict.whole))
    held = sum(is_held_out(group[0].subject) for group in groups)
    assert 0.1 < held / len(groups) < 0.3
