from __future__ import annotations

from songwright.llm.form.vocabulary import load_vocabulary


def test_a_line_in_form_is_made_of_words_and_not_of_abbreviations() -> None:
    vocabulary = load_vocabulary()
    assert {"hp", "rpm", "cc", "lbs"}.isdisjoint(vocabulary.words)
    assert {"a", "I", "sky", "o'clock"} <= set(vocabulary.words)
