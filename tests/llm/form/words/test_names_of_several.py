"""A name of several words that is asked for is a word of the form like any other."""

from __future__ import annotations

from songwright.llm.form.words.vocabulary import load_vocabulary
from songwright.lyrics.lexicon import load_lexicon


def test_a_name_of_several_words_is_counted_stressed_and_rhymed_by_its_last() -> None:
    lexicon = load_lexicon()
    vocabulary = load_vocabulary(rarest=4.5, asked=("Mary Ann", "Siobhan McBride"), lexicon=lexicon)
    ann, mary_ann = vocabulary.index.get("man"), vocabulary.index["mary ann"]
    assert ann is not None
    assert int(vocabulary.syllables[mary_ann]) == 3
    assert vocabulary.tails[mary_ann] == vocabulary.tails[ann]
    assert vocabulary.words[mary_ann] == "Mary Ann"
    assert int(vocabulary.syllables[vocabulary.index["siobhan mcbride"]]) == 4


def test_what_is_no_word_makes_no_name_of_several() -> None:
    vocabulary = load_vocabulary(rarest=4.5, asked=("Mary 3", "a b c d e f"), lexicon=load_lexicon())
    assert "mary 3" not in vocabulary.index
    assert "a b c d e f" not in vocabulary.index
