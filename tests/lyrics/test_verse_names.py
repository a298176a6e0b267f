from __future__ import annotations

from pathlib import Path

import pytest

from songwright.lyrics.analysis import analyse
from songwright.lyrics.forms import form_of, forms_by_name, load_forms
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.verse_names import PoemScan, scan_poem

POEMS = Path(__file__).parents[2] / "benchmarks" / "famous_poems.txt"

# Own verse: a lone third line hands its rhyme to the next stanza.
CHAINED = """The snow has come across the hill,
The road is white, the mill is still,
And no one walks beside the lake;
I think that no one ever will.

The stars above are wide awake,
And every step I have to take
Is slow and soft and far from home,
And all for one old promise' sake."""

# Own verse: two stanzas of a ballad that only happen to share a sound.
BALLAD = """The lantern burned above the bay
And all the ships were gone;
The keeper wrote another word
And left the lantern on.

The morning came across the sand,
The gulls were on the pier;
He heard a stranger call his name
And knew that she was near.

He took the letter from the shelf
And laid it on the floor;
The wind came in and carried it
Away along the shore."""


def poem(title: str) -> str:
    for block in POEMS.read_text(encoding="utf-8").split("\n## ")[1:]:
        head, text = block.split("\n", 1)
        if head.startswith(title):
            return text.strip()
    raise AssertionError(title)


def scanned(text: str, lexicon: Lexicon) -> PoemScan:
    return scan_poem(analyse(text, lexicon))


@pytest.mark.parametrize(
    ("title", "name", "form"),
    [
        ("Sonnet 18", "Shakespearean sonnet", "sonnet-shakespearean"),
        ("On His Blindness", "Petrarchan sonnet", "sonnet-petrarchan"),
        ("Elegy", "heroic quatrains", "heroic-quatrain"),
        ("Ode to the West Wind", "terza rima", "terza-rima"),
        ("In Flanders Fields", "rondeau", "rondeau"),
        ("How great my grief", "triolet", "triolet"),
        ("Paradise Lost", "blank verse", "blank-verse"),
        ("To a Mouse", "Burns stanza", "burns-stanza"),
        ("When I heard the learn'd astronomer", "free verse", "free-verse"),
        ("The Raven", "six-line stanzas, ABCBBB", ""),
    ],
)
def test_a_famous_poem_is_named_as_in_handbooks(lexicon: Lexicon, title: str, name: str, form: str) -> None:
    found = scanned(poem(title), lexicon).form
    assert found is not None
    assert (found.name, found.form) == (name, form)


def test_every_name_leads_to_a_form_that_can_be_written(lexicon: Lexicon) -> None:
    known = {form.id for form in load_forms()}
    found = scanned(poem("Rubaiyat"), lexicon).form
    assert found is not None
    assert found.form in known


def test_a_poem_that_leaves_its_form_is_not_named_after_it(lexicon: Lexicon) -> None:
    lines = poem("How great my grief").splitlines()
    lines[3], lines[6] = "The ships came home at break of day", "And no one saw them on the sea"
    found = scanned("\n".join(lines), lexicon).form
    assert found is None or found.name != "triolet"


def test_a_rhyme_is_heard_across_stanzas(lexicon: Lexicon) -> None:
    assert "".join(letter or "." for letter in scanned(CHAINED, lexicon).letters) == "AABABB.B"


def test_a_likeness_by_chance_is_no_link(lexicon: Lexicon) -> None:
    assert "".join(letter or "." for letter in scanned(BALLAD, lexicon).letters) == ".A.A.B.B.C.C"


def test_the_form_of_a_text_keeps_rhymes_across_stanzas(lexicon: Lexicon) -> None:
    lines = form_of(analyse(CHAINED, lexicon).lines).lines
    assert lines[2].rhyme == lines[4].rhyme == lines[5].rhyme
    assert lines[0].rhyme not in (None, lines[2].rhyme)


def test_nothing_has_no_form(lexicon: Lexicon) -> None:
    assert scanned("", lexicon) == PoemScan(None, None, ())
    assert scanned("[Verse]\n\n", lexicon).form is None


@pytest.mark.parametrize(
    ("asked", "form"),
    [("sonnet", "sonnet-shakespearean"), ("hymn", "common-metre"), ("song", "song"), ("blank verse", "blank-verse"),
     ("italian sonnet", "sonnet-petrarchan")],
)  # fmt: skip
def test_forms_have_the_names_that_people_use(asked: str, form: str) -> None:
    assert forms_by_name()[asked].id == form


def test_no_name_means_two_forms() -> None:
    names = [name for form in load_forms() for name in form.also]
    assert len(names) == len(set(names))
    assert not {form.id for form in load_forms()} & set(names)
