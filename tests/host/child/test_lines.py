"""A stream of bytes is cut into lines, whatever pieces it comes in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from songwright.host.child.lines import LineReader


@given(st.lists(st.binary(max_size=20).map(lambda line: line.replace(b"\n", b"")), max_size=8), st.integers(1, 7))
def test_lines_are_cut_alike_whatever_the_pieces(lines: list[bytes], step: int) -> None:
    data = b"".join(line + b"\n" for line in lines)
    reader = LineReader()
    found = [line for start in range(0, len(data), step) for line in reader.feed(data[start : start + step])]
    assert found == [line for line in lines if line.strip()]


def test_an_overlong_line_takes_no_memory_and_the_next_one_is_read() -> None:
    reader = LineReader(limit=1000)
    assert list(reader.feed(b'{"type":"Chunk",')) == []
    for _ in range(50):
        assert list(reader.feed(b"x" * 900)) == []
    long, short = reader.feed(b"\nshort\n")
    assert len(long) <= 1000
    assert short == b"short"
