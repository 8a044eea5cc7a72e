"""The test of a mailbox says which setting is wrong, against real servers."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from msgspec.structs import replace

from channels.email.check import check_mailbox
from hub.core.free_port import free_port
from hub.core.models.checks import Finding, Verdict
from hub.core.models.mail import ImapAccount, Mailbox, OAuth, Security, SmtpAccount
from tests.integration.email.dovecot import PASSWORD, dovecot
from tests.integration.email.office import Office
from tests.integration.email.peers import Peer


@pytest.fixture
async def mailbox(peer: Peer) -> AsyncIterator[Mailbox]:
    """A mailbox whose settings are right."""
    peer.password = PASSWORD
    async with dovecot() as server, peer.serving() as port:
        yield Mailbox(
            id="new",
            entry_point="mail-support",
            address="support@hub.test",
            password=PASSWORD,
            imap=ImapAccount(host="127.0.0.1", port=server.imap_port, security=Security.NONE, user="support"),
            smtp=SmtpAccount(host="localhost", port=port, security=Security.NONE, user="support"),
        )


async def check(office: Office, mailbox: Mailbox) -> dict[str, Finding]:
    return {one.reason.code: one for one in await check_mailbox(mailbox, office.store, office.world.clock)}


def bad(findings: dict[str, Finding]) -> dict[str, str]:
    """What failed, and where to look."""
    return {one.reason.code: one.field for one in findings.values() if one.verdict is Verdict.FAILED}


async def test_good_settings_are_said_to_be_good(office: Office, mailbox: Mailbox, peer: Peer) -> None:
    findings = await check(office, mailbox)
    assert bad(findings) == {}
    assert list(findings) == [
        "imap_connected",
        "imap_logged_in",
        "imap_folder_good",
        "smtp_connected",
        "smtp_logged_in",
        "smtp_no_dsn",
    ]
    assert findings["imap_folder_good"].reason.vars["folder"] == "INBOX"
    assert peer.mails == []


async def test_a_wrong_password_is_found_on_both_sides(office: Office, mailbox: Mailbox) -> None:
    findings = await check(office, replace(mailbox, password="wrong"))
    assert bad(findings) == {"imap_login": "imap.user", "smtp_login": "smtp.user"}
    assert "535" in findings["smtp_login"].reason.detail
    assert findings["smtp_login"].reason.vars["user"] == "support"


async def test_each_mistake_is_named(office: Office, mailbox: Mailbox) -> None:
    assert mailbox.imap
    assert mailbox.smtp
    port = free_port()
    wrong = replace(
        mailbox, imap=replace(mailbox.imap, folder="Nirgends"), smtp=replace(mailbox.smtp, port=port)
    )
    assert bad(await check(office, wrong)) == {"imap_folder": "imap.folder", "smtp_unreachable": "smtp.host"}
    wrong = replace(
        mailbox,
        imap=replace(mailbox.imap, sent_folder="Gesendet"),
        smtp=replace(mailbox.smtp, security=Security.STARTTLS),
    )
    found = bad(await check(office, wrong))
    assert found == {"imap_folder": "imap.sent_folder", "smtp_no_starttls": "smtp.security"}
    wrong = replace(
        mailbox,
        imap=replace(mailbox.imap, port=port),
        smtp=replace(mailbox.smtp, host="nowhere.invalid"),
    )
    assert bad(await check(office, wrong)) == {"imap_unreachable": "imap.host", "smtp_dns": "smtp.host"}


async def test_a_mailbox_that_mail_is_routed_to_needs_no_imap(office: Office, mailbox: Mailbox) -> None:
    findings = await check(office, replace(mailbox, imap=None, smtp=None))
    assert {key: one.verdict for key, one in findings.items()} == {
        "imap_off": Verdict.OK,
        "smtp_off": Verdict.WARNING,
    }


async def test_without_a_token_nothing_else_is_tried(office: Office, mailbox: Mailbox) -> None:
    async def refuse(request: web.Request) -> web.Response:
        return web.json_response({"error": "invalid_grant", "error_description": "revoked"}, status=400)

    app = web.Application()
    app.router.add_post("/token", refuse)
    async with TestServer(app) as server:
        oauth = OAuth(token_url=str(server.make_url("/token")), client_id="hub")
        findings = await check(office, replace(mailbox, oauth=oauth, refresh_token="r"))
    assert bad(findings) == {"oauth_refused": "refresh_token"}
    assert findings["oauth_refused"].reason.detail == "invalid_grant revoked"
    assert findings["smtp_skipped"].verdict is Verdict.SKIPPED


async def test_a_key_that_does_not_sign_is_found(office: Office) -> None:
    wrong = Mailbox(
        id="new",
        entry_point="m",
        address="a@hub.test",
        dkim_selector="s",
        dkim_domain="hub.test",
        dkim_key="x",
    )
    assert bad(await check(office, wrong)) == {"dkim_key": "dkim_key"}
