"""The command line explains itself in the language of its user."""

from __future__ import annotations

import argparse
import inspect
import re
from collections.abc import Iterator

import pytest

from songwright.cli import main as command_line
from songwright.cli import usage
from songwright.core.language import English, Pseudo, speak

SIGNS_OF_NO_LANGUAGE = re.compile(r"^[\W\d]*$|^[A-Z0-9/|:-]+$|^(midi|Songwright)")


@pytest.fixture(autouse=True)
def english_afterwards() -> Iterator[None]:
    yield
    speak(English())


@pytest.fixture
def brackets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("songwright.host.languages.catalogue_for", lambda _: Pseudo())
    speak(Pseudo())


def helped(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit):
        command_line.main([*arguments, "--help"])
    return capsys.readouterr().out


def test_help_is_in_the_language_of_the_system(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "de")
    shown = helped(capsys, "write")
    assert shown.startswith("Aufruf: ")
    assert "wovon es handelt" in shown
    assert "usage" not in shown


def test_the_language_of_the_settings_comes_before_the_system(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from songwright.host.paths import find_paths
    from songwright.host.settings import LANGUAGE, Settings

    monkeypatch.setenv("LANGUAGE", "de")
    settings = Settings(find_paths().settings)
    settings.set(LANGUAGE, "en")
    settings.save()
    assert helped(capsys).startswith("usage: ")


def test_damaged_settings_leave_the_language_of_the_system(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from songwright.host.paths import find_paths

    monkeypatch.setenv("LANGUAGE", "de")
    path = find_paths().settings
    path.parent.mkdir(parents=True)
    for damaged in (b"[1]", b'{"language": 7}', b"{", b"\xff"):
        path.write_bytes(damaged)
        assert helped(capsys).startswith("Aufruf: "), damaged


def test_wrong_usage_is_said_in_the_language_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "de")
    for arguments, told in ((["write"], "es fehlt: THEMA"), (["rhymes", "day", "--most", "0"], "eine ganze Zahl")):
        with pytest.raises(SystemExit) as ended:
            command_line.main(arguments)
        assert ended.value.code == 2
        assert told in capsys.readouterr().err


@pytest.mark.usefixtures("brackets")
@pytest.mark.parametrize("command", command_line.COMMANDS)
def test_no_text_of_a_command_bypasses_the_language(command: str) -> None:
    parser = command_line.parser_for(command)
    (commands,) = (one for one in parser._actions if isinstance(one, argparse._SubParsersAction))
    called = commands.choices[command]
    texts = [called.description, called.epilog, *(action.help for action in called._actions)]
    texts += [text for group in called._action_groups for text in (group.title, group.description)]
    outside = [text for text in texts if text and Pseudo.OPEN not in text and not SIGNS_OF_NO_LANGUAGE.match(text)]
    assert outside == []
    assert all(action.help for action in called._actions if action.metavar or not action.choices)


def test_what_argparse_says_is_asked_for_as_argparse_says_it() -> None:
    source = inspect.getsource(argparse)
    # Newer versions of Python say some of them in other words: what is left then is said in English.
    unknown = [text for text in usage._ITS_OWN if repr(text)[1:-1] not in source]
    assert len(unknown) <= 3, unknown
