from __future__ import annotations

import pytest

from songwright.lyrics.analysis import analyse
from songwright.lyrics.forms import Fault, check_form
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.liberties import sayings
from songwright.lyrics.notation import parse_form
from songwright.lyrics.syllables import syllabify


@pytest.mark.parametrize(
    ("line", "count", "word", "size"),
    [
        ("A fire on the hill", 6, "fire", 2),
        ("An hour on the hill", 6, "hour", 2),
        ("And every single day", 7, "every", 3),
        ("The heaven in her hand", 5, "heaven", 1),
        ("A temperate evening", 6, "temperate", 3),
    ],
)
def test_a_word_gives_or_takes_a_syllable_and_says_so(
    lexicon: Lexicon, line: str, count: int, word: str, size: int
) -> None:
    found = [saying for saying in sayings(syllabify(line, lexicon), count) if (word, size) in saying.words]
    assert found
    assert all(len(saying.syllables) == count for saying in found)


def test_a_line_is_said_as_usual_where_that_serves(lexicon: Lexicon) -> None:
    line = syllabify("A fire on the hill", lexicon)
    assert [saying.words for saying in sayings(line, len(line))] == [()]


def test_no_other_word_is_bent(lexicon: Lexicon) -> None:
    assert list(sayings(syllabify("A stone on the hill", lexicon), 6)) == []
    assert list(sayings((), 3)) == []


def test_a_form_takes_the_line_and_tells_how(lexicon: Lexicon) -> None:
    text = "A fire on the hill\nAnd no one on the hill"
    one, two = check_form(parse_form("6x 6x"), analyse(text, lexicon).lines)
    assert (one.faults, one.taken) == ((), (("fire", 2),))
    assert (two.faults, two.taken) == ((), ())
    (short,) = check_form(parse_form("9x"), analyse("A fire on the hill", lexicon).lines)
    assert short.faults == (Fault.SYLLABLES,)
