"""One connection to a mail server that takes our mails (RFC 5321, 6409), step by step.

The steps matter: until the dot that ends a mail was written, the server has no mail, and it is safe to try
again. From then until its answer nobody knows.
"""

import asyncio
import socket
import ssl
from collections.abc import Sequence

import aiosmtplib
from msgspec import Struct

from channels.base import DoubtfulFailure, Interrupted, PermanentFailure, SendFailure, TemporaryFailure
from channels.email.addressing import envelope_address, needs_utf8
from hub.core.models.delivery import DispatchState, Part
from hub.core.models.mail import Security, SmtpAccount
from hub.core.models.reasons import Reason, words

CHUNK = 1 << 16
SIGN_IN_METHODS = ("plain", "login", "cram-md5")
_LOST = (aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPTimeoutError, OSError)


class Timeouts(Struct, frozen=True, kw_only=True):
    """Seconds to wait: RFC 5321, 4.5.3.2, shorter where a person may be waiting."""

    connect: float = 30
    command: float = 120
    chunk: float = 180
    end: float = 600


class ConnectFailure(Exception):
    """No usable connection: `key` says at which step it failed, `detail` in the server's words."""

    def __init__(self, key: str, detail: str, account: SmtpAccount | None = None) -> None:
        """Take a reason's code ("smtp_dns", "smtp_login" ...), the words, and which server it was."""
        super().__init__(detail)
        self.key = key
        self.detail = detail
        where = {"host": f"{account.host}:{account.port}", "user": account.user} if account else {}
        self.reason = Reason(key, where, words(detail))


class Envelope(Struct, frozen=True, kw_only=True):
    """A mail to hand in. `patient` means: if somebody cannot be written to now, write to nobody now."""

    id: str
    sender: str
    recipients: Sequence[str]
    raw: bytes
    patient: bool = True


class Session:
    """A connection that was opened, protected and signed in."""

    def __init__(self, client: aiosmtplib.SMTP, timeouts: Timeouts) -> None:
        """Take a connected client."""
        self._client = client
        self._timeouts = timeouts

    @property
    def has_dsn(self) -> bool:
        """Say whether the server reports what becomes of mails (RFC 3461)."""
        return self._client.supports_extension("dsn")

    @property
    def most_bytes(self) -> int:
        """Return how large a mail may be for the server, 0 if it does not say (RFC 1870)."""
        size = self._client.esmtp_extensions.get("size", "")
        return int(size) if size.isdecimal() else 0

    async def is_fresh(self) -> bool:
        """Say whether the connection can be used for another mail."""
        try:
            await self._client.rset(timeout=self._timeouts.connect)
        except (aiosmtplib.SMTPException, OSError):
            self.close()
            return False
        return True

    def close(self) -> None:
        """End the connection, whatever goes on in it."""
        self._client.close()

    async def quit(self) -> None:
        """End the connection politely."""
        try:
            await self._client.quit(timeout=self._timeouts.connect)
        except (aiosmtplib.SMTPException, OSError):
            self.close()

    async def hand_in(self, envelope: Envelope) -> list[Part]:
        """Hand the mail in; return what the server said to each recipient. Raises SendFailure."""
        try:
            try:
                parts = await self._address(envelope)
                await self._transfer(envelope.raw)
            except asyncio.CancelledError:  # the server has no mail before its end
                raise Interrupted from None
            await self._end()
        except SendFailure:
            raise
        except aiosmtplib.SMTPResponseException as answer:
            raise refusal(answer.code, answer.message) from None
        except _LOST as error:
            self.close()
            raise TemporaryFailure(Reason("smtp_connection_lost", detail=words(error))) from None
        except asyncio.CancelledError:
            self.close()
            raise
        return parts

    async def _address(self, envelope: Envelope) -> list[Part]:
        if self.most_bytes and len(envelope.raw) > self.most_bytes:
            vars = {"size": str(len(envelope.raw) >> 20), "most": str(self.most_bytes >> 20)}
            raise PermanentFailure(Reason("smtp_too_large", vars))
        addresses = [envelope.sender, *envelope.recipients]
        utf8 = needs_utf8(addresses)
        if utf8 and not self._client.supports_extension("smtputf8"):
            raise PermanentFailure(Reason("smtp_no_utf8"))
        encoding = "utf-8" if utf8 else "ascii"
        options = [f"SIZE={len(envelope.raw)}"] if self._client.supports_extension("size") else []
        options += ["SMTPUTF8", "BODY=8BITMIME"] if utf8 else []
        options += ["RET=HDRS", f"ENVID={envelope.id}"] if self.has_dsn else []
        await self._client.mail(
            envelope_address(envelope.sender),
            options=options,
            encoding=encoding,
            timeout=self._timeouts.command,
        )
        refused: dict[str, aiosmtplib.SMTPRecipientRefused] = {}
        for recipient in envelope.recipients:
            try:
                await self._client.rcpt(
                    envelope_address(recipient),
                    options=self._reports(recipient),
                    encoding=encoding,
                    timeout=self._timeouts.command,
                )
            except aiosmtplib.SMTPRecipientRefused as answer:
                refused[recipient] = answer
        _check(refused, envelope)
        return [_part(one, refused.get(one)) for one in envelope.recipients]

    def _reports(self, recipient: str) -> list[str]:
        """Return the parameters that ask for reports of every kind, about the recipient as we know them."""
        if not self.has_dsn:
            return []
        wanted = ["NOTIFY=SUCCESS,FAILURE,DELAY"]
        return [*wanted, f"ORCPT=rfc822;{_xtext(recipient)}"] if recipient.isascii() else wanted

    async def _transfer(self, raw: bytes) -> None:
        protocol = self._client.protocol
        answer = await self._client.execute_command(b"DATA", timeout=self._timeouts.command)
        if answer.code != 354 or protocol is None:
            raise refusal(answer.code, answer.message)
        stuffed = (b"\r\n" + raw).replace(b"\r\n.", b"\r\n..")[2:]
        for start in range(0, len(stuffed), CHUNK):
            protocol.write(stuffed[start : start + CHUNK])
            async with asyncio.timeout(self._timeouts.chunk):
                await protocol._drain_helper()  # as asyncio.StreamWriter.drain does; it is made for that
        if not stuffed.endswith(b"\r\n"):
            protocol.write(b"\r\n")

    async def _end(self) -> None:
        """Write the dot. From here on the server may have the mail."""
        protocol = self._client.protocol
        if protocol is None:
            raise aiosmtplib.SMTPServerDisconnected("Connection lost")
        protocol.write(b".\r\n")
        try:
            answer = await protocol.read_response(timeout=self._timeouts.end)
        except (aiosmtplib.SMTPException, OSError) as error:
            self.close()
            raise DoubtfulFailure(Reason("mail_in_doubt", detail=words(error))) from None
        if answer.code != 250:
            raise refusal(answer.code, answer.message)


async def connect(
    account: SmtpAccount,
    ehlo: str,
    tls: ssl.SSLContext,
    timeouts: Timeouts,
    *,
    password: str = "",
    token: str = "",
) -> Session:
    """Open a connection and sign in, by the token if there is one. Raises ConnectFailure."""
    client = aiosmtplib.SMTP(
        hostname=account.host,
        port=account.port,
        local_hostname=ehlo,
        use_tls=account.security is Security.TLS,
        start_tls=account.security is Security.STARTTLS,
        tls_context=tls,
        timeout=timeouts.connect,
    )
    try:
        await client.connect()
        await client.ehlo()
        if account.user:
            await _sign_in(client, account.user, password, token)
    except (aiosmtplib.SMTPException, OSError) as error:
        client.close()
        raise _why(error, account) from None
    except BaseException:
        client.close()
        raise
    return Session(client, timeouts)


def refusal(code: int, message: str) -> SendFailure:
    """Return what a server's answer means: 4xx may pass, 5xx will not, except when it asks us to sign in."""
    detail = words(code, message)
    if 500 <= code < 600 and code not in {530, 535, 538}:
        return PermanentFailure(Reason("mail_refused", detail=detail))
    return TemporaryFailure(Reason("mail_deferred", detail=detail))


def _check(refused: dict[str, aiosmtplib.SMTPRecipientRefused], envelope: Envelope) -> None:
    """Raise a failure if the mail should not be sent to those who were accepted."""
    for_now = [answer for answer in refused.values() if answer.code < 500]
    nobody = len(refused) == len(envelope.recipients)
    if for_now and (nobody or envelope.patient):
        raise refusal(for_now[0].code, for_now[0].message)
    if nobody:
        raise PermanentFailure(_refused(*next(iter(refused.items()))))


def _part(recipient: str, answer: aiosmtplib.SMTPRecipientRefused | None) -> Part:
    if answer is None:
        return Part(ref=recipient, state=DispatchState.SENT)
    return Part(ref=recipient, state=DispatchState.FAILED, reason=_refused(recipient, answer))


def _refused(recipient: str, answer: aiosmtplib.SMTPRecipientRefused) -> Reason:
    return Reason("recipient_refused", {"recipient": recipient}, words(answer.code, answer.message))


def _xtext(text: str) -> str:
    """Write a text as a parameter's value (RFC 3461, 4)."""
    return "".join(char if "!" <= char <= "~" and char not in "+=" else f"+{ord(char):02X}" for char in text)


async def _sign_in(client: aiosmtplib.SMTP, user: str, password: str, token: str) -> None:
    """Sign in, in one attempt: more of them lock accounts sooner."""
    methods = client.server_auth_methods
    if token:
        if "xoauth2" not in methods:
            raise ConnectFailure("smtp_no_xoauth2", f"It offers {' '.join(methods) or 'no sign-in'}.")
        await client.auth_xoauth2(user, token)
        return
    method = next((one for one in SIGN_IN_METHODS if one in methods), None)
    match method:
        case "plain":
            await client.auth_plain(user, password)
        case "login":
            await client.auth_login(user, password)
        case "cram-md5":
            await client.auth_crammd5(user, password)
        case _:
            raise ConnectFailure("smtp_no_login", f"It offers {' '.join(methods) or 'no sign-in'}.")


def _why(error: Exception, account: SmtpAccount) -> ConnectFailure:
    """Return which step failed."""
    cause = error.__cause__ or error
    detail = words(cause)
    match error, cause:
        case aiosmtplib.SMTPAuthenticationError(), _:
            key = "smtp_login" if error.code >= 500 else "smtp_busy"
            detail = words(error.code, error.message)
        case _, socket.gaierror():
            key = "smtp_dns"
        case _, ssl.SSLCertVerificationError():
            key = "smtp_certificate"
        case _, ssl.SSLError():
            key = "smtp_tls"
        case ((aiosmtplib.SMTPTimeoutError() | TimeoutError()), _):
            key, detail = "smtp_timeout", f"{account.host}:{account.port}"
        case aiosmtplib.SMTPResponseException(), _:
            key = "smtp_refused"
            detail = words(error.code, error.message)
        case ((aiosmtplib.SMTPConnectError() | aiosmtplib.SMTPServerDisconnected() | OSError()), _):
            key = "smtp_unreachable"
        case _:
            key = "smtp_no_starttls" if account.security is Security.STARTTLS else "smtp_refused"
    return ConnectFailure(key, detail)
