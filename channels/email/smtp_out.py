"""Sends the mails of one mailbox: few connections, used again, and no knocking at a door that is shut."""

import asyncio
import ssl
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from datetime import datetime, timedelta

import structlog

from channels.base import Handed, Interrupted, NotYet, PermanentFailure, Post, SendFailure, TemporaryFailure
from channels.email.addressing import recipients
from channels.email.letters import Letters
from channels.email.oauth import AccessTokens, OAuthError, settings_of
from channels.email.smtp_session import ConnectFailure, Envelope, Session, Timeouts, connect
from hub.core.clock import Clock
from hub.core.errors import HubError
from hub.core.models.checks import LinkState, LinkStatus
from hub.core.models.contacts import Channel
from hub.core.models.delivery import Dispatch, DispatchState, Part
from hub.core.models.mail import Mail, Mailbox, SmtpAccount
from hub.core.models.reasons import Reason, words
from hub.core.ports import Store
from hub.services.delivery_plans import REACHED

log = structlog.get_logger()

MOST_SESSIONS = 4
HOUR = timedelta(hours=1)
REST = timedelta(seconds=20)
"""How long a server is left alone after a connection failed: the next message would fail as well."""
REST_AFTER_LOGIN = timedelta(minutes=5)
"""How long it is left alone after it refused the sign-in: attempts lock accounts."""
PATIENT_FOR = 5
"""Tries after which a mail goes to those recipients who can be written to, and fails for the others."""

OFF = Reason("smtp_off")

WasSent = Callable[[Mailbox, str], Awaitable[bool]]
"""Looks for a Message-ID among what the mailbox's provider filed as sent."""


class SmtpProvider:
    """Implements channels.base.Provider for the mailbox of an entry point."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        entry_point: str,
        letters: Letters,
        tokens: AccessTokens,
        *,
        was_sent: WasSent | None = None,
        tls: ssl.SSLContext | None = None,
        timeouts: Timeouts | None = None,
    ) -> None:
        """Take the parts; `tls` is what servers are verified with, by default the system's certificates."""
        self._store = store
        self._entry_point = entry_point
        self._letters = letters
        self._was_sent = was_sent
        self._clock = clock
        self._automatic: deque[datetime] = deque()  # when automatic mails went out, within HOUR
        self._sessions = Sessions(clock, tokens, tls, timeouts or Timeouts())

    async def send(self, post: Post) -> Handed:
        """Hand a mail in; the parts are its recipients. Raises a SendFailure."""
        try:
            mailbox, envelope = await self._prepared(post)
        except asyncio.CancelledError:
            raise Interrupted from None
        except (SendFailure, HubError):
            raise
        except Exception as error:  # a fault of ours, but no doubt: nothing was handed over
            log.exception("mail_not_written", dispatch=post.dispatch.id)
            raise PermanentFailure(Reason("mail_not_written", detail=words(error))) from None
        with self._counted(post.dispatch, mailbox):
            async with self._sessions.session(mailbox) as session:
                return Handed(scope="", parts=await session.hand_in(envelope))

    @contextmanager
    def _counted(self, dispatch: Dispatch, mailbox: Mailbox) -> Iterator[None]:
        """Raise NotYet while as many automatic mails as may be went out within an hour.

        Whoever writes them stops at the limit too (services.loops), but cannot count what is being written.
        """
        if not dispatch.automatic:
            yield
            return
        now, most = self._clock.now(), mailbox.automatic_per_hour
        while self._automatic and self._automatic[0] <= now - HOUR:
            self._automatic.popleft()
        if len(self._automatic) >= most:
            first = self._automatic[-most] if most else now
            raise NotYet(Reason("automatic_limit", {"most": str(most)}), first + HOUR)
        self._automatic.append(now)
        try:
            yield
        except (TemporaryFailure, PermanentFailure, Interrupted):  # it did not go out
            with suppress(ValueError):
                self._automatic.remove(now)
            raise

    async def _prepared(self, post: Post) -> tuple[Mailbox, Envelope]:
        mailbox = await self._mailbox()
        if post.mail is None:
            raise PermanentFailure(Reason("no_mail_head"))
        envelope = Envelope(
            id=post.dispatch.id,
            sender=mailbox.address,
            recipients=_left(post.dispatch, post.mail),
            raw=await self._letters.write(post, mailbox),
            patient=post.dispatch.attempts <= PATIENT_FOR,
        )
        return mailbox, envelope

    async def find(self, post: Post) -> Handed | None:
        """Look for the mail in the folder of sent mail, if the mailbox has one; None if it is not there."""
        mailbox = await self._mailbox()
        filed = mailbox.imap and mailbox.imap.sent_folder
        if not (filed and post.mail and self._was_sent):
            return None
        if not await self._was_sent(mailbox, post.mail.message_id):
            return None
        parts = [Part(ref=one, state=DispatchState.SENT) for one in recipients(post.mail)]
        return Handed(scope="", parts=parts)

    async def _mailbox(self) -> Mailbox:
        found = await self._store.find(Mailbox, {"entry_point": self._entry_point}, limit=1)
        if not found:
            raise TemporaryFailure(OFF)
        return found[0]

    def link(self, mailbox: Mailbox) -> LinkStatus:
        """Return how the way out of the mailbox works."""
        return self._sessions.status(mailbox)

    async def close(self) -> None:
        """End the connections."""
        await self._sessions.close()


class Sessions:
    """The connections of a mailbox."""

    def __init__(
        self, clock: Clock, tokens: AccessTokens, tls: ssl.SSLContext | None, timeouts: Timeouts
    ) -> None:
        """Take what opening one needs."""
        self._clock = clock
        self._tokens = tokens
        self._tls = tls
        self._timeouts = timeouts
        self._free = asyncio.Semaphore(MOST_SESSIONS)
        self._opening = asyncio.Lock()
        self._idle: list[Session] = []
        self._settings: Mailbox | None = None  # those that the idle ones were opened with
        self._failure: ConnectFailure | None = None
        self._rests_until: datetime | None = None
        self._since: datetime | None = None

    @asynccontextmanager
    async def session(self, mailbox: Mailbox) -> AsyncIterator[Session]:
        """Lend a connection, opened if none is idle. Raises TemporaryFailure."""
        if mailbox.smtp is None:
            raise TemporaryFailure(OFF)
        async with AsyncExitStack() as stack:
            try:
                await stack.enter_async_context(self._free)
                session, settings = await self._take(mailbox, mailbox.smtp), self._settings
            except asyncio.CancelledError:
                raise Interrupted from None
            try:
                yield session
            finally:
                if settings is self._settings:
                    self._idle.append(session)
                else:  # changed meanwhile
                    session.close()

    def status(self, mailbox: Mailbox) -> LinkStatus:
        """Return whether the last connection could be opened."""
        if mailbox.smtp is None:
            state = LinkState.OFF
        elif self._failure:
            state = LinkState.DOWN
        else:
            state = LinkState.UP if self._since else LinkState.CONNECTING
        return LinkStatus(
            entry_point=mailbox.entry_point,
            channel=Channel.EMAIL,
            link="smtp",
            name=mailbox.address,
            state=state,
            since=self._since,
            reason=self._failure.reason if self._failure else None,
        )

    async def close(self) -> None:
        """End idle connections."""
        idle, self._idle = self._idle, []
        for session in idle:
            await session.quit()

    async def _take(self, mailbox: Mailbox, account: SmtpAccount) -> Session:
        if settings_of(mailbox) != self._settings:
            self._settings, self._failure, self._rests_until = settings_of(mailbox), None, None
            await self.close()
        while self._idle:
            session = self._idle.pop()
            if await session.is_fresh():
                return session
        async with self._opening:  # one at a time: if the first is refused, the others need not try
            self._check_rest()
            try:
                session = await self._open(mailbox, account)
            except (ConnectFailure, OAuthError) as error:
                failure = ConnectFailure(error.key, error.detail, account)
                self._rest(failure)
                raise TemporaryFailure(failure.reason) from None
            if self._failure or not self._since:
                self._since = self._clock.now()
            self._failure = self._rests_until = None
            return session

    async def _open(self, mailbox: Mailbox, account: SmtpAccount) -> Session:
        if self._tls is None:
            self._tls = await asyncio.to_thread(ssl.create_default_context)
        return await open_session(mailbox, account, self._tokens, self._tls, self._timeouts)

    def _check_rest(self) -> None:
        if self._failure and self._rests_until and self._clock.now() < self._rests_until:
            raise TemporaryFailure(self._failure.reason)

    def _rest(self, failure: ConnectFailure) -> None:
        now = self._clock.now()
        if self._failure is None:
            self._since = now
        refused = failure.key in {"smtp_login", "oauth_refused"}
        self._failure, self._rests_until = failure, now + (REST_AFTER_LOGIN if refused else REST)
        log.warning("smtp_down", entry_point=self._settings and self._settings.entry_point, why=failure.key)


async def open_session(
    mailbox: Mailbox, account: SmtpAccount, tokens: AccessTokens, tls: ssl.SSLContext, timeouts: Timeouts
) -> Session:
    """Open a connection for a mailbox; a token the server refuses is renewed once.

    Raises ConnectFailure and OAuthError.
    """
    ehlo = mailbox.address.rpartition("@")[2].encode("idna").decode("ascii")
    if mailbox.oauth is None or not account.user:
        return await connect(account, ehlo, tls, timeouts, password=mailbox.password)
    token = await tokens.token(mailbox)
    try:
        return await connect(account, ehlo, tls, timeouts, token=token)
    except ConnectFailure as failure:
        if failure.key != "smtp_login":
            raise
    token = await tokens.token(mailbox, refused=token)
    return await connect(account, ehlo, tls, timeouts, token=token)


def _left(dispatch: Dispatch, mail: Mail) -> list[str]:
    """Return who should get the mail and does not have it from an earlier sending."""
    everybody = recipients(mail)
    reached = {part.ref for part in dispatch.parts if part.state in REACHED}
    return [one for one in everybody if one not in reached] or everybody
