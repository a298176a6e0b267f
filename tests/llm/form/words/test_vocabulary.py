from __future__ import annotations

from songwright.llm.form.words.vocabulary import load_vocabulary


def test_a_line_in_form_is_made_of_words_and_not_of_abbreviations() -> None:
    vocabulary = load_vocabulary()
    assert {"hp", "rpm", "cc", "lbs"}.isdisjoint(vocabulary.words)
    assert {"a", "I", "sky", "o'clock"} <= set(vocabulary.words)


def test_words_that_are_asked_for_are_there_however_rare_or_spelled_otherwise() -> None:
    usual = load_vocabulary()
    asked = load_vocabulary(asked=("gull", "Harbour", "night", "hour", "qwertz"))
    assert [word for word in asked.words if word not in usual.words] == ["gull", "harbour"]
    assert usual.index.keys() <= asked.index.keys()
    assert asked.others == usual.others
    harbor, harbour = asked.index["harbor"], asked.index["harbour"]
    assert asked.sounds[harbor] == asked.sounds[harbour]
    assert asked.types[asked.kinds[harbour]].stresses == "10"
    assert asked.letters[harbour, ord("u") - ord("a")]
