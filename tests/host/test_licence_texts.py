"""The licences of others are found in every kind of installation."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

import pytest

import songwright
from songwright.host import licence_texts


def installed_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "songwright").mkdir(parents=True)
    monkeypatch.setattr(songwright, "__path__", [str(folder / "songwright")])


def test_a_checkout_has_them_at_its_root() -> None:
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in licence_texts.third_party_licences()


def test_a_frozen_program_has_them_beside_its_modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed_in(tmp_path / "program" / "_internal", monkeypatch)
    (tmp_path / "program" / "_internal" / "THIRD-PARTY-LICENSES.txt").write_text("of all")
    assert licence_texts.third_party_licences() == "of all"


def test_a_wheel_has_them_in_its_metadata(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "lib" / "site-packages"
    installed_in(site, monkeypatch)
    info = site / "songwright-9.9.dist-info"
    (info / "licenses").mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.4\nName: songwright\nVersion: 9.9\n")
    (info / "licenses" / "THIRD-PARTY-LICENSES.txt").write_text("of the wheel")
    monkeypatch.setattr(licence_texts, "distribution", lambda _name: importlib.metadata.Distribution.at(info))
    assert licence_texts.third_party_licences() == "of the wheel"


def test_an_installation_without_them_has_an_empty_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise importlib.metadata.PackageNotFoundError(name)

    installed_in(tmp_path / "lib" / "site-packages", monkeypatch)
    monkeypatch.setattr(licence_texts, "distribution", absent)
    assert licence_texts.third_party_licences() == ""
