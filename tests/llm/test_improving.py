"""A text gets better by its weakest line, and only by what makes it better."""

from __future__ import annotations

from collections.abc import Callable

from songwright.core.song import Piece
from songwright.llm.brief import Brief
from songwright.llm.improving import Better, Rewritten, improving
from songwright.llm.prompts import form_for
from songwright.llm.questions import LineCosts, Option

LINES = (
    "The ferry left before the light,",
    "The harbour bell was gray it be,",
    "And all the windows of the night",
    "Were open to the sea.",
)
GOOD = "A gull was calling over me,"


def drive(
    rewrite: Callable[[Rewritten], tuple[str, ...]], *, rounds: int = 6, fixed: tuple[int, ...] = ()
) -> tuple[tuple[str, ...], list[Better]]:
    """Improve the lines with a model that finds "gray it be" unlikely and everything else likely."""
    form = form_for("quatrain")
    brief = Brief("the ferry in the fog", Piece.POEM, form="quatrain")
    steps = improving(LINES, form, brief, seed=1, rounds=rounds, fixed=fixed)
    answer, seen = None, []
    while True:
        try:
            wanted = steps.send(answer)
        except StopIteration as end:
            return end.value, seen
        answer = None
        if isinstance(wanted, LineCosts):
            answer = tuple(
                Option(word, probability=1e-6 if word in ("gray", "it", "be,") else 0.2, line=number)
                for number, line in enumerate(wanted.lines)
                for word in line.split()
            )
        elif isinstance(wanted, Rewritten):
            answer = rewrite(wanted)
        else:
            seen.append(wanted)


def opened(wanted: Rewritten) -> list[int]:
    return sorted({0, 1, 2, 3} - dict(wanted.brief.kept).keys())


def test_the_weakest_line_is_written_anew_and_kept_when_it_is_better() -> None:
    asked: list[list[int]] = []

    def rewrite(wanted: Rewritten) -> tuple[str, ...]:
        asked.append(opened(wanted))
        return tuple(GOOD if line == 1 else text for line, text in enumerate(LINES))

    best, seen = drive(rewrite)
    assert asked[0] == [1]
    assert best[1] == GOOD
    assert best[0] == LINES[0]
    assert [step.changed for step in seen] == [(1,)]
    assert seen[0].gained > 0


def test_what_is_no_better_changes_nothing() -> None:
    best, seen = drive(lambda _: (LINES[0], "It be gray it be,", *LINES[2:]))
    assert best == LINES
    assert not seen


def test_a_line_that_does_not_get_better_alone_is_tried_with_its_rhyme_and_then_left() -> None:
    asked: list[list[int]] = []

    def rewrite(wanted: Rewritten) -> tuple[str, ...]:
        asked.append(opened(wanted))
        return LINES

    drive(rewrite, rounds=20)
    assert asked.count([1]) == 1
    assert [1, 3] in asked
    assert len(asked) == 8


def test_no_more_is_asked_than_rounds_allow() -> None:
    asked: list[int] = []

    def rewrite(wanted: Rewritten) -> tuple[str, ...]:
        asked.append(wanted.seed)
        return LINES

    drive(rewrite, rounds=3)
    assert asked == [1, 2, 3]


def test_lines_that_are_to_stay_are_never_asked_for() -> None:
    asked: list[list[int]] = []

    def rewrite(wanted: Rewritten) -> tuple[str, ...]:
        asked.append(opened(wanted))
        return LINES

    drive(rewrite, rounds=20, fixed=(1, 3))
    assert {line for one in asked for line in one} == {0, 2}
    asked.clear()
    assert drive(rewrite, rounds=20, fixed=(0, 1, 2, 3)) == (LINES, [])
    assert not asked
