"""Which servers are trusted, also by a frozen program on a system that keeps its list elsewhere."""

from __future__ import annotations

import ssl
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from songwright.host import certificates
from songwright.host.network.download import DownloadError, DownloadOrder, Patience, download

# Of nobody: made for this test, its key thrown away.
CERTIFICATE = """\
-----BEGIN CERTIFICATE-----
MIIBfzCCASWgAwIBAgIUfxqrvh8Gp7Z399YVZQ7f8zOooSQwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyODExNTUzNloYDzIxMjYxMTA0
MTE1NTM2WjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASLAyzmXgG9LOeSvRZmjFwwwqWr1FOkDSDEr6d268XE8/DYxu3ROx+8
4dc9/ELWAm8f++1tr6DRrmF4DugrBU/7o1MwUTAdBgNVHQ4EFgQUuWMEqdQJZSJY
TBDRWCSVvVmtRpYwHwYDVR0jBBgwFoAUuWMEqdQJZSJYTBDRWCSVvVmtRpYwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEAgrJSRjXkI30ibEQCI+1K
tIddJAJPTTb1E4SsaXz6tiECIHLSo3xVxJtrQ6D+TDPYDlqo1OP4leZCQ0KG1i22
xOyI
-----END CERTIFICATE-----
"""


@pytest.fixture
def foreign_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A system that has nothing where OpenSSL looks, and a list in a place of its own."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    place = tmp_path / "ca-bundle.crt"
    place.write_text(CERTIFICATE)
    monkeypatch.setattr(certificates, "_PLACES", (str(tmp_path / "not here.crt"), str(place)))
    return place


def test_a_list_is_found_where_another_system_keeps_it(foreign_system: Path) -> None:
    assert ssl.create_default_context().cert_store_stats()["x509_ca"] == 0
    assert certificates.trusted().cert_store_stats()["x509_ca"] == 1


def test_without_any_list_nobody_is_trusted(foreign_system: Path) -> None:
    foreign_system.unlink()
    assert certificates.trusted().cert_store_stats()["x509_ca"] == 0


def test_a_server_that_proves_nothing_is_asked_once_and_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = []

    def refuse(*_: object, **__: object) -> None:
        asked.append(1)
        raise urllib.error.URLError(ssl.SSLCertVerificationError("unable to get local issuer certificate"))

    monkeypatch.setattr(urllib.request.OpenerDirector, "open", refuse)
    with pytest.raises(DownloadError, match="could not prove who it is"):
        download(
            DownloadOrder("https://models.example/a.gguf", tmp_path / "a.gguf"), patience=Patience(tries=3, pause=0.01)
        )
    assert asked == [1]
