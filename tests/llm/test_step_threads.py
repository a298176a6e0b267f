"""The second core is used while it helps, and left alone where it does not."""

from __future__ import annotations

from itertools import pairwise

from songwright.llm.step_threads import ONE, TWO, StepThreads

ROWS = 8


def run(threads: StepThreads, steps: int, *, on_two: float, wall: float = 0.040, busy: float = 0.040) -> list[int]:
    """The threads of so many steps that take `wall` seconds on one core, and `on_two` on both."""
    counts = []
    for _ in range(steps):
        counts.append(threads.count(ROWS))
        threads.note(ROWS, *((wall, busy) if counts[-1] == ONE else (on_two, on_two)))
    return counts


def test_both_cores_are_used_where_that_is_faster() -> None:
    counts = run(StepThreads(), 100, on_two=0.022)
    assert counts[0] == ONE
    assert counts.count(TWO) > 80
    assert counts[-50:] == [TWO] * 50


def test_a_core_that_stalls_is_tried_ever_more_seldom() -> None:
    threads = StepThreads()
    counts = run(threads, 1000, on_two=3.0)
    assert 1 < counts.count(TWO) < 8
    tried = [at for at, count in enumerate(counts) if count == TWO]
    gaps = [after - before for before, after in pairwise(tried)]
    assert gaps == sorted(gaps)
    assert run(threads, 3000, on_two=0.022)[-1] == TWO


def test_one_slow_step_ends_it() -> None:
    threads = StepThreads()
    assert run(threads, 50, on_two=0.022)[-1] == TWO
    threads.note(ROWS, 0.5, 0.5)
    assert threads.count(ROWS) == ONE


def test_where_other_programs_run_the_second_core_is_not_tried() -> None:
    assert TWO not in run(StepThreads(), 200, on_two=0.022, wall=0.080, busy=0.040)


def test_a_step_of_one_row_takes_one() -> None:
    threads = StepThreads()
    run(threads, 50, on_two=0.022)
    assert (threads.count(1), threads.count(2)) == (ONE, TWO)


def test_steps_are_run_with_the_threads_that_were_chosen() -> None:
    taken: list[int] = []
    threads = StepThreads(taken.append)
    assert (threads.run(ROWS, lambda: 0), threads.run(ROWS, lambda: 2)) == (0, 2)
    assert taken == [ONE, ONE]
