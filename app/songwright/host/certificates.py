"""Which servers this system trusts; imported by `songwright.host.network.download` alone, and only for a download."""

from __future__ import annotations

import contextlib
import ssl
import urllib.error

__all__ = ["is_distrust", "trusted"]

# Where systems keep the certificates that they trust: Debian, Fedora, openSUSE, Alpine and macOS.
_PLACES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)


def trusted() -> ssl.SSLContext:
    """What this system trusts. A frozen program's OpenSSL knows only the places of the system it was made on."""
    context = ssl.create_default_context()
    for place in _PLACES:
        if not context.cert_store_stats()["x509_ca"]:
            with contextlib.suppress(OSError):
                context.load_verify_locations(place)
    return context


def is_distrust(error: urllib.error.URLError) -> bool:
    """Whether the connection failed because the server could not prove who it is."""
    return isinstance(error.reason, ssl.SSLCertVerificationError)
