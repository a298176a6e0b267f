"""The models that can be downloaded: a short list as data, and what to expect of them on this machine."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from songwright.llm.models import open_model

__all__ = ["ModelOffer", "check_model", "expected_seconds", "offers"]

# A quatrain at quality 8 reads and writes so many tokens one after the other, measured with the built-in model and a
# 1.5 B model on one core; each of them costs a pass over the whole file.
_TOKENS_A_QUATRAIN = 95


@dataclass(frozen=True, slots=True)
class ModelOffer:
    """A model of the list. `size` and `memory` are bytes, rounded; `parameters` thousands of millions."""

    id: str
    name: str
    maker: str
    file: str
    url: str
    size: int
    memory: int
    parameters: float
    licence: str
    languages: str
    good_at: str
    recommended: bool = False


@cache
def offers() -> tuple[ModelOffer, ...]:
    """The list that ships with Songwright, the smallest first."""
    text = (files("songwright_resources") / "models" / "catalogue.toml").read_text(encoding="utf-8")
    return tuple(ModelOffer(**entry) for entry in tomllib.loads(text)["model"])


def expected_seconds(size: int, known_size: int, tokens_a_second: float) -> float:
    """Seconds for a quatrain by a model of `size` bytes, by the rate of one of `known_size`; 0.0 when that is unknown.

    Each token needs all weights once, so that time goes by the size of the file.
    """
    if size <= 0 or known_size <= 0 or tokens_a_second <= 0:
        return 0.0
    return _TOKENS_A_QUATRAIN * size / (known_size * tokens_a_second)


def check_model(path: Path) -> None:
    """Raise ModelFileError for a gathered file that is no whole model."""
    open_model(path)
