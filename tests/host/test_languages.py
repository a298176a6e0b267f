"""Languages: which one is spoken, and that German says everything that goes through the seam."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from songwright.core.language import English, Pseudo
from songwright.host.languages import LANGUAGE_NAMES, SYSTEM, Translated, catalogue_for, system_language, translations

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
from strings import every_text, texts_of

FIELD = re.compile(r"\{[^{}]*\}")
SHIPPED = [code for code, _ in LANGUAGE_NAMES if code not in (SYSTEM, "en")]


@pytest.mark.parametrize("code", SHIPPED)
def test_a_language_that_ships_says_every_text_of_the_seam(code: str) -> None:
    missing = [text for text in every_text() if text not in translations(code)]
    assert missing == []


@pytest.mark.parametrize("code", SHIPPED)
def test_translations_have_the_values_of_the_english(code: str) -> None:
    for english, text in translations(code).items():
        assert sorted(FIELD.findall(text)) == sorted(FIELD.findall(english)), english
        assert text.count("&") == english.count("&"), english
        assert text.strip(), english


def test_what_a_language_has_no_word_for_stays_english() -> None:
    german = Translated({"Save": "Speichern", "1 take": "1 Fassung", "{count} takes": "{count} Fassungen"})
    assert (german.text("Save"), german.text("Unheard of")) == ("Speichern", "Unheard of")
    assert [german.form(("1 take", "{count} takes"), count) for count in (1, 2)] == ["1 Fassung", "{count} Fassungen"]


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({"LANG": "de_AT.UTF-8"}, "de"),
        ({"LANG": "C"}, "en"),
        ({"LANGUAGE": "de:en", "LANG": "en_GB.UTF-8"}, "de"),
        ({"LC_ALL": "fr_FR", "LANG": "de_DE"}, "fr"),
    ],
)
def test_the_system_says_its_language_as_to_other_programs(environment: dict[str, str], code: str) -> None:
    assert system_language(environment) == code


def test_a_language_that_nobody_translated_is_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "fi")
    assert type(catalogue_for(SYSTEM)) is English
    assert type(catalogue_for("xx")) is English
    assert catalogue_for("de").text("Cancel") == "Abbrechen"


def test_a_damaged_language_file_leaves_english(monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(_code: str) -> dict[str, str]:
        raise json.JSONDecodeError("cut off", "{", 1)

    monkeypatch.setattr("songwright.host.languages.translations", damaged)
    assert catalogue_for("de").text("Cancel") == "Cancel"


def test_texts_are_found_where_they_are_said() -> None:
    source = 'self.tr("One")\nsaid("Two {x}", x=tr("Three"))\ncounted("a", "b", n)\nprint("not this")\n'
    source += 'translate("Context", "Four" if x else "Five")\n'
    assert sorted(texts_of(source)) == ["Five", "Four", "One", "Three", "Two {x}", "a", "b"]


def test_brackets_keep_what_is_filled_in() -> None:
    assert Pseudo().text("{count} lines") == "⟦{count} lines⟧"
