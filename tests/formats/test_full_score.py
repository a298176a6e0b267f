"""Full scores as notation programs show them: drums, keyboards and the words of a choir."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from songwright.core.song import Song
from songwright.core.words import with_lyric_text
from songwright.formats.full_score import to_full_score
from songwright.lyrics.lexicon import Lexicon
from songwright.music.composers import compose
from songwright.music.kit import Kit
from songwright.music.request import ComposeRequest

WORDS = (
    "[Verse]\nThe lantern keeps the harbour light\nAnd nobody is home tonight\n[Chorus]\nCarry me over, carry me home"
)
SHORT = {"32nd", "64th", "128th"}


def score(lexicon: Lexicon, **asked: object) -> ET.Element:
    song: Song = compose(with_lyric_text(Song(), WORDS), replace(ComposeRequest(seed=3), **asked), Kit(lexicon))
    return ET.fromstring(to_full_score(song, lexicon))  # noqa: S314 - our own file


def part(root: ET.Element, name: str) -> ET.Element:
    number = next(found.get("id") for found in root.iter("score-part") if found.findtext("part-name") == name)
    return next(found for found in root.iter("part") if found.get("id") == number)


@pytest.mark.parametrize("style", ["rock", "pop", "blues"])
def test_drums_are_written_in_values_that_a_drummer_reads(style: str, lexicon: Lexicon) -> None:
    drums = part(score(lexicon, style=style), "Drums")
    signs = list(drums.iter("note"))
    assert not {sign.findtext("type") for sign in signs} & SHORT
    assert not [sign for sign in signs if sign.find("rest") is not None and sign.find("dot") is not None
                and sign.findtext("type") == "16th"]  # fmt: skip
    assert drums.findtext(".//key/fifths") == "0"


def test_hands_and_feet_of_a_drummer_are_two_voices(lexicon: Lexicon) -> None:
    drums = part(score(lexicon, style="rock"), "Drums")
    stems = {
        (sign.findtext("voice"), sign.findtext("stem")) for sign in drums.iter("note") if sign.find("stem") is not None
    }
    assert stems == {("1", "up"), ("2", "down")}
    kicks = [sign for sign in drums.iter("note") if (sign.findtext("unpitched/display-step") or "") == "F"
             and sign.findtext("unpitched/display-octave") == "4"]  # fmt: skip
    assert kicks
    assert {sign.findtext("voice") for sign in kicks} == {"2"}


def test_a_keyboard_has_two_staves_and_full_bars_on_both(lexicon: Lexicon) -> None:
    keys = part(score(lexicon, style="pop"), "Electric piano")
    assert keys.findtext(".//staves") == "2"
    assert [clef.findtext("sign") for clef in keys.findall(".//clef")] == ["G", "F"]
    for measure in keys.iter("measure"):
        now = 0
        for element in measure:
            ticks = int(element.findtext("duration") or 0)
            if element.tag == "backup":
                assert now == 1920
                now -= ticks
            elif element.tag == "note" and element.find("chord") is None:
                now += ticks
        assert now == 1920
    assert {sign.findtext("staff") for sign in keys.iter("note")} == {"1", "2"}


def test_every_voice_of_a_choir_has_the_words(lexicon: Lexicon) -> None:
    root = score(lexicon, style="hymn", chorale=True)
    sung = {found.get("id"): " ".join(text.text or "" for text in found.iter("text")) for found in root.iter("part")}
    assert len(sung) == 4
    assert len(set(sung.values())) == 1
    assert "lan tern keeps" in next(iter(sung.values()))
    assert len(root.findall(".//rehearsal")) == len(root.findall("part[@id='P1']//rehearsal"))
