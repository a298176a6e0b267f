from __future__ import annotations

from songwright.lyrics.analysis import analyse
from songwright.lyrics.lexicon import Lexicon, load_lexicon
from songwright.lyrics.linking import page_marks

LEXICON: Lexicon = load_lexicon()

CHAIN = """The snow came softly down the hill
And every field was white and still
And nobody was on the road
But one old horse beside the mill

He had no harness and no load
His breath went up, the morning glowed
He did not hear the barn door creak
Nor how the water slowly flowed

I tried to call, I could not speak
The frost was hard upon my cheek
And all the light was at my back
I had been walking for a week"""

BALLAD = """The boats came in, the tide was high
The gulls were on the wall
And nobody could tell me why
He did not come at all

I asked the wind, I asked the rain
I asked the harbour light
And all of them replied again
That he had gone by night"""


def letters(text: str) -> str:
    analysis = analyse(text, LEXICON)
    marks = page_marks(analysis)
    rows = [
        "".join(marks[index].letter if index in marks else "-" for index in stanza) for stanza in analysis.stanzas()
    ]
    return " ".join(rows)


def test_a_line_bears_the_letter_of_the_next_stanza_where_stanzas_are_chained() -> None:
    assert letters(CHAIN) == "AABA BBCB CC-C"


def test_stanzas_that_share_no_rhyme_begin_with_a_each() -> None:
    assert letters(BALLAD) == "ABAB ABAB"


def test_a_text_without_rhymes_has_no_letters() -> None:
    assert letters("The rain fell\nand nobody came") == "--"
