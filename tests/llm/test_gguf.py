from __future__ import annotations

import contextlib
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm.ggufs import TEMPLATE, array_entry, header, text_entry, tiny_model
from songwright.llm.gguf import ModelFileError, read_header

LLAMA = text_entry("general.architecture", "llama")


def refused(path: Path, data: bytes) -> ModelFileError:
    path.write_bytes(data)
    with pytest.raises(ModelFileError) as error:
        read_header(path)
    assert path.name in error.value.message
    return error.value


def test_a_real_header_is_read_whole(tmp_path: Path) -> None:
    found = read_header(tiny_model(tmp_path / "tiny.gguf"))
    assert found.architecture == "llama"
    assert found.name == "tiny"
    assert found.number("block_count") == 2
    assert found.number("context_length") == 512
    assert found.values["tokenizer.chat_template"] == TEMPLATE
    assert found.tensors == 3 + 2 * 9


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"GG", "empty"),
        (b"Dear model, please write a song.\n", "a text file, not a GGUF model"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "some other kind of file"),
        (b"ggjt" + bytes(100), "old format"),
        (header(LLAMA, version=4), "newer format"),
        (header(LLAMA, version=1), "outdated"),
        (b"GGUF" + struct.pack(">IQQ", 3, 0, 0), "big-endian"),
        (header(LLAMA), "no weights"),
        (header(text_entry("general.architecture", "bert")), "does not write"),
        (header(text_entry("general.architecture", "clip")), "sees pictures"),
        (header(), "damaged"),
        (header(LLAMA, count=2**60), "damaged"),
        (header(LLAMA, tensors=2**60), "damaged"),
        (header(LLAMA, struct.pack("<Q", 2**62)), "damaged"),
        (header(LLAMA, array_entry("a", 4, 2**62)), "damaged"),
        (header(LLAMA, array_entry("a", 4, 40_000_000)), "incomplete"),
        (header(LLAMA, array_entry("a", 8, 1_000_000)), "incomplete"),
        (header(LLAMA, array_entry("a", 99, 1)), "damaged"),
        (header(LLAMA, *[array_entry("a", 9, 1) + struct.pack("<IQ", 9, 1) * 20]), "damaged"),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence(tmp_path: Path, data: bytes, words: str) -> None:
    assert words in refused(tmp_path / "model.gguf", data).message


def test_a_model_that_is_cut_short_says_how_much_is_missing(tmp_path: Path) -> None:
    data = tiny_model(tmp_path / "tiny.gguf").read_bytes()
    assert "0.0 MB are missing" in refused(tmp_path / "cut.gguf", data[:-2000]).message
    assert "middle of its header" in refused(tmp_path / "cut.gguf", data[:300]).message


def test_a_file_that_is_gone_or_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="there is no such file in"):
        read_header(tmp_path / "gone.gguf")
    with pytest.raises(ModelFileError, match="is a folder"):
        read_header(tmp_path)


@given(data=st.binary(max_size=400), place=st.integers(0, 300), cut=st.integers(0, 3000))
def test_no_damage_gets_past_with_any_other_error(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, place: int, cut: int
) -> None:
    folder = tmp_path_factory.getbasetemp()
    sound = folder / "sound.gguf"
    if not sound.exists():
        tiny_model(sound)
    whole = sound.read_bytes()
    broken = folder / "broken.gguf"
    broken.write_bytes((whole[:place] + data + whole[place + len(data) :])[: len(whole) - cut])
    with contextlib.suppress(ModelFileError):
        read_header(broken)


@pytest.mark.parametrize(("stated", "kept"), [(None, 32), (64, 64), (256, 256), (0, 32), (1 << 30, 32)])
def test_weights_begin_where_the_file_says_and_must_all_be_there(tmp_path: Path, stated: int | None, kept: int) -> None:
    """What the file says of its alignment is kept, unless it makes no sense."""
    entries = [LLAMA] + ([] if stated is None else [number_entry("general.alignment", stated)])
    # A row of four numbers; its name is as long as makes the header end just behind a multiple of 256.
    room = -(len(header(*entries)) + 8 + 4 + 8 + 4 + 8) % 256
    tensor = struct.pack("<Q", room + 1) + b"w" * (room + 1) + struct.pack("<IQIQ", 1, 4, 0, 0)
    head = header(*entries, tensors=1) + tensor
    path = tmp_path / "model.gguf"
    whole = head + bytes(kept - len(head) % kept + 16)
    path.write_bytes(whole)
    assert read_header(path).tensors == 1
    assert "are missing" in refused(path, whole[:-1]).message


def number_entry(key: str, value: int) -> bytes:
    return struct.pack("<Q", len(key)) + key.encode() + struct.pack("<II", 4, value)
