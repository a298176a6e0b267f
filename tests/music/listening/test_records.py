"""Tests as JSON and as tables."""

from __future__ import annotations

import contextlib
import copy
import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from music.listening.making import sitting
from songwright.music.listening.records import RecordError, as_csv, as_json, from_record, to_record
from songwright.music.listening.trials import Sitting, Sureness, TrialAnswer, TrialKind


def a_test(kind: TrialKind) -> Sitting:
    test = sitting(kind, answer=lambda _: 1)
    return sitting(kind).answered(TrialAnswer(0, Sureness.FAIRLY)) if kind is TrialKind.PAIRS else test


@pytest.mark.parametrize("kind", list(TrialKind))
def test_a_test_comes_back_as_it_was(kind: TrialKind) -> None:
    test = a_test(kind)
    assert from_record(json.loads(json.dumps(to_record(test)))) == test
    assert [from_record(entry) for entry in json.loads(as_json([test]))] == [test]


def places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a record, of lists the first and the last two entries."""
    yield path
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        if isinstance(key, str) or key in (0, len(value) - 2, len(value) - 1):
            yield from places(value[key], (*path, key))


@pytest.mark.parametrize("kind", list(TrialKind))
def test_a_damaged_record_is_refused_with_a_sentence_and_nothing_else_escapes(kind: TrialKind) -> None:
    whole = to_record(a_test(kind))
    refused = 0
    for path in places(whole):
        for odd in (None, [], {}, "x", "", -1, 3, 2.5, 1e400, True, "9.9.9", [1, 2, 3], "60.1", {"a": 1}):
            record = copy.deepcopy(whole)
            if path:
                inner = record
                for key in path[:-1]:
                    inner = inner[key]
                inner[path[-1]] = odd
            with contextlib.suppress(RecordError):
                assert isinstance(from_record(record if path else odd), Sitting)
                continue
            refused += 1
    assert refused > 300


def test_a_missing_entry_is_refused() -> None:
    whole = to_record(a_test(TrialKind.SINGLE))
    for name in whole:
        with pytest.raises(RecordError):
            from_record({key: value for key, value in whole.items() if key != name})


def test_the_table_has_a_row_for_each_answer_and_says_which_count() -> None:
    tests = [
        sitting(answer=lambda trial: trial.truth, listener='=HYPERLINK("x")'),
        sitting(TrialKind.PAIRS, name="b").answered(TrialAnswer(1, Sureness.SURE)),
        sitting(answer=lambda _: 0, practice=True, name="c"),
    ]
    rows = list(csv.DictReader(io.StringIO(as_csv(tests))))
    assert [row["test"] for row in rows].count("b") == 1
    assert len(rows) == 21
    assert {row["counted"] for row in rows[:10]} == {"1"}
    assert {row["counted"] for row in rows[10:]} == {"0"}
    assert all(row["right"] == "1" for row in rows[:10])
    assert {(row["heard"], row["answer"]) for row in rows[:10]} == {("bach", "bach"), ("machine", "machine")}
    assert not rows[0]["listener"].startswith("=")
    assert rows[10]["answer"] == "second"
    assert rows[10]["machine_seed"]
