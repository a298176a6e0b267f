"""Files of weights are looked at before a library sees them."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from painter.weight_files import WHOLE, WRITER, gguf, safetensors
from songwright.core.errors import SongwrightError
from songwright.painter.weights import look_at_weights


@pytest.mark.parametrize("made", [gguf, safetensors])
def test_a_whole_painter_is_taken_and_its_memory_told(tmp_path: Path, made: type) -> None:
    path = tmp_path / "painter"
    path.write_bytes(made(*WHOLE))
    assert look_at_weights(path).memory > 1e9


@pytest.mark.parametrize("made", [gguf, safetensors])
@pytest.mark.parametrize(("names", "told"), [(WRITER, "language model"), (WHOLE[:1], "VAE"), ((), "no painter")])
def test_another_kind_of_model_is_refused(tmp_path: Path, made: type, names: tuple[str, ...], told: str) -> None:
    path = tmp_path / "other.gguf"
    path.write_bytes(made(*names))
    with pytest.raises(SongwrightError, match=told):
        look_at_weights(path)


@pytest.mark.parametrize("made", [gguf, safetensors])
def test_a_file_cut_anywhere_is_refused(tmp_path: Path, made: type) -> None:
    whole, path = made(*WHOLE), tmp_path / "cut.gguf"
    for length in range(len(whole) - 32 if made is gguf else len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(SongwrightError, match="damaged"):
            look_at_weights(path)


@pytest.mark.parametrize(
    "content",
    [b"just a text", b"\xff" * 100, struct.pack("<Q", 2) + b"{}x", struct.pack("<Q", 9) + b'{"a":[1]}', b"PK\3\4" * 9],
)
def test_what_is_no_file_of_weights_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.safetensors"
    path.write_bytes(content)
    with pytest.raises(SongwrightError, match="damaged"):
        look_at_weights(path)


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SongwrightError, match="no such file"):
        look_at_weights(tmp_path / "none.gguf")
