from __future__ import annotations

import pytest

from songwright.lyrics.analysis import analyse
from songwright.lyrics.ictus import beats_in
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.scanning import HeardMetre, heard_metre
from songwright.lyrics.syllables import Syllable, syllabify


def cheapest(line: str, foot: str, lexicon: Lexicon) -> tuple[int, float]:
    found = min(beats_in(syllabify(line, lexicon), foot).values(), key=lambda beats: beats.cost)
    return found.feet, found.cost


def metre_of(text: str, lexicon: Lexicon) -> HeardMetre | None:
    analysis = analyse(text.strip(), lexicon)
    return heard_metre([[analysis.lines[row].syllables for row in stanza] for stanza in analysis.stanzas()])


@pytest.mark.parametrize(
    ("line", "foot", "feet"),
    [
        ("Loveliest of trees, the cherry now", "iambic", 4),  # love-liest, and a turned first foot
        ("Over many a quaint and curious volume of forgotten lore", "trochaic", 8),
        ("And watered heaven with their tears", "iambic", 4),
        ("The moping owl does to the moon complain", "iambic", 5),
    ],
)
def test_poets_run_syllables_together(lexicon: Lexicon, line: str, foot: str, feet: int) -> None:
    assert cheapest(line, foot, lexicon)[0] == feet


def test_a_wrenched_stress_costs_more_than_a_promoted_one(lexicon: Lexicon) -> None:
    plain = cheapest("The lantern burned above the bay", "iambic", lexicon)[1]
    promoted = cheapest("The melody above the bay", "iambic", lexicon)[1]
    wrenched = beats_in(syllabify("Lanterns burning above the bay", lexicon), "iambic")[4].cost
    assert plain < promoted < wrenched


def test_no_words_and_endless_words_are_read_without_fault(lexicon: Lexicon) -> None:
    assert heard_metre([]) is None
    assert heard_metre([[()]]) is None
    assert beats_in([Syllable("la", 0, 2, 1, 0, 0, 1)] * 400, "iambic") == {}


def test_a_sonnets_opening_is_iambic_pentameter_though_dictionaries_count_otherwise(lexicon: Lexicon) -> None:
    heard = metre_of(
        """Shall I compare thee to a summer's day?
Thou art more lovely and more temperate:
Rough winds do shake the darling buds of May,
And summer's lease hath all too short a date""",
        lexicon,
    )
    assert heard is not None
    assert heard.name == "iambic pentameter"
    reading = heard.readings[1]
    assert reading is not None
    assert "2" in reading.places


def test_lines_of_two_lengths_at_the_same_places_are_heard(lexicon: Lexicon) -> None:
    heard = metre_of(
        """Because I could not stop for Death,
He kindly stopped for me;
The carriage held but just ourselves
And Immortality.

We slowly drove, he knew no haste,
And I had put away
My labor, and my leisure too,
For his civility.""",
        lexicon,
    )
    assert heard is not None
    assert heard.name == "iambic tetrameter and trimeter"
    assert heard.feet == (4, 3) * 4
    assert heard.metre(1).name == "iambic trimeter"


def test_prose_cut_into_lines_has_no_metre(lexicon: Lexicon) -> None:
    text = """A saved file is written beside the old one
and then put in its place
so that nothing is ever half there
The version before it stays as a backup
in the same folder
until the next one comes along after it"""
    assert metre_of(text, lexicon) is None
