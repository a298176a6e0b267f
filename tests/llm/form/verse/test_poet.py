"""Form without a model: whatever the scores, every line is in form, by a checker that is not the writer's own."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import pytest

from llm.form.fakes import BlindReader, FakeTokenizer
from songwright.llm.cliches import phrase_pattern
from songwright.llm.form.line.line_task import Fitting
from songwright.llm.form.verse.form_tasks import ImpossibleFormError
from songwright.llm.form.verse.poet import Freedom, Poet
from songwright.llm.form.words.tries import Tokens
from songwright.llm.form.words.vocabulary import Vocabulary
from songwright.llm.wishes import Wishes
from songwright.lyrics.analysis import analyse
from songwright.lyrics.forms import Fault, Form, LineForm, check_form, form_of, load_forms
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.metre import metre_named
from songwright.lyrics.notation import parse_form

FORMS = {form.id: form for form in load_forms()}
SHARPNESS = (0.5, 3.0, 8.0)


def _mute(token: int) -> bytes:
    return b""


class Studio:
    """Everything that a test needs to write and to check."""

    def __init__(self, vocabulary: Vocabulary, tokenizer: FakeTokenizer, tokens: Tokens, lexicon: Lexicon) -> None:
        self.vocabulary, self.tokenizer, self.tokens, self.lexicon = vocabulary, tokenizer, tokens, lexicon
        self.fitting = Fitting(vocabulary)

    def write(
        self,
        form: Form,
        wishes: Wishes | None = None,
        *,
        seed: int = 0,
        freedom: Freedom | None = None,
        kept: Mapping[int, str] | None = None,
        endings: Mapping[int, str] | None = None,
        quality: int = 1,
    ) -> list[str]:
        reader = BlindReader(len(self.tokenizer.texts), seed, SHARPNESS[seed % 3])
        shown: list[str] = []
        piece = self.tokenizer.piece if seed % 4 == 1 else _mute
        poet = Poet(
            self.vocabulary,
            self.tokens,
            reader,
            piece=piece,
            freedom=freedom,
            quality=quality,
            seed=seed,
            fitting=self.fitting,
        )
        lines = poet.write(form, wishes, show=shown.append, kept=kept, endings=endings)
        assert [row for row in "".join(shown).split("\n") if row] == lines
        read = b"".join(map(self.tokenizer.piece, reader.read)).decode()
        assert [row for row in read.split("\n") if row] == lines
        return lines

    def faults(self, form: Form, lines: list[str]) -> list[object]:
        reports = check_form(form, analyse("\n".join(lines), self.lexicon).lines)
        return [(report.faults, report.line and report.line.text) for report in reports if report.faults]


@pytest.fixture(scope="module")
def studio(vocabulary: Vocabulary, tokenizer: FakeTokenizer, tokens: Tokens, lexicon: Lexicon) -> Studio:
    return Studio(vocabulary, tokenizer, tokens, lexicon)


@pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
def test_every_shipped_form_is_kept_in_every_line(studio: Studio, form: Form) -> None:
    for seed in range(2):
        assert studio.faults(form, studio.write(form, seed=seed)) == []


PATTERNS = [
    *(
        metre_named(name).patterns
        for name in ("iambic 3", "iambic 4", "iambic 5", "trochaic 4", "anapaestic 3", "dactylic 3")
    ),
    ("wswswswsw",),
    ("x" * 9,),
    ("xxxxx", "xxxxxx"),
    ("swsxxws",),
]
LETTERS = "abcdefghilmnoprstuwy"


class Fuzz:
    """Random forms of four lines with random wishes."""

    def __init__(self, vocabulary: Vocabulary, seed: int) -> None:
        self._random = random.Random(seed)
        common = (vocabulary.frequency * vocabulary.inside).argsort()[-1500:]
        self._common = [vocabulary.words[word].lower() for word in common]

    def stanza(self) -> tuple[Form, Wishes]:
        source, common = self._random, self._common
        patterns = source.choice(PATTERNS)
        scheme = source.choice(["ABAB", "AABB", "ABBA", "AAAA", "----", "-A-A"])
        inner = source.choice(["----", "----", "----", "EEEE", "EE--", "-A-A", "A---", "E-AE", "B--B"])
        marks = [(end.strip("-") or None, one.strip("-") or None) for end, one in zip(scheme, inner, strict=True)]
        form = Form("f", "f", "f.", tuple(LineForm(rhyme=end, inner=one, patterns=patterns) for end, one in marks))
        return form, Wishes(
            acrostic="".join(source.choice(LETTERS) if source.random() < 0.3 else " " for _ in scheme),
            required=tuple((line, source.choice(common)) for line in range(4) if source.random() < 0.3),
            forbidden=tuple(source.sample(common, 20)) if source.random() < 0.2 else (),
            without=source.choice("aeioust") if source.random() < 0.2 else "",
            banned=self._phrases() if source.random() < 0.3 else (),
        )

    def _phrases(self) -> tuple[str, ...]:
        """Phrases that blind writing would often come upon: two or three of the commonest words, some with "*"."""
        source, small = self._random, self._common[-40:]
        parts = [*small, "*", *(f"{word[:1]}*" for word in small)]
        return tuple(" ".join(source.choice(parts) for _ in range(source.choice((2, 2, 3)))) for _ in range(6))


STANZAS = 250  # in each of eight parts: 2,000


@pytest.mark.parametrize("part", range(8))
def test_fuzzed_stanzas_keep_form_and_wishes_and_never_get_stuck(studio: Studio, part: int) -> None:
    fuzz = Fuzz(studio.vocabulary, part)
    written = refused = 0
    for seed in range(part * STANZAS, (part + 1) * STANZAS):
        form, wishes = fuzz.stanza()
        try:
            lines = studio.write(form, wishes, seed=seed)
        except ImpossibleFormError:
            refused += 1
            continue
        written += 1
        assert studio.faults(form, lines) == []
        for index, line in enumerate(lines):
            assert_wished(line, index, wishes)
    assert written > 0.7 * STANZAS
    assert refused > 0


def assert_wished(line: str, index: int, wishes: Wishes) -> None:
    pattern = phrase_pattern(wishes.banned)
    banned = pattern.search if pattern is not None else (lambda _text: None)
    words = line.lower().translate(str.maketrans("", "", ",;:.!?")).split()
    assert line[0].isupper()
    assert dict(wishes.required).get(index, words[0]) in words
    assert words[0].startswith(wishes.acrostic[index].strip())
    assert not set(wishes.forbidden) & set(words)
    assert not any(map(banned, (" ".join(words[:end]) for end in range(1, len(words) + 1))))
    assert not set(wishes.without) & set("".join(words))
    if dict(wishes.required).get(index) != "an":  # which has to stand somewhere
        assert all(after[0] in "aeiouh" for article, after in pairwise(words) if article == "an")


@pytest.mark.parametrize(
    "text",
    ["i4a+a i4a", "i4a+b i4a+b", "i5a+a i5b+b i5a i5b", "8a+b 8b", "8x+a 6a+a", "9-14a+a4 9-14a+a4", "am3a+b5 am3a+b5"],
)
@pytest.mark.parametrize("quality", [1, 4])
def test_lines_rhyme_inside_where_the_form_asks_for_it(studio: Studio, text: str, quality: int) -> None:
    form = parse_form(text)
    for seed in range(12):
        assert studio.faults(form, studio.write(form, seed=seed, quality=quality)) == []


def test_a_rhyme_inside_answers_a_line_that_stays(studio: Studio) -> None:
    kept = {0: "The lantern burned above the silent bay"}
    for text in ("i5a+b i5a+b", "i5a+b i5b", "i5b i5a+b"):
        form = parse_form(text)
        for seed in range(6):
            lines = studio.write(form, seed=seed, kept=kept)
            assert lines[0] == kept[0]
            assert studio.faults(form, lines) == []


@pytest.mark.parametrize(
    ("text", "kept", "wishes", "said"),
    [
        ("1a+a 8a", {}, Wishes(), "Line 1 cannot be written with a rhyme inside"),
        ("8a+b 8a+b", {0: "And there it was, and here it is in silver"}, Wishes(), "silver"),
        ("8x+a 8x+a", {0: "Month silver month silver"}, Wishes(), "any word inside line 1"),
        ("8a+a " * 14, {}, Wishes(), "there are too few words"),
    ],
)
def test_a_rhyme_inside_that_cannot_be_is_refused(
    studio: Studio, text: str, kept: dict[int, str], wishes: Wishes, said: str
) -> None:
    with pytest.raises(ImpossibleFormError, match=said):
        studio.write(parse_form(text), wishes, kept=kept)


FEVER = Form("f", "f", "f.", (LineForm(rhyme="A", patterns=("wswswsw",)),) * 2)


@pytest.mark.parametrize("quality", [1, 4])
def test_a_line_may_end_on_a_rhyme_of_two_words(studio: Studio, quality: int) -> None:
    kept = {0: "She never had a fever"}
    ends = set()
    for seed in range(30):
        lines = studio.write(FEVER, seed=seed, kept=kept, quality=quality)
        assert studio.faults(FEVER, lines) == []
        ends.add(" ".join(lines[1].rstrip(".!?").split()[-2:]))
    assert {"believe her", "leave her", "receive her"} & ends


def test_what_is_left_out_is_left_out_of_rhymes_of_two_words_too(studio: Studio) -> None:
    kept = {0: "She never had a fever"}
    avoided = ("never", "however", "whatever", "forever")
    for wishes in (Wishes(forbidden=(*avoided, "her")), Wishes(banned=("h*r", "* l*ve")), Wishes(without="h")):
        for seed in range(12):
            try:
                lines = studio.write(FEVER, wishes, seed=seed, kept=kept)
            except ImpossibleFormError:
                continue
            assert not lines[1].lower().endswith(" her.")
            assert studio.faults(FEVER, lines) == []


def test_words_of_a_rhyme_of_two_words_count_as_said(studio: Studio) -> None:
    two = studio.vocabulary.index["believe her"]
    assert studio.vocabulary.apart([3, two, -1]) == [
        3,
        studio.vocabulary.index["believe"],
        studio.vocabulary.index["her"],
        -1,
    ]
    for seed in range(8):
        lines = studio.write(FEVER, seed=seed, kept={0: "They never could believe the fever"})
        assert "believe" not in lines[1].lower()


def test_the_same_seed_writes_the_same_and_another_seed_another(studio: Studio) -> None:
    form = FORMS["quatrain"]
    assert studio.write(form, seed=3) == studio.write(form, seed=3)
    assert studio.write(form, seed=3) != studio.write(form, seed=6)


def test_a_second_verse_fits_the_form_of_the_first(studio: Studio) -> None:
    first = "Water falling, remember me\nthe lantern over the bay\nCome home across the sea\nbefore the end of the day"
    form = form_of(analyse(first, studio.lexicon).lines)
    assert studio.faults(form, studio.write(form, seed=1)) == []


def test_refrains_are_copied_to_the_letter(studio: Studio) -> None:
    lines = studio.write(FORMS["triolet"], seed=2)
    assert lines[0] == lines[3] == lines[6]
    assert lines[1].rstrip(",;:.") == lines[7].rstrip(".")


@pytest.mark.parametrize("form", ["triolet", "villanelle"])
def test_a_refrain_that_ends_the_piece_closes_with_a_stop(studio: Studio, form: str) -> None:
    for seed in range(4):
        assert studio.write(FORMS[form], seed=seed)[-1][-1] in ".!?"


def test_words_of_weight_do_not_come_twice(studio: Studio) -> None:
    words = " ".join(studio.write(FORMS["sonnet-shakespearean"], seed=4)).lower()
    said = words.translate(str.maketrans("", "", ",;:.!?")).split()
    weighty = [word for word in said if studio.vocabulary.content[studio.vocabulary.index[word]]]
    assert len(weighty) == len(set(weighty))


def test_the_last_line_ends_with_a_stop_and_others_never_in_small_words(studio: Studio) -> None:
    for seed in range(6):
        lines = studio.write(FORMS["quatrain"], seed=seed)
        assert lines[-1][-1] in ".!?"
        assert not {line.rstrip(",;:.!?").rsplit(" ", 1)[-1].lower() for line in lines} & {"the", "of", "and", "my"}


@pytest.mark.parametrize(
    "wishes",
    [
        Wishes(banned=("in *", "* the", "of * night"), acrostic="    "),
        Wishes(
            banned=("a* night", "the * night", "light night", "night light"),
            required=((0, "night"), (2, "light")),
            acrostic=" t  ",
        ),
        Wishes(forbidden=("the", "and", "of"), banned=("n*", "b* s*", "s* b*"), acrostic="    "),
    ],
)
@pytest.mark.parametrize("quality", [1, 4])
def test_what_is_banned_never_stands_in_a_line(studio: Studio, wishes: Wishes, quality: int) -> None:
    for seed in range(6):
        lines = studio.write(FORMS["common-metre"], wishes, seed=seed, quality=quality)
        assert studio.faults(FORMS["common-metre"], lines) == []
        for index, line in enumerate(lines):
            assert_wished(line, index, wishes)


def test_what_is_held_back_gives_way_to_form_and_what_is_banned_does_not(studio: Studio) -> None:
    form = Form("f", "f", "f.", (LineForm(patterns=("ws",)),))
    others = tuple(word.lower() for word in studio.vocabulary.words if word not in ("moon", "the"))
    for held_back in ("moon", "the moon"):
        (line,) = studio.write(form, Wishes(forbidden=others, held_back=(held_back,)))
        assert line.rstrip(".!?") == "The moon"
    for banned in ("moon", "m*n", "the moon", "* moon"):
        with pytest.raises(ImpossibleFormError, match="Line 1"):
            studio.write(form, Wishes(forbidden=others, banned=(banned,)))


def test_temperature_zero_takes_the_likeliest(studio: Studio) -> None:
    freedom = Freedom(temperature=0.0, min_p=0.0, twist=0.0)
    assert studio.faults(FORMS["haiku"], studio.write(FORMS["haiku"], seed=5, freedom=freedom)) == []


COUPLET = FORMS["couplet"]
QUATRAIN = FORMS["quatrain"]  # ABAB


def last_words(lines: list[str]) -> list[str]:
    return [line.rstrip(",;:.!?").rsplit(" ", 1)[-1].lower() for line in lines]


@pytest.mark.parametrize(
    "kept",
    [
        {0: "The lantern burns above the bay"},
        {2: "The lantern burns above the bay"},
        {1: "She said that I was on my own", 3: "The winter turned the sea to stone"},
        {0: "A line of quite another length, which ends in light", 3: "And all the bells were ringing in the town"},
    ],
)
def test_kept_lines_stay_and_the_others_rhyme_with_them(studio: Studio, kept: dict[int, str]) -> None:
    for seed in range(4):
        lines = studio.write(QUATRAIN, seed=seed, kept=kept)
        assert {index: lines[index] for index in kept} == kept
        reports = check_form(QUATRAIN, analyse("\n".join(lines), studio.lexicon).lines)
        assert [report.faults for index, report in enumerate(reports) if index not in kept] == [()] * (4 - len(kept))


def test_a_kept_line_that_ends_in_an_unknown_name_is_rhymed_with(studio: Studio) -> None:
    assert studio.lexicon.is_guess("Brandelle")
    form = parse_form("8a 8a")
    lines = studio.write(form, seed=2, kept={0: "This song is made for you, Brandelle"})
    faults = [report.faults for report in check_form(form, analyse("\n".join(lines), studio.lexicon).lines)]
    assert Fault.RHYME not in faults[1], lines


def test_a_kept_line_whose_end_is_in_no_dictionary_leaves_the_rhyme_to_the_others(studio: Studio) -> None:
    lines = studio.write(FORMS["limerick"], seed=1, kept={0: "There once was a thing called a Zqrbl"})
    assert lines[0].endswith("Zqrbl")
    others = check_form(FORMS["limerick"], analyse("\n".join(lines), studio.lexicon).lines)[1:]
    assert all(Fault.SYLLABLES not in report.faults and Fault.STRESS not in report.faults for report in others)


def test_a_kept_refrain_comes_back_wherever_the_form_repeats_it(studio: Studio) -> None:
    lines = studio.write(FORMS["triolet"], seed=3, kept={3: "The sea gives nothing back today"})
    assert lines[0] == lines[3] == lines[6] == "The sea gives nothing back today"


def test_words_of_kept_lines_do_not_come_again(studio: Studio) -> None:
    kept = {7: "The river and the moon and every golden mountain sleep"}
    for seed in range(4):
        lines = studio.write(FORMS["sonnet-shakespearean"], seed=seed, kept=kept)
        said = " ".join(line for index, line in enumerate(lines) if index not in kept).lower()
        assert not {"river", "moon", "golden", "mountain"} & set(
            said.translate(str.maketrans("", "", ",;:.!?")).split()
        )


def test_words_of_an_earlier_verse_do_not_come_again(studio: Studio) -> None:
    first = studio.write(QUATRAIN, seed=1)
    reader = BlindReader(len(studio.tokenizer.texts), 1, SHARPNESS[1])
    poet = Poet(studio.vocabulary, studio.tokens, reader, seed=1, fitting=studio.fitting)
    second = poet.write(QUATRAIN, before=first)
    said, again = (
        {word for line in lines for word in line.lower().translate(str.maketrans("", "", ",;:.!?")).split()}
        for lines in (first, second)
    )
    assert not {word for word in said & again if studio.vocabulary.content[studio.vocabulary.index[word]]}
    assert second[0].split()[0] not in {line.split()[0] for line in first[1:]}


def test_lines_end_in_the_words_that_were_settled(studio: Studio) -> None:
    for seed in range(4):
        lines = studio.write(QUATRAIN, seed=seed, endings={0: "night", 3: "stone"})
        assert last_words(lines)[0] == "night"
        assert last_words(lines)[3] == "stone"
        assert studio.faults(QUATRAIN, lines) == []


def test_an_end_word_of_a_kept_line_is_kept_by_the_form(studio: Studio) -> None:
    sestina = FORMS["sestina"]
    lines = studio.write(sestina, seed=1, kept={0: "I walked along the water in the night"})
    mark = sestina.lines[0].end_word
    same = [word for word, line in zip(last_words(lines), sestina.lines, strict=True) if line.end_word == mark]
    assert set(same) == {"night"}


@pytest.mark.parametrize(
    ("kept", "endings", "said"),
    [
        ({0: "Her hair was silver"}, {}, "silver"),
        ({}, {0: "night", 2: "stone"}, "night"),
        ({}, {0: "night", 2: "night"}, "night"),
        ({0: "Into the long and lonely night"}, {2: "stone"}, "night"),
        ({}, {1: "the"}, "the"),
        ({}, {1: "zqrbl"}, "zqrbl"),
    ],
)
def test_ends_that_cannot_rhyme_are_refused_before_the_first_word(
    studio: Studio, kept: dict[int, str], endings: dict[int, str], said: str
) -> None:
    with pytest.raises(ImpossibleFormError, match=said):
        studio.write(QUATRAIN, kept=kept, endings=endings)


@pytest.mark.parametrize(
    ("form", "wishes", "said"),
    [
        (COUPLET, Wishes(without="aeiouy"), "1"),
        (COUPLET, Wishes(acrostic="é"), "é"),
        (COUPLET, Wishes(acrostic="ab", required=((0, "lantern"),), forbidden=("lantern",)), "lantern"),
        (COUPLET, Wishes(required=((1, "qwxyz"),)), "qwxyz"),
        (replace(COUPLET, lines=(LineForm(patterns=("ws",)),)), Wishes(required=((0, "yesterday"),)), "1"),
        (replace(COUPLET, lines=(LineForm(patterns=("s" * 40,)),)), Wishes(required=((0, "yesterday"),)), "1"),
        (replace(COUPLET, lines=(LineForm(rhyme="A", patterns=("ws" * 4,)),) * 400), Wishes(), "rhyme"),
    ],
)
def test_the_impossible_is_refused_before_the_first_word(studio: Studio, form: Form, wishes: Wishes, said: str) -> None:
    reader = BlindReader(len(studio.tokenizer.texts), 1, 3.0)
    with pytest.raises(ImpossibleFormError, match=said):
        Poet(studio.vocabulary, studio.tokens, reader).write(form, wishes)
    assert reader.read == []


def test_a_word_that_only_began_another_is_taken_back(studio: Studio) -> None:
    form, rewinds = FORMS["quatrain"], []
    for piece in (_mute, studio.tokenizer.piece):
        reader = BlindReader(len(studio.tokenizer.texts), 1, 3.0)
        lines = Poet(studio.vocabulary, studio.tokens, reader, piece=piece, seed=1).write(form)
        assert studio.faults(form, lines) == []
        rewinds.append(reader.rewinds)
    assert rewinds[0] == 0 < rewinds[1]


def test_a_reader_that_cannot_rewind_keeps_its_words(studio: Studio) -> None:
    class Onward(BlindReader):
        def rewind(self, count: int) -> bool:
            self.rewinds += 1
            return False

    reader = Onward(len(studio.tokenizer.texts), 1, 3.0)
    poet = Poet(studio.vocabulary, studio.tokens, reader, piece=studio.tokenizer.piece, seed=1)
    assert studio.faults(FORMS["quatrain"], poet.write(FORMS["quatrain"])) == []
    assert reader.rewinds > 0
