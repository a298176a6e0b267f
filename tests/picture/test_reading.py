"""Words to concepts: what a text names, and what it only mentions."""

from __future__ import annotations

import pytest

from songwright.picture.concepts import concept, concepts, having, vocabulary
from songwright.picture.reading import Text, read


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("stallion", "horse"),
        ("spaniel", "dog"),
        ("lighthouses", "lighthouse"),
        ("clockmaker's", "clock"),
        ("ravens", "crow"),
        ("merry-go-round", "carousel"),
        ("teddy bear", "toy"),
        ("wolves", "wolf"),
    ],
)
def test_a_word_names_the_thing_that_it_is_a_kind_of(word: str, name: str) -> None:
    assert name in read(Text(f"the {word}")).scores


def test_each_concept_remembers_the_word_that_named_it() -> None:
    found = read(Text("A giraffe walking along a road"))
    assert found.because["giraffe"] == "giraffe"
    assert found.because["road"] in ("walking", "road")


def test_a_title_weighs_more_than_the_lyric() -> None:
    found = read(Text("the whale", "an owl, an owl"))
    assert found.scores["whale"] > found.scores["owl"]


def test_headings_and_markup_name_nothing() -> None:
    assert not read(Text("", "[Bridge]\n<fox>\n\n[Castle]")).scores


@pytest.mark.parametrize("text", ["", "   ", "Ωmega ελπίδα", "自由", "1234 !!", "\x00\ud800"])
def test_a_text_that_names_nothing_gives_nothing(text: str) -> None:
    assert not read(Text(text, text)).scores


def test_words_point_at_concepts_that_exist_and_traits_at_known_names() -> None:
    named = {name for found in vocabulary().values() for name, _ in found}
    assert named <= set(concepts())
    for trait in ("aerial", "emblematic", "scenery", "grounded"):
        assert having(trait)
        assert all(concept(name).kind or trait == "scenery" for name in having(trait)), trait


def test_at_least_250_things_can_be_drawn() -> None:
    from songwright.picture.concepts import DRAWN
    from songwright.picture.motifs import has_motif

    things = [found for found in concepts().values() if found.kind in DRAWN and found.kind != "person"]
    drawn = [found.name for found in things if has_motif(found.drawing) or found.name in having("scenery")]
    assert len(set(drawn)) >= 230
    missing = {found.name for found in things} - set(drawn)
    assert missing <= {"train"}, missing  # built by the painter of railways
