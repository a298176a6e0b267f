from __future__ import annotations

import pytest

from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.metre import (
    FEET,
    LineMetre,
    best_metre,
    best_metres,
    metre_named,
    metres_name,
    scan,
    scan_pattern,
)
from songwright.lyrics.syllables import syllabify


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("The lighthouse keeper stood alone at night", "iambic pentameter"),
        ("Rough winds do shake the darling buds of May", "iambic pentameter"),
        ("I wandered lonely as a cloud", "iambic tetrameter"),
        ("A host, of golden daffodils", "iambic tetrameter"),
        ("Tyger Tyger burning bright", "trochaic tetrameter"),
        ("Once upon a midnight dreary, while I pondered weak and weary", "trochaic octameter"),
        ("And his cohorts were gleaming in purple and gold", "anapaestic tetrameter"),
        ("This is the forest primeval. The murmuring pines and the hemlocks", "dactylic hexameter"),
    ],
)
def test_well_known_lines_have_their_metre(lexicon: Lexicon, line: str, name: str) -> None:
    metre = best_metre([syllabify(line, lexicon)])
    assert metre is not None
    assert metre.name == name


def test_the_metre_of_a_stanza_must_fit_every_line(lexicon: Lexicon) -> None:
    lines = ["I wandered lonely as a cloud", "That floats on high o'er vales and hills"]
    sung = [syllabify(line, lexicon) for line in lines]
    assert best_metre(sung) == LineMetre("iambic", 4)
    assert best_metre([*sung, syllabify("remember", lexicon)]) is None
    assert best_metre([]) is None


def test_a_word_against_the_metre_is_a_fault_at_its_place(lexicon: Lexicon) -> None:
    jarring = scan_pattern(syllabify("the lantern lights below", lexicon), "wwswsw")
    assert jarring is not None
    assert jarring.faults
    assert 1 in jarring.faults


def test_an_unknown_count_of_syllables_has_no_reading(lexicon: Lexicon) -> None:
    assert scan(syllabify("one two three", lexicon), LineMetre("iambic", 4)) is None
    assert scan_pattern(syllabify("one two three", lexicon), "ws") is None


def test_feminine_endings_are_allowed_at_a_price(lexicon: Lexicon) -> None:
    plain = scan(syllabify("the winds are singing in the night", lexicon), LineMetre("iambic", 4))
    feminine = scan(syllabify("the winds are singing in the morning", lexicon), LineMetre("iambic", 4))
    assert plain is not None
    assert feminine is not None
    assert feminine.fits
    assert feminine.pattern == "wswswswsw"
    assert feminine.cost > plain.cost


@pytest.mark.parametrize("foot", FEET)
@pytest.mark.parametrize("feet", range(1, 9))
def test_names_and_metres_go_both_ways(foot: str, feet: int) -> None:
    metre = LineMetre(foot, feet)
    assert metre_named(metre.name) == metre
    assert metre_named(f"{foot} {feet}") == metre
    assert len(set(metre.patterns)) == len(metre.patterns)


@pytest.mark.parametrize("name", ["", "iambic", "iambic zilometer", "purple tetrameter", "iambic 0", "iambic 99"])
def test_what_is_no_metre_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="metre"):
        metre_named(name)


BALLAD = """The lantern burned above the bay
And all the ships were gone;
The keeper wrote another day
And left the lantern on."""


def test_lines_of_two_lengths_have_a_metre_together(lexicon: Lexicon) -> None:
    sung = [syllabify(line, lexicon) for line in BALLAD.split("\n")]
    assert best_metre(sung) is None
    metres = best_metres(sung)
    assert metres == (LineMetre("iambic", 4), LineMetre("iambic", 3)) * 2
    assert metres_name(metres) == "iambic tetrameter and trimeter"
    assert metres_name(
        (LineMetre("iambic", 3), LineMetre("iambic", 3), LineMetre("iambic", 4), LineMetre("iambic", 3))
    ) == ("iambic: 3, 3, 4, 3 feet")
    assert best_metres(sung[:1] * 3) == (LineMetre("iambic", 4),) * 3


def test_prose_has_no_metre(lexicon: Lexicon) -> None:
    rows = [
        "Yesterday the committee decided",
        "that every application should be rejected",
        "without any explanation at all",
    ]
    assert best_metres([syllabify(row, lexicon) for row in rows]) == ()
    assert metres_name(()) == ""
