"""The composers that there are, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from songwright.lyrics.lexicon import Lexicon
from songwright.music.compose import RuleComposer
from songwright.music.request import Composer

__all__ = ["COMPOSERS", "composer_named"]


def _learned(lexicon: Lexicon) -> Composer:
    # Imported here: the trained nets bring onnxruntime, which nothing else needs.
    from songwright.music.nets.compose import LearnedComposer
    from songwright.music.nets.melody import load_melody_model

    return LearnedComposer(RuleComposer(lexicon), load_melody_model(), lexicon)


COMPOSERS: Final[Mapping[str, Callable[[Lexicon], Composer]]] = MappingProxyType(
    {"rules": RuleComposer, "learned": _learned}
)
"""`rules` does everything by rules; in `learned` a net trained on old songs finds the tune."""


def composer_named(name: str, lexicon: Lexicon) -> Composer:
    """The composer with a name of `COMPOSERS`. Raises SongwrightError when its net cannot be loaded."""
    return COMPOSERS[name](lexicon)
