from __future__ import annotations

from pathlib import Path

import pytest

from songwright.core.errors import SongwrightError
from songwright.host.pronunciations import (
    forget_saying,
    own_lexicon,
    pronunciation_file,
    read_sayings,
    save_saying,
)
from songwright.lyrics.lexicon import LexiconError, load_lexicon


def test_what_is_said_once_is_kept_for_all_songs(tmp_path: Path) -> None:
    save_saying(tmp_path, "Wojtek", "VOY-tek", own_lexicon(tmp_path))
    assert own_lexicon(tmp_path).pronunciations("wojtek")[0].phones == ("V", "OY1", "T", "EH0", "K")
    assert "Wojtek = VOY-tek" in pronunciation_file(tmp_path).read_text()
    assert not own_lexicon(tmp_path).is_guess("Wojtek")


def test_saying_it_again_takes_the_place_of_the_first_and_forgetting_takes_both_back(tmp_path: Path) -> None:
    lexicon = load_lexicon()
    save_saying(tmp_path, "Zoë", "ZOH-ee", lexicon)
    save_saying(tmp_path, "zoe", "like toe", lexicon)
    assert read_sayings(pronunciation_file(tmp_path)) == {"zoe": "like toe"}
    assert forget_saying(tmp_path, "Zoe")
    assert not forget_saying(tmp_path, "Zoe")
    assert own_lexicon(tmp_path).pronunciations("zoe") == lexicon.pronunciations("zoe")


def test_a_file_written_by_hand_is_read_and_its_nonsense_passed_over(tmp_path: Path) -> None:
    pronunciation_file(tmp_path).write_bytes(
        "\ufeff# mine\nAnwen = like Bronwen\nFoo = ???\nno sign\n = x\nBar =\n\xff".encode("utf-8", "replace")
    )
    lexicon = own_lexicon(tmp_path)
    assert lexicon.pronunciations("Anwen")[0].stresses == "10"
    assert lexicon.pronunciations("Foo") == load_lexicon().pronunciations("Foo")


@pytest.mark.parametrize("content", [b"\x00" * 5000, b"a" * (2 << 20), b"\xfe\xff = \xfe"])
def test_a_damaged_file_stops_no_words(tmp_path: Path, content: bytes) -> None:
    pronunciation_file(tmp_path).write_bytes(content)
    assert own_lexicon(tmp_path).pronunciations("lantern")[0].stresses == "10"


def test_what_says_nothing_changes_no_file(tmp_path: Path) -> None:
    for word, saying in (("", "x/"), ("a=b", "x/"), ("Foo", "???")):
        with pytest.raises(LexiconError):
            save_saying(tmp_path, word, saying, load_lexicon())
    assert not pronunciation_file(tmp_path).exists()


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file, no folder")
    with pytest.raises(SongwrightError):
        save_saying(tmp_path / "config", "Wojtek", "VOY-tek", load_lexicon())
