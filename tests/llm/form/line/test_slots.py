"""Words for one place of a line that stands: what they must keep."""

from __future__ import annotations

import numpy as np

from songwright.llm.form.line.slots import slot_of
from songwright.llm.form.words.vocabulary import Vocabulary
from songwright.llm.questions import Place, WordOptions, place_in
from songwright.lyrics.forms import LineForm
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.notation import parse_form

LINE = "The night was bright and full of light"


def words_for(word: str, place: Place, vocabulary: Vocabulary, lexicon: Lexicon, line: str = LINE) -> set[str]:
    start = line.index(word)
    slot = slot_of(WordOptions(place, line, start, start + len(word)), vocabulary, lexicon)
    return {vocabulary.words[number] for number in np.flatnonzero(slot.words)}


def test_a_word_that_rhymes_inside_is_replaced_by_one_that_does(vocabulary: Vocabulary, lexicon: Lexicon) -> None:
    leonine = Place(form=LineForm(rhyme="A", inner="A", least=8, most=8))
    kept = words_for("bright", leonine, vocabulary, lexicon)
    assert "white" in kept
    assert "long" not in kept
    assert "long" in words_for("bright", Place(form=LineForm(rhyme="A", least=8, most=8)), vocabulary, lexicon)
    assert "long" in words_for("full", leonine, vocabulary, lexicon)  # it makes no rhyme now


def test_a_last_word_keeps_the_rhyme_with_the_one_inside(vocabulary: Vocabulary, lexicon: Lexicon) -> None:
    leonine = Place(form=LineForm(rhyme="A", inner="A", least=8, most=8))
    kept = words_for(" light", leonine, vocabulary, lexicon)
    assert "sight" in kept
    assert "rain" not in kept


def test_an_inner_rhyme_with_another_lines_end_is_known_to_the_place(vocabulary: Vocabulary, lexicon: Lexicon) -> None:
    form = parse_form("8a+b 8b")
    place = place_in(["The rain fell down on sleeping town", "And nothing moved beside the sea"], 0, form)
    assert place.inner == ("And nothing moved beside the sea",)
