from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from songwright.core.errors import SongwrightError
from songwright.llm.addresses import MachineAddress, machine_address, network_place, server_address
from songwright.llm.elsewhere import model_named_elsewhere, writer_command
from songwright.llm.models import ModelFile


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("127.0.0.1:8080", "http://127.0.0.1:8080"),
        (" https://box.lan/ ", "https://box.lan:443"),
        ("http://localhost:11434/v1/chat/completions", "http://localhost:11434"),
        ("http://localhost:1234/v1#qwen/qwen3-4b", "http://localhost:1234#qwen/qwen3-4b"),
        ("http://box/proxy/v1/", "http://box:80/proxy"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http:/127.0.0.1:8080", "http://127.0.0.1:8080"),  # after a journey through `Path`
        ("http:\\127.0.0.1:8080", "http://127.0.0.1:8080"),
    ],
)
def test_what_people_type_is_one_address(typed: str, shown: str) -> None:
    address = server_address(typed, typed=True)
    assert address is not None
    assert address.shown == shown
    again = server_address(str(address.text))
    assert again == address


@pytest.mark.parametrize("typed", ["http://", "http://box:0", "http://box:99999", "http://two words", "http://a;b:80"])
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(SongwrightError, match="no address of a server"):
        server_address(typed, typed=True)


def test_a_key_is_kept_apart_from_what_is_shown() -> None:
    address = server_address("http://s3cret@box:8080")
    assert address is not None
    assert (address.key, address.shown) == ("s3cret", "http://box:8080")
    assert server_address(address.text) == address
    with pytest.raises(SongwrightError) as refused:
        server_address("http://s3cret@box:0")
    assert "s3cret" not in refused.value.message


def test_a_path_on_this_machine_is_no_address() -> None:
    assert server_address("/models/http.gguf") is None
    assert machine_address("/models/a.gguf") is None
    assert model_named_elsewhere("models/a.gguf") is None


def test_a_machine_behind_ssh_may_be_named_with_a_file() -> None:
    assert machine_address("ssh://me@big") == MachineAddress("me@big")
    assert machine_address("ssh://me@big/models/a.gguf") == MachineAddress("me@big", "/models/a.gguf")
    model = model_named_elsewhere("ssh://me@big/models/a.gguf")
    assert model is not None
    assert writer_command(model)[-2:] == ["me@big", "songwright-worker"]


@pytest.mark.parametrize("text", ["ssh://-oProxyCommand=evil", "ssh://-oProxyCommand=evil/a.gguf"])
def test_a_machine_that_is_an_option_never_reaches_ssh(text: str) -> None:
    with pytest.raises(SongwrightError, match="no name of a machine"):
        model_named_elsewhere(text)


def test_a_place_is_a_machine_and_a_port() -> None:
    assert network_place(" 10.0.0.2:50052 ") == ("10.0.0.2", 50052)
    for wrong in ("10.0.0.2", "10.0.0.2:0", "box:port", ""):
        with pytest.raises(SongwrightError, match="no machine with a port"):
            network_place(wrong)


def test_a_model_of_this_machine_is_read_where_it_lies_and_where_a_link_leads(tmp_path: Path) -> None:
    store, shown = tmp_path / "blobs", tmp_path / "snapshots"
    for folder in (store, shown):
        folder.mkdir()
    (store / "ab12").write_bytes(b"GGUF")
    (shown / "a.gguf").symlink_to(store / "ab12")
    command = writer_command(ModelFile(shown / "a.gguf", "a", 4))
    named = [value for option, value in pairwise(command) if option == "--reads"]
    assert named == [str(store), str(shown)]
