from __future__ import annotations

import pytest

from songwright.core.song import Chord, Key, Mode
from songwright.music.chords import QUALITIES
from songwright.music.nets.dress import dressed, usual_families
from songwright.music.styles import load_styles

STYLES = load_styles()
PLAIN = [Chord(0, 0), Chord(960, 9, "m"), Chord(1920, 2, "m"), Chord(2880, 7)]


def test_plain_chords_get_the_sevenths_that_a_style_has() -> None:
    found = dressed(PLAIN, STYLES.get("bossa"), Key(0), "seed")
    assert all(len(QUALITIES[chord.quality]) >= 4 for chord in found)
    assert found[3].quality.startswith("7")
    assert [(chord.start, chord.root) for chord in found] == [(chord.start, chord.root) for chord in PLAIN]


def test_a_style_of_triads_leaves_them_alone_and_so_does_a_lock() -> None:
    assert dressed(PLAIN, STYLES.get("reggae"), Key(0), "seed") == tuple(PLAIN)
    locked = Chord(0, 0, "add9", locked=True)
    assert dressed([locked], STYLES.get("bossa"), Key(0), "seed") == (locked,)


@pytest.mark.parametrize("style", STYLES.ids)
def test_every_style_knows_its_tonic_chord(style: str) -> None:
    for mode, home in ((Mode.MAJOR, ""), (Mode.MINOR, "m")):
        assert (0, home) in usual_families(STYLES.get(style), mode)
