"""Protected connections and access tokens on the way out, against a server that insists on them."""

import base64
import ssl
import subprocess
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from aiosmtpd.smtp import SMTP, AuthResult

from hub.core.models.delivery import DispatchState
from hub.core.models.mail import OAuth, Security
from tests.fakes.reasons import code
from tests.integration.email.office import Office
from tests.integration.email.peers import Peer


class Certificate:
    """A certificate for localhost that only we trust."""

    def __init__(self, folder: Path) -> None:
        self.key, self.cert = folder / "key.pem", folder / "cert.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
            + ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
            + ["-keyout", str(self.key), "-out", str(self.cert)],
            check=True,
            capture_output=True,
        )

    def server(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.cert, self.key)
        return context

    def client(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.cert))


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    return Certificate(tmp_path)


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
async def test_mail_is_handed_in_over_a_protected_connection(
    office: Office, peer: Peer, certificate: Certificate, security: Security
) -> None:
    office.tls = certificate.client()
    office.new_provider()
    options: dict[str, Any] = (
        {"ssl": certificate.server()}
        if security is Security.TLS
        else {"tls_context": certificate.server(), "require_starttls": True}
    )
    async with peer.serving(**options) as port:
        await office.use_server(port, security=security)
        message = await office.written()
        await office.deliverer().step()
        await office.provider.close()
    assert await office.state(message) is DispatchState.SENT
    assert len(peer.mails) == 1


@pytest.mark.parametrize(
    ("security", "key"),
    [
        (Security.TLS, "smtp_tls"),
        (Security.STARTTLS, "smtp_no_starttls"),
    ],
)
async def test_nothing_is_sent_unprotected_where_protection_is_wanted(
    office: Office, peer: Peer, security: Security, key: str
) -> None:
    async with peer.serving() as port:
        await office.use_server(port, security=security)
        message = await office.written()
        await office.deliverer().step()
        dispatch = await office.dispatch(message)
    assert (dispatch.state, code(dispatch.reason)) == (DispatchState.PENDING, key)
    assert peer.mails == []


async def test_a_certificate_nobody_vouches_for_is_not_trusted(
    office: Office, peer: Peer, certificate: Certificate
) -> None:
    async with peer.serving(ssl=certificate.server()) as port:
        await office.use_server(port, security=Security.TLS)
        message = await office.written()
        await office.deliverer().step()
        dispatch = await office.dispatch(message)
    assert (dispatch.state, code(dispatch.reason)) == (DispatchState.PENDING, "smtp_certificate")
    assert peer.mails == []


class TokenPeer(Peer):
    """Takes mail from who shows the right token, and explains a refusal as Gmail does."""

    def __init__(self) -> None:
        super().__init__()
        self.good = "token-2"
        self.shown: list[str] = []

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
        user, bearer = base64.b64decode(args[1]).decode().strip("\x01").split("\x01")
        token = bearer.removeprefix("auth=Bearer ")
        self.shown.append(f"{user.removeprefix('user=')} {token}")
        if token != self.good:
            why = base64.b64encode(b'{"status":"401"}').decode()
            await server.push(f"334 {why}")
            await server._reader.readline()
        return AuthResult(success=token == self.good, handled=False)


async def test_a_token_that_is_no_longer_good_is_renewed(office: Office) -> None:
    peer, given = TokenPeer(), 0

    async def give(request: web.Request) -> web.Response:
        nonlocal given
        given += 1
        return web.json_response({"access_token": f"token-{given}", "expires_in": 3600})

    app = web.Application()
    app.router.add_post("/token", give)
    async with TestServer(app) as tokens, peer.serving(auth_require_tls=False) as port:
        oauth = OAuth(token_url=str(tokens.make_url("/token")), client_id="hub")
        await office.use_server(port, user="support", oauth=oauth, refresh_token="r")
        message = await office.written()
        await office.deliverer().step()
        assert await office.state(message) is DispatchState.SENT
        assert peer.shown == ["support token-1", "support token-2"]
        peer.good = "another"
        await office.provider.close()
        message = await office.written()
        await office.deliverer().step()
        dispatch = await office.dispatch(message)
        assert (dispatch.state, code(dispatch.reason)) == (DispatchState.PENDING, "smtp_login")
        assert given == 3
    assert len(peer.mails) == 1
