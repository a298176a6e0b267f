"""How excerpts for the listening test are chosen, on chorales made up for it."""

from __future__ import annotations

import random
import tomllib

from training.excerpts import Chorale, Tone, chords, chosen, excerpts_of, held_out, written

from songwright.music.listening.excerpts import VOICES


def made_up(seed: int, *, phrases: int = 4, bwv: str = "1.1") -> Chorale:
    """Four voices in quarters, with a fermata after every eight."""
    rng = random.Random(seed)
    voices = []
    for low in (67, 60, 53, 43):
        tones: list[Tone] = [(4 * at, 4, low + rng.randrange(8)) for at in range(8 * phrases)]
        voices.append(tuple(tones))
    return Chorale(bwv, "", tuple(voices), tuple(32 * (n + 1) for n in range(phrases)), 4)


def moved(chorale: Chorale, steps: int) -> Chorale:
    voices = tuple(tuple((a, n, p + steps) for a, n, p in voice if p is not None) for voice in chorale.voices)
    return Chorale(chorale.bwv, "", voices, chorale.ends, chorale.upbeat)


def test_a_score_is_known_in_any_key_and_by_its_notes_alone() -> None:
    scores = [made_up(seed) for seed in range(6)]
    test = [moved(scores[1], -3).frames, moved(scores[4], 2).frames]
    learned = chords(scores[2].frames) | chords(scores[4].frames)
    # The fourth stands on both sides, so that it is not unseen.
    assert held_out(scores, test, learned) == [scores[1]]


def test_no_excerpt_holds_what_a_net_has_learned_from() -> None:
    chorale = made_up(1)
    whole = excerpts_of(chorale, set())
    assert [excerpt.phrases for excerpt in whole] == [(32, 32)] * 3
    assert [excerpt.upbeat for excerpt in whole] == [4, 4, 4]
    # The third phrase also stands in a training piece, in another key.
    learned = chords(moved(chorale, 5).frames[64:96])
    left = excerpts_of(chorale, learned)
    assert [excerpt.voices for excerpt in left] == [whole[0].voices]


def test_excerpts_end_with_all_voices_and_without_rests() -> None:
    chorale = made_up(2, phrases=2)
    (one,) = excerpts_of(chorale, set())
    assert {sum(length for _, length in voice) for voice in one.voices} == {64}
    resting = Chorale("1", "", (*chorale.voices[:3], ((0, 4, None), *chorale.voices[3][1:])), chorale.ends, 4)
    assert excerpts_of(resting, set()) == []
    bass = chorale.voices[3]
    moving = (*bass[:-1], (bass[-1][0], 2, 50), (bass[-1][0] + 2, 2, 52))
    still = (*bass[:-1], (bass[-1][0], 3, 50), (bass[-1][0] + 3, 1, 52))
    for last, count in ((moving, 1), (still, 0)):
        other = Chorale("1", "", (*chorale.voices[:3], last), chorale.ends, 4)
        assert len(excerpts_of(other, set())) == count


def test_no_two_excerpts_have_a_phrase_of_the_tune_in_common() -> None:
    one, kin, other = made_up(3, bwv="2.1"), made_up(4, bwv="10.1"), made_up(5, bwv="9.2")
    kin = Chorale("10.1", "", (one.voices[0], *kin.voices[1:]), kin.ends, kin.upbeat)
    taken = chosen([one, kin, other], set(), 1)
    contours = [contour for excerpt in taken for contour in excerpt.contours]
    assert len(set(contours)) == len(contours)
    assert [excerpt.chorale.bwv for excerpt in taken] == sorted(
        (excerpt.chorale.bwv for excerpt in taken), key=lambda bwv: [int(part) for part in bwv.split(".")]
    )
    assert taken == chosen([one, kin, other], set(), 1)


def test_what_is_written_can_be_read() -> None:
    excerpts = chosen([made_up(6)], set(), 1)
    found = tomllib.loads(written(excerpts, {"licence": "public domain"}))
    assert found["source"]["licence"] == "public domain"
    assert [entry["id"] for entry in found["excerpt"]] == [f"1.1/{n + 1}" for n in range(len(excerpts))]
    assert all(len(entry[voice].split()) == 16 for entry in found["excerpt"] for voice in VOICES)
