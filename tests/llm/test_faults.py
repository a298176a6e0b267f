from __future__ import annotations

import pytest

from songwright.llm.faults import OUT_OF_MEMORY, explain


@pytest.mark.parametrize(
    ("code", "log", "words"),
    [
        (-6, "", "damaged"),
        (-11, "", "segmentation fault"),
        (-9, "", "memory ran out"),
        (139, "", "segmentation fault"),
        (-1073741819, "", "access violation"),
        (OUT_OF_MEMORY, "", "not enough memory"),
        (-6, "terminate called after throwing an instance of 'std::bad_alloc'", "not enough memory"),
        (-6, "ggml.c:100: GGML_ASSERT(x > 0) failed", "damaged"),
        (1, "ModuleNotFoundError: No module named 'llama_cpp'", "set-up"),
        (-4, "", "another processor"),
        (42, "", "unexpectedly"),
    ],
)
def test_the_end_of_a_worker_becomes_a_sentence(code: int, log: str, words: str) -> None:
    explanation = explain(code, log)
    assert words in explanation.message
    assert log in explanation.detail


def test_the_detail_names_the_signal_and_keeps_the_last_words() -> None:
    detail = explain(-11, "x" * 10_000 + "the end").detail
    assert "SIGSEGV" in detail
    assert detail.endswith("the end")
    assert len(detail) < 5_000


@pytest.mark.parametrize("code", [-6, -11, 139, -8, 0xC0000005, 0xC0000409])
def test_a_death_that_the_file_may_have_caused_is_a_mark_against_the_model(code: int) -> None:
    assert explain(code, "").blames_model


@pytest.mark.parametrize(
    ("code", "log"),
    [
        (-9, ""),
        (137, ""),
        (-15, ""),
        (-4, ""),
        (OUT_OF_MEMORY, ""),
        (0xC0000017, ""),
        (-6, "terminate called after throwing an instance of 'std::bad_alloc'"),
        (-11, "ggml_backend_cpu_buffer_type_alloc_buffer: failed to allocate buffer"),
        (1, "ModuleNotFoundError: No module named 'llama_cpp'"),
        (42, ""),
    ],
)
def test_what_the_machine_did_is_no_mark_against_the_model(code: int, log: str) -> None:
    assert not explain(code, log).blames_model
