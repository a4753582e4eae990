"""A self-made TLS certificate, so that a phone in the same building can reach a one-machine portal."""

from __future__ import annotations

import ipaddress
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOLDS = timedelta(days=397)  # the longest that browsers take


def make_certificate(folder: Path, host: str) -> tuple[Path, Path]:
    """A certificate and its key for `host`, made once a year. Browsers warn: people compare the fingerprint once."""
    certificate, key = folder / "tls" / "certificate.pem", folder / "tls" / "key.pem"
    if not certificate.exists() or _is_old(certificate):
        certificate.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(certificate, key, host)
    return certificate, key


def _is_old(certificate: Path) -> bool:
    held = x509.load_pem_x509_certificate(certificate.read_bytes())
    return held.not_valid_after_utc < datetime.now(UTC) + timedelta(days=30)


def _write(certificate: Path, key: Path, host: str) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)]), datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + HOLDS)
        .add_extension(x509.SubjectAlternativeName([_named(host)]), critical=False)
        .sign(private, hashes.SHA256())
    )
    secret = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(secret)
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))


def _named(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)
