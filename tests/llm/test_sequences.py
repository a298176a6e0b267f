"""Several continuations of one text with llama.cpp: what they say must be what one sequence alone says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from llm.ggufs import CONTEXT, tiny_model
from songwright.llm.backend import LlamaBackend
from songwright.llm.cancel import CancelFlag, DecodingCancelled
from songwright.llm.model import LoadOptions, ModelError
from songwright.llm.models import embedded_model
from songwright.llm.scripted import ScriptedBackend


def nothing(*_: object) -> None:
    pass


@pytest.fixture(scope="module")
def flag() -> CancelFlag:
    return CancelFlag()


@pytest.fixture(scope="module")
def backend(flag: CancelFlag, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaBackend]:
    loaded = LlamaBackend(flag)
    loaded.load(tiny_model(tmp_path_factory.mktemp("model") / "tiny.gguf"), LoadOptions(threads=1), nothing)
    yield loaded
    loaded.close()


def alone(backend: LlamaBackend, start: Sequence[int], tokens: Sequence[int]) -> list[float]:
    """The log-probabilities of tokens, read one at a time."""
    backend.begin(start, nothing)
    found = []
    for token in tokens:
        scores = backend.logits().astype(np.float64)
        found.append(float(scores[token] - np.log(np.exp(scores - scores.max()).sum()) - scores.max()))
        backend.extend([token])
    return found


START = [1, 70, 80, 90]


def test_scores_are_those_of_reading_each_continuation_alone(backend: LlamaBackend) -> None:
    continuations = [[100, 101, 102], [100], [], [200, 210, 220, 230, 240], [100, 101, 150]]
    wanted = [alone(backend, START, one) for one in continuations]
    backend.begin(START, nothing)
    for found, right in zip(backend.score(continuations), wanted, strict=True):
        assert found == pytest.approx(right, abs=1e-3)


def test_scoring_leaves_the_text_as_it_was(backend: LlamaBackend) -> None:
    backend.begin(START, nothing)
    before, room = backend.logits().copy(), backend.room
    backend.extend([99])
    after = backend.logits().copy()
    backend.begin(START, nothing)
    backend.score([[100 + one] * 20 for one in range(70)])  # more than fit side by side, and than the context holds
    assert np.array_equal(backend.logits(), before)
    assert backend.room == room
    backend.extend([99])
    assert backend.logits() == pytest.approx(after, abs=1e-4)


def test_a_continuation_longer_than_the_context_is_refused_and_harms_nothing(backend: LlamaBackend) -> None:
    backend.begin(START, nothing)
    before = backend.logits().copy()
    with pytest.raises(ModelError, match="longer"):
        backend.score([[100], [101] * CONTEXT])
    assert np.array_equal(backend.logits(), before)


def test_branches_go_their_own_ways_and_one_becomes_the_text(backend: LlamaBackend) -> None:
    ways = [[100, 101], [200, 201], [200, 150]]
    wanted = []
    for way in ways:
        alone(backend, START, way)
        wanted.append(backend.logits().copy())
    backend.begin(START, nothing)
    branches = backend.branch(3, 8)
    branches.grow([(0, 100), (1, 200)])
    branches.copy(1, 2)
    rows = branches.grow([(2, 150), (0, 101), (1, 201)])
    for row, way in zip(rows, (2, 0, 1), strict=True):
        assert row == pytest.approx(wanted[way], abs=1e-3)
    branches.take(2)
    backend.extend([99])
    chosen = backend.logits().copy()
    assert branches.count == 0
    alone(backend, START, [200, 150, 99])
    assert chosen == pytest.approx(backend.logits(), abs=1e-3)


def test_a_branch_reads_several_tokens_in_one_step(backend: LlamaBackend) -> None:
    alone(backend, START, [200, 150, 99])
    wanted = backend.logits().copy()
    backend.begin(START, nothing)
    branches = backend.branch(2, 8)
    rows = branches.grow([(1, 200), (0, 100), (1, 150), (1, 99)])
    assert rows[-1] == pytest.approx(wanted, abs=1e-3)
    branches.take(1)
    assert backend.room == backend.capacity - len(START) - 3


@pytest.mark.parametrize("before", [[1, 70, 80, 90, 100], [1, 70], [1, 70, 80, 90, 100, 110, 120], [2, 3]])
def test_a_text_near_the_one_before_is_read_from_where_they_part(backend: LlamaBackend, before: list[int]) -> None:
    prompt = [1, 70, 80, 90, 100, 110]
    backend.begin(prompt, nothing)
    wanted = backend.logits().copy()
    backend.begin(before, nothing)
    backend.extend([300, 301])
    read: list[int] = []
    backend.begin(prompt, lambda done, _total: read.append(done), near=True)
    assert backend.logits() == pytest.approx(wanted, abs=1e-3)
    assert read[0] == (0 if before[0] == 2 else min(len(before), len(prompt) - 1))
    assert backend.room == backend.capacity - len(prompt)


def test_closed_branches_leave_no_trace(backend: LlamaBackend) -> None:
    backend.begin(START, nothing)
    before, room = backend.logits().copy(), backend.room
    branches = backend.branch(4, 8)
    branches.grow([(one, 100 + one) for one in range(4)])
    branches.close()
    assert np.array_equal(backend.logits(), before)
    assert backend.room == room


def test_no_more_branches_than_the_context_holds(backend: LlamaBackend) -> None:
    backend.begin(START, nothing)
    branches = backend.branch(32, 100)
    assert branches.count == backend.room // 100
    branches.close()


def test_a_stop_ends_scoring_and_the_text_goes_on(backend: LlamaBackend, flag: CancelFlag) -> None:
    backend.begin(START, nothing)
    before = backend.logits().copy()
    flag.set()
    try:
        with pytest.raises(DecodingCancelled):
            backend.score([[100, 101]])
    finally:
        flag.clear()
    assert np.array_equal(backend.logits(), before)
    backend.extend([99])


@pytest.mark.model
def test_the_embedded_model_finds_sense_likelier_than_nonsense() -> None:
    model = embedded_model()
    assert model is not None
    loaded = LlamaBackend(CancelFlag())
    loaded.load(model.path, LoadOptions(), nothing)
    loaded.begin(loaded.encode("The lighthouse keeper looked out at the", special=True), nothing)
    texts = (" sea.", " spoon.", " of.")
    sense, oddity, nonsense = (sum(one) for one in loaded.score([loaded.encode(text) for text in texts]))
    loaded.close()
    assert sense > oddity > nonsense


def test_a_scripted_model_is_certain_of_its_script(tmp_path: Path) -> None:
    script = tmp_path / "script.json"
    script.write_text(json.dumps({"write": [{"say": "the sea"}]}))
    backend = ScriptedBackend(CancelFlag(), script, 2)
    backend.begin([1], nothing)
    said, other = backend.score([list(b"the"), list(b"a")])
    assert said == [0.0] * 3
    assert max(other) < -10
    assert bytes(_follow(backend, 7)) == b"the sea"


def _follow(backend: ScriptedBackend, count: int) -> Iterator[int]:
    for _ in range(count):
        token = int(np.argmax(backend.logits()))
        backend.extend([token])
        yield token
