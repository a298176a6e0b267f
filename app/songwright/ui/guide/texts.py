"""The pages of “How It Works”, in plain words: a title and its paragraphs, said where they are shown."""

from __future__ import annotations

from songwright.core.language import sayable

__all__ = ["PAGES"]

PAGES: tuple[tuple[str, tuple[str, ...]], ...] = sayable(
    (
        (
            "Writing",
            (
                (
                    "A language model has read very much text and learned one thing: how likely each word is to come "
                    "next. It writes by drawing words, one after the other, from these odds. Nothing else happens, "
                    "and nothing leaves this machine."
                ),
                (
                    "Temperature makes the odds flatter or steeper before a word is drawn: at 0 always the likeliest, "
                    "near 2 almost anything. Min-p cuts off words that are too unlikely beside the likeliest one. "
                    "Move both and see what is left: the outline is what the model gives a word, the filled bar how "
                    "often it would be drawn."
                ),
                (
                    "Form is kept while words are drawn, not afterwards: of the odds only those words stay after "
                    "which the line can still keep its metre, its syllables and its rhyme. That is why the form is "
                    "exact with any model, and why the cost of form can be shown (View, Cost of Form)."
                ),
            ),
        ),
        (
            "Music",
            (
                (
                    "Setting words to music begins with the words: every syllable gets a note, stressed syllables "
                    "fall on strong beats, a line's end gets time to breathe. Finding the best rhythm of a line is a "
                    "search among all possible ones under costs that are written down, not learned."
                ),
                (
                    "Chords and pitches can be found in two ways. By rules: a search under the habits of a style. Or "
                    "by small nets that learned from old songs and chorales in the public domain: shown a tune so "
                    "far, they say how likely each next chord or note is, and the rest is drawn as words are. How "
                    "they were trained, and from what, is written in the project's page on training, with the "
                    "commands that do it again."
                ),
                "What you locked or changed by hand stays, whoever composes.",
            ),
        ),
        (
            "Tunes between tunes",
            (
                (
                    "One of the nets has learned to write two bars of a melody down as 32 numbers, and to play them "
                    "again from these. Every tune is a few points in a space of such numbers, and tunes that sound "
                    "alike lie near each other."
                ),
                (
                    "“More like this” takes a small step from where your tune lies, “Surprise me” a large one. The "
                    "slider between A and B walks a straight line from one tune to the other: each stop is played "
                    "back from its numbers onto the rhythm of your words, so that every syllable keeps its note."
                ),
            ),
        ),
        (
            "Human or machine?",
            (
                (
                    "A claim that music is good is worth little from those who made it. So there is a blind test: you "
                    "hear pairs or single pieces, some by Bach, some by this program over the same sopranos, played "
                    "by the same sounds, and say which is which. Who wrote what is drawn by coins, so that guessing "
                    "is right half the time."
                ),
                (
                    "The result is counted as it should be: the exact probability of so many right answers by chance, "
                    "an interval for your rate, and how many answers would be needed to tell. It claims no more than "
                    "that."
                ),
            ),
        ),
    )
)
