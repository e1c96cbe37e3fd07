"""The line to the central is encrypted and its certificate checked, as the address of the central says."""

from __future__ import annotations

import datetime
import ipaddress
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kancelaria.bootstrap import open_office
from kancelaria.central.backup import backup
from kancelaria.central.connection import connect
from kancelaria.central.status import status
from kancelaria.domain.errors import CentralError
from tests.fakes.postgres import PostgresServer, own_folder
from tests.integration.central.conftest import DATABASE, PASSWORD, Central
from ui.operations.central import engine_of, join

HBA = "local all all scram-sha-256\nhostssl all,replication all 127.0.0.1/32 scram-sha-256\n"


def certificate(folder: Path) -> Path:
    """A certificate that vouches for itself, for 127.0.0.1 alone, and its key; gives the certificate's file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "centrala.example.com")])
    now = datetime.datetime.now(datetime.UTC)
    day = datetime.timedelta(days=1)
    place = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - day).not_valid_after(now + day)
        .add_extension(place, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    folder.mkdir(exist_ok=True)
    (folder / "server.crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "server.key").write_bytes(pem)
    (folder / "server.key").chmod(0o600)
    return folder / "server.crt"


@pytest.fixture
def guarded(prepared_central: tuple[Path, str]) -> Iterator[Central]:
    """A central that takes nobody in without TLS."""
    server = PostgresServer({"ssl": "on"}, template=prepared_central[0])
    certificate(server.data)
    (server.data / "pg_hba.conf").write_text(HBA, encoding="ascii")
    own_folder(server.data)
    with server:
        yield Central(server, server.url(database=DATABASE), prepared_central[1])


def with_options(url: str, **options: str) -> str:
    return url + "?" + "&".join(f"{name}={quote(value, safe='')}" for name, value in options.items())


def refusal(url: str) -> CentralError:
    with pytest.raises(CentralError) as refused:
        connect(url)
    assert refused.value.hint
    assert "SSL error" not in refused.value.message
    return refused.value


def test_a_station_works_over_a_checked_line(guarded: Central, tmp_path: Path) -> None:
    ca = tmp_path / "urzad.crt"
    ca.write_bytes((guarded.server.data / "server.crt").read_bytes())
    address = with_options(guarded.url_of("anna"), sslmode="verify-full", sslrootcert=str(ca))
    join(tmp_path / "k1", address, PASSWORD, None, "K1")
    with open_office(tmp_path / "k1") as office:
        assert "verify-full" in office.station.central
        report = engine_of(office).run_once()
        assert report.stuck == ()
    with connect(address) as connection:
        row = connection.execute("SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()").fetchone()
    assert row is not None
    assert row[0] is True
    boss = with_options(guarded.url, sslmode="verify-full", sslrootcert=str(ca))
    assert status(boss).encrypted
    backup(boss, tmp_path / "kopia")


def test_plain_text_is_refused(guarded: Central) -> None:
    refused = refusal(with_options(guarded.url_of("anna"), sslmode="disable"))
    assert refused.code == "tls_required"
    assert "verify-full" in refused.hint


def test_a_strangers_certificate_is_refused(guarded: Central, tmp_path: Path) -> None:
    wrong = certificate(tmp_path / "obcy")
    anna = guarded.url_of("anna")
    refused = refusal(with_options(anna, sslmode="verify-full", sslrootcert=str(wrong)))
    assert refused.code == "certificate_refused"
    right = guarded.server.data / "server.crt"
    elsewhere = anna.replace("127.0.0.1", "localhost")
    elsewhere = with_options(elsewhere, sslmode="verify-full", sslrootcert=str(right), hostaddr="127.0.0.1")
    assert refusal(elsewhere).code == "certificate_refused", "the right office's certificate, but for another address"
    nowhere = with_options(anna, sslmode="verify-full", sslrootcert=str(tmp_path / "nie-ma.crt"))
    assert refusal(nowhere).code == "certificate_missing"
    assert refusal(anna.replace(quote(PASSWORD), "zle-haslo")).code == "wrong_password"


def test_a_server_that_cannot_encrypt_is_refused(central: Central) -> None:
    assert refusal(with_options(central.url_of("anna"), sslmode="require")).code == "tls_missing"
