"""Reads one mailbox over IMAP: everything that waits, then whatever arrives, each mail once.

A mail is marked as read after it is stored, and how far the mailbox was read is noted after that. So a
break at any point only makes mails come again, and intake knows them. Memory stays flat: sizes are asked
for first, then a few mails are fetched at a time, and big ones alone.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime

import structlog
from msgspec import Struct
from msgspec.structs import replace
from prometheus_client import Gauge

from channels.email.imap_client import Folder, ImapClient, ImapError, Login, connected
from channels.email.receive import Prepared, Receiver
from hub.core.batch import Batch
from hub.core.clock import Clock
from hub.core.errors import StaleRevision, Unavailable
from hub.core.models.checks import LinkState
from hub.core.models.mail import ImapAccount, Mailbox, MailboxState
from hub.core.models.reasons import Reason
from hub.core.ports import Store

log = structlog.get_logger()

WAITING = Gauge("switchboard_mail_waiting", "Mails in a mailbox that are not read yet", ["entry_point"])
CONNECTED = Gauge("switchboard_mailbox_connected", "Whether a mailbox is connected", ["entry_point"])

AT_ONCE = 50
AT_ONCE_BYTES = 4 << 20
SIZES = 200
"""Messages whose size is asked for at once: the library digs a level deeper for each line of an answer."""
IDLE_SECONDS = 540.0
FIRST_RETRY, LONGEST_RETRY = 1.0, 300.0
REFUSED_RETRY = 300.0
"""A sign-in that was refused is not tried often: some servers lock the account."""
MOST_BREAKS = 4
"""A mail at which the connection broke that often is passed by, and shown in the quarantine."""

Connect = Callable[[ImapAccount], AbstractAsyncContextManager[ImapClient]]


class MailboxStatus(Struct, frozen=True, kw_only=True):
    """How reading a mailbox goes. `key` and `detail` say why it does not; `waiting` counts mails to read."""

    state: LinkState = LinkState.CONNECTING
    since: datetime
    key: str = ""
    detail: str = ""
    waiting: int = 0
    last_received: datetime | None = None


class ImapReader:
    """Reads a mailbox until cancelled. `status` may be asked at any time."""

    def __init__(
        self,
        mailbox: Mailbox,
        account: ImapAccount,
        *,
        receiver: Receiver,
        store: Store,
        clock: Clock,
        login: Callable[[], Awaitable[Login]],
        largest: int,
        mark: bool = True,
        connect: Connect = connected,
    ) -> None:
        """Take what gives the password or token at each sign-in, and how many bytes a mail may have.

        Without `mark` the mailbox is left as it is; then only we know what was read.
        """
        self._mailbox = mailbox
        self._account = account
        self._receiver = receiver
        self._store = store
        self._clock = clock
        self._login = login
        self._largest = largest
        self._mark = mark
        self._connect = connect
        self._breaks: dict[int, int] = {}
        self._retry = FIRST_RETRY
        self.status = MailboxStatus(since=clock.now())

    async def run(self) -> None:
        """Read, and connect again with growing delays whenever that breaks."""
        try:
            while True:
                try:
                    await self._session()
                except ImapError as error:
                    await self._pause(error.key, error.detail)
                except (Unavailable, StaleRevision) as error:
                    await self._pause("hub_unavailable", error.message)
        finally:
            self._shown(state=LinkState.OFF, key="", detail="", waiting=0)

    async def _session(self) -> None:
        async with self._connect(self._account) as client:
            await client.sign_in(self._account.user, await self._login())
            folder = await client.open(self._account.folder)
            self._retry = FIRST_RETRY
            self._shown(state=LinkState.UP, key="", detail="")
            state, uids = await self._begin(client, folder)
            while True:
                await self._take(client, uids, state)
                state = await self._store.peek(MailboxState, self._mailbox.id) or state
                if not client.news:
                    await client.wait(IDLE_SECONDS, self._clock.sleep)
                client.news = False
                uids = await self._above(client, state)

    async def _begin(self, client: ImapClient, folder: Folder) -> tuple[MailboxState, list[int]]:
        """Return what to read first, and the state that holds once that is done.

        Of a mailbox that is new to us, what nobody has read; of one that was numbered anew, everything
        since we know it: intake drops what it has. Of a known one, what came after the last mail.
        """
        client.news = False
        known = await self._store.peek(MailboxState, self._mailbox.id)
        source = f"{self._account.user}@{self._account.host}/{self._account.folder}"
        if known and (known.source, known.uid_validity) == (source, folder.uid_validity):
            return known, await self._above(client, known)
        fresh = MailboxState(
            id=self._mailbox.id,
            rev=known.rev if known else 0,
            source=source,
            since=known.since if known and known.source == source else self._clock.now(),
            uid_validity=folder.uid_validity,
        )
        if known and known.source == source and known.since:
            uids = await client.search(f"OR UNSEEN SINCE {_imap_date(known.since)}")
        else:
            uids = await client.search("UNSEEN")
        newest = max([folder.uid_next - 1, *uids])
        await self._take(client, uids)
        fresh = await self._keep(replace(fresh, last_uid=newest))
        return fresh, await self._above(client, fresh)

    async def _above(self, client: ImapClient, state: MailboxState) -> list[int]:
        """Return what is newer; a server answers `n:*` with its newest message also when that is older."""
        found = await client.search(f"UID {state.last_uid + 1}:*")
        return [uid for uid in found if uid > state.last_uid]

    async def _take(self, client: ImapClient, uids: list[int], state: MailboxState | None = None) -> None:
        """Take these mails in, oldest first; note in `state`, if given, how far that got."""
        waiting = len(uids)
        for start in range(0, len(uids), SIZES):
            page = uids[start : start + SIZES]
            sizes = await client.sizes(page)
            for group in self._groups({uid: sizes[uid] for uid in page if uid in sizes}):
                self._shown(waiting=waiting)
                await self._take_group(client, group, sizes)
                waiting -= len(group)
                if state:
                    state = await self._keep(replace(state, last_uid=group[-1]))
            if state and state.last_uid < page[-1]:
                state = await self._keep(replace(state, last_uid=page[-1]))
        self._shown(waiting=0)

    def _groups(self, sizes: dict[int, int]) -> Iterable[list[int]]:
        """Yield what may be fetched together; what broke a connection before is fetched alone."""
        group: list[int] = []
        total = 0
        for uid, size in sizes.items():
            alone = uid in self._breaks or size > min(AT_ONCE_BYTES, self._largest)
            if group and (alone or len(group) == AT_ONCE or total + size > AT_ONCE_BYTES):
                yield group
                group, total = [], 0
            group.append(uid)
            total += size
            if alone:
                yield group
                group, total = [], 0
        if group:
            yield group

    async def _take_group(self, client: ImapClient, group: list[int], sizes: dict[int, int]) -> None:
        first = group[0]
        if sizes[first] > self._largest:
            vars = {"size": str(sizes[first] >> 20), "most": str(self._largest >> 20)}
            await self._pass_by(client, first, Reason("mail_too_large", vars))
            return
        if self._breaks.get(first, 0) >= MOST_BREAKS:
            await self._pass_by(client, first, Reason("mail_breaks_connection"))
            return
        try:
            mails = await client.fetch(group)
        except ImapError:
            for uid in group:
                self._breaks[uid] = self._breaks.get(uid, 0) + 1
            raise
        here = [mails[uid] for uid in group if uid in mails]
        prepared = await asyncio.gather(*(self._receiver.prepare(raw, self._mailbox) for raw in here))
        for wave in waves(prepared):
            await asyncio.gather(*(self._receiver.accept(mail) for mail in wave))
        await self._done(client, list(mails))

    async def _done(self, client: ImapClient, uids: list[int]) -> None:
        """Mark what is stored now. A folder that may not be changed is read all the same."""
        for uid in uids:
            self._breaks.pop(uid, None)
        if not uids:
            return
        self._shown(last_received=self._clock.now())
        if not self._mark:
            return
        try:
            await client.mark(uids)
        except ImapError as error:
            if error.key != "imap_error":
                raise
            log.warning("mail_not_marked", mailbox=self._mailbox.id, detail=error.detail)

    async def _pass_by(self, client: ImapClient, uid: int, reason: Reason) -> None:
        """Leave a mail where it is, unread, and say so in the quarantine, with its head if there is one."""
        self._breaks.pop(uid, None)
        try:
            head = (await client.fetch([uid], "HEADER")).get(uid, b"")
        except ImapError as error:
            if error.key == "imap_lost":
                raise
            head = b""
        name = f"{self._mailbox.id}/{uid}"
        head = head or f"X-Message: {hashlib.sha256(name.encode()).hexdigest()}\r\n\r\n".encode()
        await self._receiver.quarantine(head, self._mailbox, reason)

    async def _keep(self, state: MailboxState) -> MailboxState:
        batch = Batch(at=self._clock.now(), actor="email")
        batch.save(state)
        stored: MailboxState = (await self._store.commit(batch)).stored(state)
        return stored

    async def _pause(self, key: str, detail: str) -> None:
        self._shown(state=LinkState.DOWN, key=key, detail=detail)
        log.warning("mailbox_down", mailbox=self._mailbox.id, error=key)
        await self._clock.sleep(REFUSED_RETRY if key == "imap_login" else self._retry)
        self._retry = min(self._retry * 2, LONGEST_RETRY)

    def _shown(self, **changes: object) -> None:
        status = replace(self.status, **changes)
        if status.state is not self.status.state:
            status = replace(status, since=self._clock.now())
        self.status = status
        WAITING.labels(self._mailbox.entry_point).set(status.waiting)
        CONNECTED.labels(self._mailbox.entry_point).set(status.state is LinkState.UP)


def waves(mails: Sequence[Prepared]) -> Iterator[list[Prepared]]:
    """Yield mails that have nothing to do with each other, and may be taken in together, in order.

    Of one sender or thread there is one in a wave: an answer must find the mail that it answers.
    """
    wave: list[Prepared] = []
    names: set[str] = set()
    for mail in mails:
        if not names.isdisjoint(mail.names):
            yield wave
            wave, names = [], set()
        wave.append(mail)
        names |= mail.names
    if wave:
        yield wave


_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def _imap_date(at: datetime) -> str:
    """Return the day as IMAP writes it, in English whatever the locale."""
    return f"{at.day}-{_MONTHS[at.month - 1]}-{at.year}"
