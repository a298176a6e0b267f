"""The log file: useful, small, discreet, and never in the way."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from songwright.host import log_file
from songwright.host.log_file import LogFile
from songwright.host.logs import UsersWords, levels_asked_for, note

log = logging.getLogger("songwright.test")
PROMPT = "a lighthouse keeper's last night"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "logs" / "songwright.log"


@pytest.fixture
def opened(path: Path) -> Iterator[Callable[..., LogFile]]:
    files: list[LogFile] = []

    def open_log(**options: bool) -> LogFile:
        files.append(LogFile(path, **options))
        return files[-1]

    yield open_log
    for file in files:
        file.close()


def test_what_happened_is_in_the_file_with_time_and_place(path: Path, opened: Callable[..., LogFile]) -> None:
    opened()
    log.info("saved %s in %d ms", "song.songwright", 12)
    log.debug("too small to tell")
    [row] = path.read_text().splitlines()
    assert row.endswith("INFO songwright.test: saved song.songwright in 12 ms")
    assert row[:2] == "20"


def test_the_users_words_are_only_counted(path: Path, opened: Callable[..., LogFile]) -> None:
    opened()
    log.info("writing about %s (%r)", UsersWords(PROMPT), UsersWords(PROMPT))
    assert PROMPT not in path.read_text()
    assert "writing about «32 characters» («32 characters»)" in path.read_text()


def test_the_users_words_are_shown_where_that_is_allowed_and_no_longer(
    path: Path, opened: Callable[..., LogFile]
) -> None:
    file = opened(words=True)
    log.info("writing about %s", UsersWords(PROMPT))
    assert PROMPT in path.read_text()
    file.show_words(allowed=False)
    log.info("writing about %s", UsersWords("a second secret"))
    assert "a second secret" not in path.read_text()


def test_other_readers_of_the_log_never_see_the_words(
    path: Path, opened: Callable[..., LogFile], caplog: pytest.LogCaptureFixture
) -> None:
    opened(words=True)
    log.info("writing about %s", UsersWords(PROMPT))
    assert PROMPT not in caplog.text


def test_the_file_starts_anew_when_it_is_large(
    path: Path, opened: Callable[..., LogFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_file, "_LARGEST", 2000)
    opened()
    for number in range(500):
        log.info("row %d", number)
    files = list(path.parent.iterdir())
    assert len(files) == 4
    assert all(file.stat().st_size <= 2000 for file in files)
    assert "row 499" in path.read_text()


def test_a_log_that_cannot_be_written_troubles_nobody(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "logs").write_text("a file in the way")
    file = LogFile(tmp_path / "logs" / "songwright.log")
    log.info("nobody hears this")
    file.close()
    assert capfd.readouterr().err == ""


def test_closing_gives_the_file_back(path: Path) -> None:
    before = logging.getLogger("songwright").level
    LogFile(path).close()
    log.warning("after the end")
    assert not path.exists() or "after the end" not in path.read_text()
    assert logging.getLogger("songwright").level == before


def test_a_note_says_what_happened_and_its_facts(path: Path, opened: Callable[..., LogFile]) -> None:
    opened()
    note(log, "song.saved", file=UsersWords("My secret.songwright"), bytes=1234, seconds=0.0123, why="no room = none")
    [row] = path.read_text().splitlines()
    assert row.endswith(
        "songwright.test: song.saved file=«20 characters» bytes=1234 seconds=0.0123 why='no room = none'"
    )


def test_a_note_shows_the_users_words_where_that_is_allowed(path: Path, opened: Callable[..., LogFile]) -> None:
    opened(words=True)
    note(log, "song.saved", file=UsersWords("My secret"))
    assert "file='My secret'" in path.read_text()


def test_a_message_without_end_is_cut(path: Path, opened: Callable[..., LogFile]) -> None:
    opened()
    note(log, "child.said", text="x" * 1_000_000)
    assert len(path.read_text()) < 10_000
    assert "characters)" in path.read_text()


@pytest.mark.parametrize(
    ("asked", "levels"),
    [
        ("debug", {"songwright": logging.DEBUG}),
        (
            "warning,llm=debug, ui.writing=ERROR",
            {"songwright": logging.WARNING, "songwright.llm": logging.DEBUG, "songwright.ui.writing": logging.ERROR},
        ),
        ("", {}),
        ("loud,llm=,=,x=y", {}),
    ],
)
def test_levels_are_read_for_all_and_for_parts(asked: str, levels: dict[str, int]) -> None:
    assert levels_asked_for(asked) == levels


def test_the_environment_sets_how_much_is_told_and_closing_takes_it_back(
    path: Path, opened: Callable[..., LogFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SONGWRIGHT_LOG", "off,test=debug")
    file = opened()
    logging.getLogger("songwright.other").error("silence")
    log.debug("told")
    file.close()
    assert [row.rpartition(": ")[2] for row in path.read_text().splitlines()] == ["told"]
    assert logging.getLogger("songwright.test").level == logging.NOTSET
