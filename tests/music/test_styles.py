from __future__ import annotations

import pytest

from songwright.core.errors import SongwrightError
from songwright.core.song import Key, Metre, Mode, TrackRole
from songwright.music.chords import parse_roman
from songwright.music.drums import DRUMS
from songwright.music.grids import fit_metre, parse_pattern
from songwright.music.metrics import level
from songwright.music.styles import Style, load_styles, role_of_kind

STYLES = list(load_styles())
METRES = [Metre(4, 4), Metre(3, 4), Metre(6, 8), Metre(12, 8), Metre(5, 4), Metre(7, 8), Metre(2, 2), Metre(1, 8)]
EIGHT = {"ballad", "folk", "pop", "rock", "waltz", "blues", "bossa", "hymn"}


def test_the_styles_asked_for_are_there() -> None:
    assert {style.id for style in STYLES} >= EIGHT
    assert len(STYLES) >= 12


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.id)
def test_every_style_has_harmony_for_every_mode_and_section(style: Style) -> None:
    for mode in Mode:
        for role in ("verse", "pre-chorus", "chorus", "bridge"):
            harmony = style.harmony[mode, role]
            for pattern in (
                *harmony.opening,
                *harmony.closing,
                *(one for many in harmony.whole.values() for one in many),
            ):
                for cell in pattern.split():
                    assert [parse_roman(numeral, Key(5, mode)) for numeral in cell.split("-")]


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.id)
def test_verses_and_choruses_come_home(style: Style) -> None:
    for mode in Mode:
        for role in ("verse", "chorus"):
            for pattern in style.harmony[mode, role].closing:
                last = pattern.split()[-1].split("-")[-1]
                assert parse_roman(last, Key(0, mode)).root == 0, (mode, role, pattern)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.id)
@pytest.mark.parametrize("metre", METRES, ids=lambda metre: f"{metre.beats}-{metre.unit}")
def test_every_pattern_fits_every_metre(style: Style, metre: Metre) -> None:
    patterns = [figure for one in style.instruments for figure in (*one.verse, *one.chorus)]
    patterns += [text for groove in style.grooves.values() for text in groove.patterns.values()]
    for pattern in patterns:
        for bar in fit_metre(parse_pattern(pattern, style.metre), style.metre, metre):
            starts = [step.start for step in bar]
            assert starts == sorted(set(starts))
            assert all(step.length > 0 and step.start + step.length <= metre.bar_ticks for step in bar)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.id)
def test_every_style_has_a_singer_a_bass_and_known_drums(style: Style) -> None:
    roles = [instrument.role for instrument in style.instruments]
    assert roles.count(TrackRole.VOCAL) == 1
    assert {TrackRole.BASS, TrackRole.ACCOMPANIMENT, TrackRole.DRUMS} <= set(roles)
    assert all(name in DRUMS for groove in style.grooves.values() for name in groove.patterns)
    assert 20 <= style.tempo[0] <= style.tempo[1] <= 400


def test_downbeats_stay_downbeats_in_another_metre() -> None:
    four, seven = Metre(4, 4), Metre(7, 8)
    bars = fit_metre(parse_pattern("X...x...X...x...", four), four, seven)
    assert bars[0][0].start == 0
    assert all(level(seven, step.start) >= 4 for step in bars[0])


def test_an_unknown_style_is_refused_and_the_others_named() -> None:
    with pytest.raises(SongwrightError, match="waltz"):
        load_styles().get("polka?")


def test_a_pattern_that_does_not_divide_its_bar_is_refused() -> None:
    with pytest.raises(ValueError, match="do not divide"):
        parse_pattern("x.x.x.x", Metre(4, 4))


def test_sections_without_harmony_of_their_own_use_the_verse() -> None:
    from songwright.core.song import SectionKind

    assert role_of_kind(SectionKind.STANZA) == role_of_kind(SectionKind.VERSE) == "verse"
