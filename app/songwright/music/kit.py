"""What composing needs beside the song: words, styles and trained nets, each read when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from songwright.core.song import Line
from songwright.lyrics.divisions import divided
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.syllables import Syllable, syllabify
from songwright.music.styles import Styles, load_styles

if TYPE_CHECKING:
    from songwright.music.nets.choir import ChoirModel
    from songwright.music.nets.harmony import HarmonyModel
    from songwright.music.nets.latent import LatentModel
    from songwright.music.nets.melody import MelodyModel
    from songwright.music.nets.prosody import ProsodyModel
    from songwright.music.nets.score_model import ScoreModel

__all__ = ["Kit"]


class Kit:
    """Built once and handed to every function that composes; safe to share between threads.

    The nets' properties raise NetError when a net is missing or cannot run here. They are imported by the property, not
    with this module: they bring onnxruntime, which nothing else needs.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        styles: Styles | None = None,
        *,
        split: Callable[[str, Lexicon], Sequence[Syllable]] = syllabify,
    ) -> None:
        """Take a lexicon's stresses, and the styles that ship unless others are given; `split` divides a line."""
        self.lexicon = lexicon
        self.split = split
        self._styles = styles

    def divide(self, text: str) -> Sequence[Syllable]:
        """The syllables of a text, by the dictionary."""
        return self.split(text, self.lexicon)

    def divide_line(self, line: Line) -> Sequence[Syllable]:
        """The syllables of a line as it is sung."""
        return divided(line.text, self.divide(line.text), line.divisions)

    @cached_property
    def styles(self) -> Styles:
        """The styles that there are."""
        return self._styles if self._styles is not None else load_styles()

    @cached_property
    def prosody(self) -> ProsodyModel:
        """The net that finds rhythms for words."""
        # Imported when used, here and below: nets bring numpy and onnxruntime, which rules do without.
        from songwright.music.nets.prosody import load_prosody_model

        return load_prosody_model()

    @cached_property
    def harmony(self) -> HarmonyModel:
        """The net of chords."""
        from songwright.music.nets.harmony import load_harmony_model

        return load_harmony_model()

    @cached_property
    def melody(self) -> MelodyModel:
        """The net of tunes."""
        from songwright.music.nets.melody import load_melody_model

        return load_melody_model()

    @cached_property
    def choir(self) -> ChoirModel:
        """The net that writes three voices under a tune."""
        from songwright.music.nets.choir import load_choir_model

        return load_choir_model()

    @cached_property
    def score(self) -> ScoreModel:
        """The net that fills cells of four voices."""
        from songwright.music.nets.score_model import load_score_model

        return load_score_model()

    @cached_property
    def latent(self) -> LatentModel:
        """The nets of the map of two-bar tunes."""
        from songwright.music.nets.latent import load_latent_model

        return load_latent_model()
