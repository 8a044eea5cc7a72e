"""Tries a mailbox's settings as the hub would use them, and says at which step which of them is wrong."""

import asyncio
import ssl
from collections.abc import Mapping

import dkim

from channels.base import TemporaryFailure
from channels.email.dkim import signed
from channels.email.imap_client import ImapError, Login, connected
from channels.email.oauth import AccessTokens, OAuthError
from channels.email.smtp_session import ConnectFailure, Timeouts, connect
from hub.core.clock import Clock
from hub.core.models.checks import Finding, Verdict
from hub.core.models.mail import ImapAccount, Mailbox, SmtpAccount
from hub.core.models.reasons import Reason, words
from hub.core.ports import Store

PATIENCE = Timeouts(connect=15, command=15, chunk=15, end=15)
FIELDS: Mapping[str, str] = {
    "dns": "host",
    "unreachable": "host",
    "timeout": "port",
    "silent": "port",
    "tls": "security",
    "no_starttls": "security",
    "certificate": "host",
    "login": "user",
    "no_login": "security",
    "folder": "folder",
}
"""Which setting of an account to look at, by what went wrong."""
SAMPLE = b"From: <%s>\r\nSubject: A test\r\nDate: Mon, 23 Nov 2026 09:00:00 +0000\r\n\r\nA test.\r\n"


async def check_mailbox(
    mailbox: Mailbox, store: Store, clock: Clock, *, tls: ssl.SSLContext | None = None
) -> list[Finding]:
    """Try to sign in where the mailbox is read and where it sends; nothing is read or sent.

    `tls` is what servers are verified with, by default the system's certificates.
    """
    findings = []
    token = ""
    if mailbox.oauth:
        try:
            token = await AccessTokens(store, clock).token(mailbox)
            findings.append(_ok("oauth", "oauth_good"))
        except OAuthError as error:
            field = "oauth.token_url" if error.key == "oauth_unreachable" else "refresh_token"
            findings.append(_failed("oauth", error.key, error.detail, field))
            return [*findings, *(_skipped(step) for step in ("imap", "smtp") if getattr(mailbox, step))]
    if tls is None:
        tls = await asyncio.to_thread(ssl.create_default_context)
    async with asyncio.TaskGroup() as group:
        reading = group.create_task(_check_imap(mailbox.imap, mailbox, token, tls)) if mailbox.imap else None
        sending = group.create_task(_check_smtp(mailbox.smtp, mailbox, token, tls)) if mailbox.smtp else None
        signing = group.create_task(check_dkim(mailbox)) if mailbox.dkim_key else None
    findings += reading.result() if reading else [_ok("imap", "imap_off")]
    findings += sending.result() if sending else [_warning("smtp", "smtp_off", {}, "smtp")]
    findings += signing.result() if signing else []
    return findings


async def _check_imap(
    account: ImapAccount, mailbox: Mailbox, token: str, tls: ssl.SSLContext
) -> list[Finding]:
    where = {"host": f"{account.host}:{account.port}", "user": account.user, "folder": account.folder}
    findings: list[Finding] = []
    try:
        async with connected(account, tls) as client:
            findings.append(_ok("imap", "imap_connected", where))
            login = Login(token=token) if token else Login(password=mailbox.password)
            await client.sign_in(account.user, login)
            findings.append(_ok("imap", "imap_logged_in", where))
            await client.open(account.folder)
            findings.append(_ok("imap", "imap_folder_good", where))
            if not client.can_idle:
                findings.append(_ok("imap", "imap_no_idle"))
            if account.sent_folder:
                where["folder"] = account.sent_folder
                await client.open(account.sent_folder)
                findings.append(_ok("imap", "imap_folder_good", where))
    except ImapError as error:
        field = "imap.sent_folder" if where["folder"] != account.folder else _field(error.key)
        return [*findings, _failed("imap", error.key, error.detail, field, where)]
    return findings


async def _check_smtp(
    account: SmtpAccount, mailbox: Mailbox, token: str, tls: ssl.SSLContext
) -> list[Finding]:
    where = {"host": f"{account.host}:{account.port}", "user": account.user}
    ehlo = mailbox.address.rpartition("@")[2].encode("idna").decode("ascii")
    try:
        session = await connect(account, ehlo, tls, PATIENCE, password=mailbox.password, token=token)
    except ConnectFailure as error:
        return [_failed("smtp", error.key, error.detail, _field(error.key), where)]
    has_dsn = session.has_dsn
    await session.quit()
    findings = [_ok("smtp", "smtp_connected", where)]
    findings += [_ok("smtp", "smtp_logged_in", where)] if account.user else []
    return [*findings, _ok("smtp", "smtp_dsn" if has_dsn else "smtp_no_dsn")]


async def check_dkim(mailbox: Mailbox) -> list[Finding]:
    """Sign a mail and verify it as others do, with the key in DNS."""
    vars = {"name": f"{mailbox.dkim_selector}._domainkey.{mailbox.dkim_domain}"}
    try:
        sample = signed(SAMPLE % mailbox.address.encode(), mailbox)
    except TemporaryFailure as failure:
        return [_failed("dkim", "dkim_key", failure.reason.detail, "dkim_key")]
    try:
        good = await asyncio.to_thread(dkim.verify, sample)
    except dkim.DKIMException as error:
        return [_warning("dkim", "dkim_dns", vars, "dkim_selector", str(error))]
    if good:
        return [_ok("dkim", "dkim_good", vars)]
    return [_failed("dkim", "dkim_record", "", "dkim_selector", vars)]


def _field(key: str) -> str:
    """Return the setting to look at."""
    step, _, what = key.partition("_")
    return f"{step}.{FIELDS[what]}" if what in FIELDS else step


def _ok(step: str, code: str, vars: dict[str, str] | None = None) -> Finding:
    return Finding(step=step, verdict=Verdict.OK, reason=Reason(code, dict(vars or {})))


def _warning(step: str, code: str, vars: dict[str, str], field: str = "", detail: str = "") -> Finding:
    reason = Reason(code, dict(vars), words(detail))
    return Finding(step=step, verdict=Verdict.WARNING, reason=reason, field=field)


def _failed(step: str, code: str, detail: str, field: str, vars: dict[str, str] | None = None) -> Finding:
    reason = Reason(code, dict(vars or {}), words(detail))
    return Finding(step=step, verdict=Verdict.FAILED, reason=reason, field=field)


def _skipped(step: str) -> Finding:
    return Finding(step=step, verdict=Verdict.SKIPPED, reason=Reason(f"{step}_skipped"))
