"""How a connection to an IMAP server is protected and signed in to."""

import asyncio
import base64
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from channels.email.imap_client import ImapError, Login, connected
from hub.core.models.mail import ImapAccount, Security
from tests.integration.email.dovecot import PASSWORD, Dovecot, dovecot, moment


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A key and a certificate of our own for localhost."""
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
    names = ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(cert)]
    subprocess.run([*command.split(), *names], check=True, capture_output=True)
    return key, cert


@pytest.fixture
async def server(certificate: tuple[Path, Path]) -> AsyncIterator[Dovecot]:
    async with dovecot(certificate) as running:
        yield running


def account(server: Dovecot, security: Security, host: str = "localhost") -> ImapAccount:
    port = server.imaps_port if security is Security.TLS else server.imap_port
    return ImapAccount(host=host, port=port, security=security, user="support")


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
async def test_connections_are_encrypted(
    server: Dovecot, certificate: tuple[Path, Path], security: Security
) -> None:
    trusted = ssl.create_default_context(cafile=certificate[1])
    server.deliver("support", b"Subject: x\r\n\r\nhi\r\n", "m1")
    async with connected(account(server, security), trusted) as client:
        await client.sign_in("support", Login(password=PASSWORD))
        await client.open("INBOX")
        assert await client.fetch([1]) == {1: b"Subject: x\r\n\r\nhi\r\n"}
    assert "TLS" in server.log()


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
async def test_a_stranger_s_certificate_is_not_trusted(server: Dovecot, security: Security) -> None:
    with pytest.raises(ImapError) as caught:
        async with connected(account(server, security)):
            pass
    assert caught.value.key == "imap_tls"
    assert "self" in caught.value.detail


async def test_a_server_of_an_unknown_name(server: Dovecot) -> None:
    with pytest.raises(ImapError) as caught:
        async with connected(account(server, Security.NONE, host="nowhere.invalid")):
            pass
    assert caught.value.key == "imap_dns"


@pytest.mark.parametrize("password", ['with "quotes" \\ and spaces', "密码"])
async def test_passwords_may_have_any_characters(server: Dovecot, password: str) -> None:
    server.user("support", password)
    async with connected(account(server, Security.NONE)) as client:
        await client.sign_in("support", Login(password=password))


async def test_a_password_with_a_line_break_is_refused_here(server: Dovecot) -> None:
    async with connected(account(server, Security.NONE)) as client:
        with pytest.raises(ImapError) as caught:
            await client.sign_in("support", Login(password="a\r\nb LOGOUT"))
    assert caught.value.key == "imap_login"


@asynccontextmanager
async def provider(good: str) -> AsyncIterator[int]:
    """A server that takes access tokens only, and explains a refusal as Google's and Microsoft's do."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK ready\r\n")
        while line := await reader.readline():
            tag, name, *rest = line.split()
            if name == b"CAPABILITY":
                writer.write(b"* CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SASL-IR IDLE\r\n" + tag + b" OK done\r\n")
            elif name == b"AUTHENTICATE" and base64.b64decode(rest[1]).decode() == (
                f"user=support\1auth=Bearer {good}\1\1"
            ):
                writer.write(tag + b" OK welcome\r\n")
            else:
                writer.write(b"+ " + base64.b64encode(b'{"status":"400","schemes":"Bearer"}') + b"\r\n")
                assert await reader.readline() == b"\r\n"
                writer.write(tag + b" NO refused\r\n")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await moment()  # sockets of connections that have ended are closed a turn later


async def test_a_token_signs_in_and_a_refusal_is_told() -> None:
    async with provider("good") as port:
        where = ImapAccount(host="127.0.0.1", port=port, security=Security.NONE, user="support")
        async with connected(where) as client:
            await client.sign_in("support", Login(token="good"))
        async with connected(where) as client:
            with pytest.raises(ImapError) as caught:
                await client.sign_in("support", Login(token="old"))
    assert (caught.value.key, caught.value.detail) == ("imap_login", '{"status":"400","schemes":"Bearer"}')
