"""Messages come back as they were sent, whatever their fields are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import pytest

from songwright.host.child.message_codec import Garbage, decode, encode


class Colour(StrEnum):
    RED = "red"


class Spot(NamedTuple):
    start: int
    pitch: float


@dataclass(frozen=True, slots=True)
class Inner:
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Message:
    path: Path
    colour: Colour
    inner: Inner | None = None
    shares: dict[str, float] = field(default_factory=dict)
    anything: object = None


WHOLE = Message(Path("/songs/möwe.wav"), Colour.RED, Inner((Spot(1, 2.5),)), {"a": 0.5}, {"free": [1, None]})


def test_every_kind_of_field_comes_back() -> None:
    line = encode(WHOLE)
    assert line.isascii()
    assert decode(line, Message) == WHOLE
    assert decode(encode(Message(Path("x"), Colour.RED)), Message | Inner) == Message(Path("x"), Colour.RED)


@pytest.mark.parametrize(
    "line",
    [
        b'{"type":"Message","path":3,"colour":"red"}',
        b'{"type":"Message","path":"x","colour":"blue"}',
        b'{"type":"Message","path":"x","colour":"red","shares":[]}',
        b'{"type":"Message","path":"x","colour":"red","shares":{"a":"b"}}',
        b'{"type":"Message","path":"x","colour":"red","inner":{"spots":[[1]]}}',
        b'{"type":"Message","path":"x","colour":"red","inner":{"spots":[["a",2]]}}',
        b'{"type":"Inner","spots":[]}',
        b'{"path":"x","colour":"red"}',
        b"[]",
        b"nonsense",
    ],
)
def test_a_field_that_does_not_fit_makes_garbage(line: bytes) -> None:
    assert isinstance(decode(line, Message), Garbage)
