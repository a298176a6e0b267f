from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from host.faulty_server import FATAL, MENDABLE, serving
from songwright.core.errors import SongwrightError
from songwright.host.network import download as download_module
from songwright.host.network.download import (
    DownloadError,
    DownloadOrder,
    DownloadStopped,
    Patience,
    download,
    mirrored,
    part_of,
)
from songwright.host.network.part_file import PartState

DATA = bytes(range(256)) * 400
QUICK = Patience(silence=0.2, tries=4, pause=0.01)


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_comes_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    with serving(DATA) as server:
        order = DownloadOrder(server.url, tmp_path / "models" / "a.gguf", len(DATA), server.sha256)
        path = download(order, progress=lambda done, total: told.append((done, total)), patience=QUICK)
    assert path.read_bytes() == DATA
    assert left_in(path.parent) == ["a.gguf"]
    assert told[-1] == (len(DATA), len(DATA))


@pytest.mark.parametrize("fault", MENDABLE)
def test_what_a_second_try_mends_is_mended(tmp_path: Path, fault: str) -> None:
    with serving(DATA, fault) as server:
        order = DownloadOrder(server.url, tmp_path / "a.gguf", len(DATA), server.sha256)
        assert download(order, patience=QUICK).read_bytes() == DATA
    assert left_in(tmp_path) == ["a.gguf"]


@pytest.mark.parametrize("fault", FATAL)
def test_a_wrong_file_never_gets_its_place(tmp_path: Path, fault: str) -> None:
    with serving(DATA, fault) as server:
        order = DownloadOrder(server.url, tmp_path / "a.gguf", len(DATA), server.sha256)
        with pytest.raises(DownloadError) as refused:
            download(order, patience=QUICK)
    assert refused.value.message.endswith(".")
    assert "a.gguf" not in left_in(tmp_path)


def test_a_part_is_gone_on_with_another_day(tmp_path: Path) -> None:
    order_path = tmp_path / "a.gguf"
    with serving(DATA, "cuts", times=99) as server:
        order = DownloadOrder(server.url, order_path, len(DATA), server.sha256)
        with pytest.raises(DownloadError, match="kept"):
            download(order, patience=Patience(silence=0.2, tries=1, pause=0.01))
        gathered = part_of(order_path).stat().st_size
        server.fault = ""
        before = server.requests
        assert download(order, patience=QUICK).read_bytes() == DATA
        assert server.requests == before + 1
    assert 0 < gathered < len(DATA)


def test_a_part_of_another_file_is_not_gone_on_with(tmp_path: Path) -> None:
    with serving(DATA) as server:
        order = DownloadOrder(server.url, tmp_path / "a.gguf", len(DATA), server.sha256)
        part = part_of(order.target)
        part.write_bytes(b"something else")
        part.with_name(f"{part.name}.json").write_text(json.dumps({"url": "http://elsewhere/a", "total": 5}))
        assert download(order, patience=QUICK).read_bytes() == DATA


def test_a_part_that_was_spoiled_is_found_out(tmp_path: Path) -> None:
    with serving(DATA, "cuts", times=1) as server:
        order = DownloadOrder(server.url, tmp_path / "a.gguf", len(DATA), server.sha256)
        with pytest.raises(DownloadError):
            download(order, patience=Patience(tries=1))
        part = part_of(order.target)
        part.write_bytes(bytes(part.stat().st_size))
        with pytest.raises(DownloadError, match="checksum"):
            download(order, patience=QUICK)
        assert left_in(tmp_path) == []


def test_calling_it_off_keeps_what_has_come(tmp_path: Path) -> None:
    with serving(DATA, "throttles") as server:
        order = DownloadOrder(server.url, tmp_path / "a.gguf", len(DATA), server.sha256)
        seen: list[int] = []
        with pytest.raises(DownloadStopped):
            download(order, progress=lambda done, _: seen.append(done), cancelled=lambda: len(seen) > 1, patience=QUICK)
        assert "a.gguf" not in left_in(tmp_path)
        assert part_of(order.target).stat().st_size == seen[-1]
        assert download(order, patience=QUICK).read_bytes() == DATA


def test_the_checksum_of_the_server_serves_where_none_is_known(tmp_path: Path) -> None:
    with serving(DATA) as server:
        download(DownloadOrder(server.url, tmp_path / "a.gguf"), patience=QUICK)
    assert (tmp_path / "a.gguf").read_bytes() == DATA


def test_a_file_that_is_no_good_is_removed(tmp_path: Path) -> None:
    def check(path: Path) -> None:
        raise SongwrightError(f"{path.name} is no model.")

    with serving(DATA) as server, pytest.raises(SongwrightError, match="no model"):
        download(DownloadOrder(server.url, tmp_path / "a.gguf"), check=check, patience=QUICK)
    assert left_in(tmp_path) == []


def test_a_file_larger_than_the_disk_is_refused_beforehand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=1000))
    with serving(DATA) as server, pytest.raises(DownloadError, match="GB are free"):
        download(DownloadOrder(server.url, tmp_path / "a.gguf"), patience=QUICK)
    assert not part_of(tmp_path / "a.gguf").exists()


@pytest.mark.parametrize("url", ["", "model", "file:///etc/passwd", "ftp://x/y", "http://", "https:// /a"])
def test_what_is_no_address_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(DownloadError, match="no address"):
        download(DownloadOrder(url, tmp_path / "a.gguf"), patience=QUICK)


def test_nobody_there_is_said_in_a_sentence(tmp_path: Path) -> None:
    with serving(DATA) as server:
        url = server.url
    with pytest.raises(DownloadError, match="again and again"):
        download(DownloadOrder(url, tmp_path / "a.gguf"), patience=Patience(silence=0.2, tries=2, pause=0.01))


def test_a_folder_that_cannot_be_made_is_an_error_of_the_disk(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file")
    with serving(DATA) as server, pytest.raises(SongwrightError) as refused:
        download(DownloadOrder(server.url, tmp_path / "models" / "a.gguf"), patience=QUICK)
    assert "not saved" in refused.value.message


def test_a_mirror_takes_the_hubs_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "https://mirror.example/")
    assert mirrored("https://huggingface.co/a/b") == "https://mirror.example/a/b"
    assert mirrored("https://elsewhere.example/a") == "https://elsewhere.example/a"


def test_a_size_that_is_another_one_or_that_no_file_can_have_is_refused() -> None:
    def agree(total: int, offset: int, known: int) -> None:
        download_module._agree_on_size(total, offset, PartState(offset, known, ""), "http://x.example/a")

    agree(5, 5, 0)
    agree(5, 0, 5)
    with pytest.raises(DownloadError, match="should have 6"):
        agree(5, 0, 6)
    for total, offset in ((4, 5), (200_000_000_001, 0)):
        with pytest.raises(DownloadError, match="cannot be"):
            agree(total, offset, 0)
