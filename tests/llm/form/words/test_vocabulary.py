from __future__ import annotations

from songwright.llm.form.words.vocabulary import load_vocabulary
from songwright.lyrics.lexicon import load_lexicon
from songwright.lyrics.say_it_like import said_like


def test_a_line_in_form_is_made_of_words_and_not_of_abbreviations() -> None:
    vocabulary = load_vocabulary()
    assert {"hp", "rpm", "cc", "lbs"}.isdisjoint(vocabulary.words)
    assert {"a", "I", "sky", "o'clock"} <= set(vocabulary.words)


def test_words_that_are_asked_for_are_there_however_rare_or_spelled_otherwise() -> None:
    usual = load_vocabulary()
    asked = load_vocabulary(asked=("gull", "Harbour", "night", "hour", "qwertz"))
    assert [word for word in asked.words if word not in usual.words] == ["gull", "harbour", "hour", "qwertz"]
    assert usual.index.keys() <= asked.index.keys()
    assert asked.others == usual.others
    harbor, harbour = asked.index["harbor"], asked.index["harbour"]
    assert asked.sounds[harbor] == asked.sounds[harbour]
    assert asked.types[asked.kinds[harbour]].stresses == "10"
    assert asked.letters[harbour, ord("u") - ord("a")]


def test_names_are_words_like_any_other_and_keep_their_capitals() -> None:
    vocabulary = load_vocabulary(asked=("Aoife", "Zoë", "camphor"))
    name = vocabulary.index["aoife"]
    assert vocabulary.words[name] == "Aoife"
    assert vocabulary.words[vocabulary.index["zoë"]] == "Zoë"
    assert vocabulary.words[vocabulary.index["camphor"]] == "camphor"
    assert vocabulary.syllables[name] == 2
    assert vocabulary.types[vocabulary.kinds[name]].stresses == "10"
    assert vocabulary.rhyming[name]


def test_a_name_rhymes_as_its_user_says_it() -> None:
    lexicon = load_lexicon().saying({"Xochi": said_like("Xochi", "like coffee", load_lexicon())})
    vocabulary = load_vocabulary(asked=("Xochi",), lexicon=lexicon)
    assert vocabulary.tails[vocabulary.index["xochi"]] == vocabulary.tails[vocabulary.index["coffee"]]


def test_what_is_no_word_in_latin_letters_is_left_out() -> None:
    usual = load_vocabulary()
    assert len(load_vocabulary(asked=("луна", "12", "", "-", "'"))) == len(usual)
