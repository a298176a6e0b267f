from __future__ import annotations

import pytest

from songwright.lyrics.analysis import analyse
from songwright.lyrics.forms import Fault, Form, FormError, LineForm, check_form, form_of, load_forms, read_forms
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.notation import form_text, parse_form

FORMS = {form.id: form for form in load_forms()}

# Own verse.
QUATRAIN = """The lantern burned above the bay,
The ships came home with morning light;
We heard the bells across the day
And slept beneath the stars at night."""

LIMERICK = """A sailor who slept on the shore
Was woken by waves at his door;
He opened it wide,
And in rolled the tide,
And slept by the water once more."""

TRIOLET = """The tide will take the letters down
I wrote them on the morning sand
A name, a street, a little town
The tide will take the letters down
And all the lights will seem to drown
As if they never were so grand
The tide will take the letters down
I wrote them on the morning sand"""


def faults(form: Form, text: str, lexicon: Lexicon) -> list[tuple[Fault, ...]]:
    return [report.faults for report in check_form(form, analyse(text, lexicon).lines)]


def test_at_least_twenty_forms_ship_with_names_and_sentences() -> None:
    assert len(FORMS) >= 22
    assert all(form.name and form.about.endswith(".") and form.lines for form in FORMS.values())


@pytest.mark.parametrize(
    ("form", "lines", "stanzas"),
    [
        ("sonnet-shakespearean", 14, 4), ("sonnet-petrarchan", 14, 2), ("sonnet-spenserian", 14, 4),
        ("villanelle", 19, 6),
        ("haiku", 3, 1), ("tanka", 5, 1), ("triolet", 8, 1), ("rondeau", 15, 3), ("sestina", 39, 7), ("pantoum", 16, 4),
        ("limerick", 5, 1), ("blues", 9, 3), ("rap", 16, 4), ("ottava-rima", 8, 1),
    ],
)  # fmt: skip
def test_forms_have_their_shape(form: str, lines: int, stanzas: int) -> None:
    assert len(FORMS[form].lines) == lines
    assert FORMS[form].lines[-1].stanza == stanzas - 1


def test_villanelle_refrains_rhyme_and_return() -> None:
    lines = FORMS["villanelle"].lines
    assert [index for index, line in enumerate(lines) if line.refrain == "A1"] == [0, 5, 11, 17]
    assert [index for index, line in enumerate(lines) if line.refrain == "A2"] == [2, 8, 14, 18]
    assert {line.rhyme for line in lines} == {"A", "B"}


def test_sestina_end_words_are_each_used_six_times_and_in_the_envoi() -> None:
    words = [line.end_word for line in FORMS["sestina"].lines]
    assert all(words[:36].count(str(number)) == 6 for number in range(1, 7))
    for stanza in range(5):
        before, after = words[stanza * 6 : stanza * 6 + 6], words[stanza * 6 + 6 : stanza * 6 + 12]
        assert after == [before[place] for place in (5, 0, 4, 1, 3, 2)]


@pytest.mark.parametrize(("form", "text"), [("quatrain", QUATRAIN), ("limerick", LIMERICK), ("triolet", TRIOLET)])
def test_verse_in_form_has_no_faults(lexicon: Lexicon, form: str, text: str) -> None:
    assert [line for line in faults(FORMS[form], text, lexicon) if line] == []


def test_faults_are_named_line_by_line(lexicon: Lexicon) -> None:
    broken = QUATRAIN.replace("across the day", "across the water").replace("ships came home", "ships came back home")
    found = faults(FORMS["quatrain"], broken, lexicon)
    assert found == [(), (Fault.STRESS,), (Fault.RHYME,), ()] or found[1:3] == [(Fault.SYLLABLES,), (Fault.RHYME,)]
    assert faults(FORMS["quatrain"], QUATRAIN.rsplit("\n", 1)[0], lexicon)[3] == (Fault.MISSING,)
    assert faults(FORMS["couplet"], "one\ntwo\nthree", lexicon)[2] == (Fault.EXTRA,)
    assert Fault.REFRAIN in faults(FORMS["triolet"], TRIOLET.replace("sand\nA name", "shore\nA name"), lexicon)[7]


def test_a_word_may_not_rhyme_with_itself(lexicon: Lexicon) -> None:
    assert Fault.RHYME in faults(FORMS["couplet"], "I saw the night\nThere was no night", lexicon)[1]


def test_the_form_of_a_text_is_kept_by_that_text_and_by_another_to_its_tune(lexicon: Lexicon) -> None:
    form = form_of(analyse(QUATRAIN, lexicon).lines)
    assert [line.rhyme for line in form.lines] == ["A", "B", "A", "B"]
    assert {line.patterns for line in form.lines} == {("wswswsws",)}
    assert all(not line for line in faults(form, QUATRAIN, lexicon))
    second = "The winter came, the harbour froze,\nThe gulls went crying to the south\nAnd no one sang and no one knows"
    assert not any(faults(form, second, lexicon)[:3])
    assert Fault.SYLLABLES in faults(form, "Too short", lexicon)[0]


def test_the_form_of_a_text_without_metre_keeps_its_stresses(lexicon: Lexicon) -> None:
    text = "Water falling, remember\nthe lantern\nthe lantern"
    form = form_of(analyse(text, lexicon).lines)
    assert form.lines[0].patterns == ("swswwsw",)
    assert form.lines[1].refrain == form.lines[2].refrain is not None
    assert not any(faults(form, text, lexicon))


@pytest.mark.parametrize(
    "text",
    [
        "nonsense", "", "[[form]]\nid = 1", '[[form]]\nid="a"\nname="a"\nabout="a"\nscheme="a ?"',
        '[[form]]\nid="a"\nname="a"\nabout="a"\nscheme=""',
        '[[form]]\nid="a"\nname="a"\nabout="a"\nscheme="a"\nmetre=["odd"]',
    ],
)  # fmt: skip
def test_a_description_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(FormError) as caught:
        read_forms(text)
    assert caught.value.detail


def test_the_description_that_is_wrong_is_named() -> None:
    right = '[[form]]\nid="right"\nname="a"\nabout="a"\nscheme="a"\n'
    with pytest.raises(FormError) as odd:
        read_forms(right + '[[form]]\nid="odd one"\nname="a"\nabout="a"\nscheme="a"\nmetre=["odd"]')
    assert "odd one" in odd.value.message
    with pytest.raises(FormError) as nameless:
        read_forms(right + '[[form]]\nid="nameless one"\nabout="a"\nscheme="a"')
    assert "'nameless one' has no name" in nameless.value.message


def test_syllables_may_be_numbers_as_well_as_text() -> None:
    (form,) = read_forms('[[form]]\nid="a"\nname="a"\nabout="a"\nscheme="x x x"\nsyllables=[5, "7", "5-6"]')
    assert [(line.least, line.most) for line in form.lines] == [(5, 5), (7, 7), (5, 6)]


SONG = """[Verse 1]
The lantern burned above the bay
And all the ships were gone
The keeper wrote another day
And left the lantern on

[Chorus]
Come home, come home
Come over the foam

[Verse 2]
The tide came in without a sound
And took away the sand
And all the letters that I found
It wrote with its own hand

[Chorus]
Come home, come home
Come over the foam"""


def test_the_form_of_a_whole_song_has_its_headings_refrains_and_metres(lexicon: Lexicon) -> None:
    form = form_of(analyse(SONG, lexicon).lines)
    assert form.headings == ("Verse 1", "Chorus", "Verse 2", "Chorus")
    assert [line.stanza for line in form.lines] == [0] * 4 + [1] * 2 + [2] * 4 + [3] * 2
    assert "".join(line.rhyme or "-" for line in form.lines) == "ABABCCDEDECC"
    assert [line.refrain for line in form.lines[4:6]] == [line.refrain for line in form.lines[10:]] == ["C1", "C2"]
    assert [line.patterns for line in form.lines[:4]] == [("wswswsws",), ("wswsws",)] * 2
    assert not any(faults(form, SONG, lexicon))
    assert parse_form(form_text(form), form_id="as-this") == form


def test_a_line_that_repeats_without_a_rhyme_is_a_refrain_of_its_own(lexicon: Lexicon) -> None:
    form = form_of(analyse("The tide is late\n\nAnd so am I\n\nThe tide is late", lexicon).lines)
    assert [line.refrain for line in form.lines] == ["A1", None, "A1"]
    assert parse_form(form_text(form), form_id="as-this") == form


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (FORMS["limerick"].lines[0], "8–9"),
        (FORMS["haiku"].lines[0], "5"),
        (LineForm(patterns=("wsw", "wswsw")), "3/5"),
        (LineForm(least=9, most=12), "9–12"),
        (LineForm(), ""),
    ],
)
def test_every_number_of_syllables_that_is_in_form_is_told(line: LineForm, told: str) -> None:
    assert line.told_size == told


# Own verse.
INNER = """The rain on the lane came down in the night
The plane on the train tracks lost all its light"""


@pytest.mark.parametrize(
    ("form", "text", "amiss"),
    [
        ("10a+b 10a+b", INNER, []),
        ("10a+b2 10a+b2", INNER, []),
        ("10a+b5 10a+b5", INNER, []),
        ("10a+b 10a+b4", INNER, [1]),
        ("10a+a 10a", INNER, [0]),
        ("10a+a 10a", INNER.replace("came down", "so bright"), []),
        ("10a+a 10a", INNER.replace("came down", "that night"), [0]),
        ("10a+b 10b", "The rain on the lane came down in the night\nThe tracks were lost and so was the plane", []),
        ("10a+b 10b", "The rain on the lane came down in the night\nThe tracks were lost and so was the street", [1]),
        ("10b 10a+b", "The tracks were lost and so was the plane\nThe rain on the lane came down in the night", []),
    ],
)
def test_a_rhyme_inside_a_line_is_checked(form: str, text: str, amiss: list[int], lexicon: Lexicon) -> None:
    reports = check_form(parse_form(form), analyse(text, lexicon).lines)
    found = [index for index, report in enumerate(reports) if {Fault.INNER_RHYME, Fault.RHYME} & {*report.faults}]
    assert found == amiss
