"""Forms written by a person, and back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songwright.lyrics.forms import Form, FormError, LineForm, load_forms
from songwright.lyrics.metre import FEET, LineMetre
from songwright.lyrics.notation import form_text, parse_form

FORMS = {form.id: form for form in load_forms()}

SONG = """
name: Sea song
about: Two verses and a chorus.   # a remark
inner rhyme: yes

[Verse 1]
i4a i3b
i4a i3b

[Chorus]

7C1 7C2
[Verse 2]
i4d i3e i4d i3e / x x
"""


def test_a_line_of_signs_is_a_stanza() -> None:
    form = parse_form("8a 6b 8a 6b")
    assert [(line.least, line.most, line.rhyme) for line in form.lines] == [(8, 8, "A"), (6, 6, "B")] * 2
    assert not any(line.patterns for line in form.lines)


def test_a_form_may_have_a_name_headings_and_metres() -> None:
    form = parse_form(SONG, form_id="sea")
    assert (form.id, form.name, form.about) == ("sea", "Sea song", "Two verses and a chorus.")
    assert [line.inner for line in form.lines] == [line.rhyme for line in form.lines]
    assert form.headings == ("Verse 1", "Chorus", "Verse 2", "")
    assert [line.stanza for line in form.lines] == [0] * 4 + [1] * 2 + [2] * 4 + [3] * 2
    assert form.lines[1].patterns == LineMetre("iambic", 3).patterns
    assert [line.refrain for line in form.lines[4:6]] == ["C1", "C2"]
    assert form.lines[5].rhyme == "C"


@pytest.mark.parametrize(
    ("sign", "line"),
    [
        ("8-10b", LineForm(rhyme="B", least=8, most=10)),
        ("x", LineForm()),
        ("5", LineForm(least=5, most=5)),
        ("a", LineForm(rhyme="A")),
        ("8=2", LineForm(end_word="2", least=8, most=8)),
        ("8a+a", LineForm(rhyme="A", least=8, most=8, inner="A")),
        ("x/x/:a+a2", LineForm(rhyme="A", patterns=("wsws",), least=4, most=4, inner="A", inner_at=2)),
        ("x/.x:a", LineForm(rhyme="A", patterns=("wsxw",), least=4, most=4)),
        ("x/|x/x", LineForm(patterns=("ws", "wsw"), least=2, most=3)),
        ("am2x", LineForm(patterns=("wswwsw", "wswws", "swwsw"), least=5, most=6)),
    ],
)
def test_each_sign_has_its_meaning(sign: str, line: LineForm) -> None:
    assert parse_form(sign).lines == (line,)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_shipped_forms_can_be_written_and_read_again(form: Form) -> None:
    assert parse_form(form_text(form), form_id=form.id) == form


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no lines"),
        ("name: Empty\n\n[Verse]", "no lines"),
        ("8a banana 8a", "“banana” in row 1"),
        ("8a\n0b", "“0b” in row 2"),
        ("9-8a", "sensible length"),
        ("400a", "sensible length"),
        ("i9a", "9 feet"),
        ("8a+b 8a", "“b”, but nothing else"),
        ("4a+a4 4a", "rhyme on syllable 4"),
        ("4a+x 4a", "“4a\\+x” in row 1"),
        ("8a " * 500, "500 lines"),
    ],
)
def test_what_is_no_form_is_said_with_its_place(text: str, said: str) -> None:
    with pytest.raises(FormError, match=said):
        parse_form(text)


counts = st.integers(1, 40).flatmap(lambda least: st.tuples(st.just(least), st.integers(least, 40)))
strings = st.text("swx", min_size=1, max_size=12)
sizes = st.one_of(
    counts.map(lambda pair: LineForm(least=pair[0], most=pair[1])),
    st.just(LineForm()),
    st.builds(lambda foot, feet: LineMetre(foot, feet).patterns, st.sampled_from(list(FEET)), st.integers(1, 8)).map(
        lambda patterns: LineForm(patterns=patterns)
    ),
    st.lists(strings, min_size=1, max_size=3).map(lambda patterns: LineForm(patterns=tuple(patterns))),
)
marks = st.one_of(
    st.sampled_from("ABCWYZ").map(lambda mark: {"rhyme": mark}),
    st.just({}),
    st.sampled_from(["A1", "B12"]).map(lambda mark: {"rhyme": mark[0], "refrain": mark}),
    st.sampled_from("123").map(lambda mark: {"end_word": mark}),
    st.just({"rhyme": "A", "inner": "A"}),
)


@given(st.lists(st.lists(st.tuples(sizes, marks), min_size=1, max_size=4), min_size=1, max_size=3), st.booleans())
def test_any_form_comes_back_as_it_was_written(
    stanzas: list[list[tuple[LineForm, dict[str, str]]]], titled: bool
) -> None:
    lines = []
    for number, stanza in enumerate(stanzas):
        for size, mark in stanza:
            least = min(map(len, size.patterns), default=size.least)
            most = max(map(len, size.patterns), default=size.most)
            lines.append(replace(size, stanza=number, least=least, most=most, **mark))
    headings = tuple(f"Part {number}" for number in range(len(stanzas))) if titled else ()
    form = Form("own", "Own form", "Mine.", tuple(lines), headings=headings)
    assert parse_form(form_text(form)) == form
