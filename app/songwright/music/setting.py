"""What a song is set in: style, key, metre, tempo, voice and range, from what was asked and what the song has."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from typing import Final

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import Key, Metre, Mode, Song
from songwright.music.locks import has_locks
from songwright.music.metrics import grid_step, sung_step
from songwright.music.mood import Feeling, chosen_mode, chosen_style, chosen_tempo, feeling_of
from songwright.music.request import FOR_YOU, VOICES, ComposeRequest, Voice
from songwright.music.styles import USUAL_PACE, Style, Styles

__all__ = ["SongSetting", "choose_setting"]

_TENTH: Final = 16
"""Semitones of a major tenth: the compass of a tune that most people can sing."""

_LEANING: Final = 0.25
"""How far a style that syncopates all it can moves the dial of the words' rhythm."""

_TONICS: Final = {
    Mode.MAJOR: (0, 2, 3, 4, 5, 7, 9, 10),
    Mode.MINOR: (0, 2, 4, 5, 7, 9, 11),
    Mode.DORIAN: (0, 2, 4, 7, 9),
    Mode.MIXOLYDIAN: (0, 2, 4, 5, 7, 9),
    Mode.LYDIAN: (0, 2, 5, 7, 10),
    Mode.PHRYGIAN: (2, 4, 9, 11),
}
"""Tonics with few accidentals, which players like."""

_STRAY: Final = 1.0
"""How far from ideal the compass of a key's tunes may lie in the voice."""

_BOTTOMS: Final = {7: 0.0, 0: 0.0, 11: 0.6, 4: 1.0, 9: 1.2, 2: 1.4, 5: 1.6}
"""How well a tune's compass begins on an interval above the tonic: best on the fifth below it or on itself."""


@dataclass(frozen=True, slots=True)
class SongSetting:
    """Everything about a song that is decided before its first note.

    `low` and `high` bound the tune; `prosody` is the dial of the words' rhythm with the style's leaning, 0 (syncopated)
    to 1 (square).
    """

    style: Style
    key: Key
    metre: Metre
    tempo: float
    seed: int
    voice: Voice
    low: int
    high: int
    prosody: float = 0.5

    @property
    def swing(self) -> float:
        """The style's swing; none so slowly that the words move in parts of a beat smaller than it bends."""
        return self.style.swing if sung_step(self.metre, self.sung_tempo) >= grid_step(self.metre) else 0.5

    @property
    def sung_tempo(self) -> float:
        """The tempo at which the words would move if their pace were the usual one: half of it for words twice as fast.

        Everything about words that is measured in seconds is measured at this tempo.
        """
        return self.tempo * USUAL_PACE / self.style.pace

    @property
    def doubled(self) -> bool:
        """Whether words move in double time: they come so fast that every half of a beat is felt as one."""
        return self.style.pace >= 2 * USUAL_PACE

    @property
    def line_bars(self) -> int:
        """The style's own phrase length in bars; 0 in a metre that the style does not know."""
        return self.style.line_bars if self.metre == self.style.metre else 0


def choose_setting(song: Song, request: ComposeRequest, styles: Styles) -> SongSetting:
    """Decide the setting; SongwrightError for a request that cannot be met."""
    seed = song.seed if request.seed is None else request.seed
    feeling = feeling_of(song, request.mood)
    style = _style(song, request, styles, feeling, seed)
    voice = VOICES.get(request.voice.strip().lower())
    if voice is None:
        raise SongwrightError(
            said(
                "There is no voice called “{voice}”. Choose one of: {names}.",
                voice=request.voice,
                names=", ".join(VOICES),
            )
        )
    rng = random.Random(f"{seed}/{style.id}/setting")
    keeps = has_locks(song) or (any(section.music for section in song.sections) and style.id == song.style)
    chosen = _key(style, chosen_mode(style, feeling, rng), voice, rng)
    pulse = chosen_tempo(style, feeling, rng)
    key = request.key or (song.key if keeps else chosen)
    tempo = _checked_tempo(request.tempo) if request.tempo is not None else song.tempo if keeps else pulse
    low = _compass(key, voice)[1]
    metre = request.metre or (song.metre if keeps else style.metre)
    dial = _checked_dial(request.prosody) - _LEANING * style.syncopation
    return SongSetting(style, key, metre, tempo, seed, voice, low, low + _TENTH, min(1.0, max(0.0, dial)))


def _style(song: Song, request: ComposeRequest, styles: Styles, feeling: Feeling, seed: int) -> Style:
    """The style asked for, else the song's own; the one that suits the words if that is left to the composer."""
    if request.style != FOR_YOU:
        return styles.get(request.style if request.style is not None else song.style)
    if has_locks(song) or any(section.music for section in song.sections):
        return styles.get(song.style)
    return chosen_style(song, feeling, styles, seed)


def _key(style: Style, mode: Mode, voice: Voice, rng: random.Random) -> Key:
    """A key that lies well for the style's instruments and, of those, for the voice."""
    tonics = style.keys.get(mode) or _TONICS[mode]
    strays = {tonic: _compass(Key(tonic, mode), voice)[0] for tonic in tonics}
    fitting = [tonic for tonic in tonics if strays[tonic] < _STRAY]
    return Key(rng.choice(fitting or [min(tonics, key=lambda tonic: strays[tonic])]), mode)


def _checked_dial(dial: float) -> float:
    if not 0.0 <= dial <= 1.0:
        raise SongwrightError(
            said("The dial of the rhythm goes from 0 (syncopated) to 1 (hymn-like), not to {dial:g}.", dial=dial)
        )
    return dial


def _checked_tempo(tempo: float) -> float:
    if not math.isfinite(tempo) or not 20 <= tempo <= 400:
        raise SongwrightError(
            said("A tempo of {tempo:g} cannot be played. Choose one between 20 and 400 beats a minute.", tempo=tempo)
        )
    return float(tempo)


def _compass(key: Key, voice: Voice) -> tuple[float, int]:
    """The lowest pitch of a tenth that suits key and voice, with what is wrong with it (0 is ideal)."""
    middle = (voice.low + voice.high - _TENTH) / 2
    return min(
        (_BOTTOMS.get((low - key.tonic) % 12, 2.0) + 0.12 * abs(low - middle), low)
        for low in range(voice.low, voice.high - _TENTH + 1)
    )
