"""E-mail as a part of the hub: reads and sends for every active mailbox, and follows their settings.

A mailbox whose settings change is connected anew, without a restart and without touching the others.
"""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from msgspec import Struct

from channels.deliverer import Deliverer
from channels.email.check import check_mailbox
from channels.email.doors import Doors
from channels.email.imap import ImapReader
from channels.email.imap_client import ImapError, Login
from channels.email.letters import Letters
from channels.email.mailboxes import Mailboxes
from channels.email.oauth import AccessTokens, OAuthError, settings_of
from channels.email.receive import Receiver
from channels.email.sent import was_sent
from channels.email.smtp_out import SmtpProvider
from channels.email.tokens import Tokens
from channels.email.transcripts import Transcripts
from hub.core.clock import Clock
from hub.core.config import Email, size
from hub.core.errors import NotFound
from hub.core.events import Change
from hub.core.models.checks import Finding, LinkState, LinkStatus
from hub.core.models.contacts import Channel, EntryPoint
from hub.core.models.mail import Mailbox, Quarantined
from hub.core.models.reasons import Reason, words
from hub.core.ports import Database
from hub.core.tasks import supervise
from hub.services.bundle import Services

log = structlog.get_logger()

MOST = 1000


class Job(Struct, eq=False):
    """Something that runs for a mailbox as long as `settings` hold."""

    settings: object
    task: asyncio.Task[None]
    reader: ImapReader | None = None
    provider: SmtpProvider | None = None


class EmailChannel:
    """All mailboxes of one tenant."""

    def __init__(
        self, services: Services, database: Database, clock: Clock, config: Email, *, secret: bytes, host: str
    ) -> None:
        """Take the parts; `secret` signs the names of conversations, `host` is what we call ourselves."""
        self._services = services
        self._store = services.store
        self._database = database
        self._clock = clock
        self._config = config
        tokens = Tokens(secret)
        self._mailboxes = Mailboxes(services.store)
        self._receiver = Receiver(services, tokens, self._mailboxes)
        self._doors = Doors(self._mailboxes, self._receiver.receive, config, clock, host=host)
        self._letters = Letters(services.store, services.files, tokens)
        self._access = AccessTokens(services.store, clock)
        self._transcripts = Transcripts(services, self._access, clock)
        self._jobs: dict[tuple[str, str], Job] = {}
        self._boxes: list[Mailbox] = []
        self._news = asyncio.Event()

    def status(self) -> list[LinkStatus]:
        """Return the state of every link of active mailboxes."""
        found: list[LinkStatus] = []
        for box in self._boxes:
            found += self._doors.links(box)
            if job := self._jobs.get((box.id, "imap")):
                found.append(_imap_status(box, job))
            if (job := self._jobs.get((box.id, "smtp"))) and job.provider:
                found.append(job.provider.link(box))
        return found

    async def check(self, mailbox: Mailbox) -> list[Finding]:
        """Try a mailbox's servers and sign-in, without reading or sending anything."""
        return await check_mailbox(mailbox, self._store, self._clock)

    async def take_in(self, quarantined: Quarantined) -> None:
        """Try to take in again what could not be; raises HubError with the reason when it still cannot."""
        boxes = await self._store.find(Mailbox, {"entry_point": quarantined.entry_point}, limit=1)
        if not boxes:
            raise NotFound("The mailbox it came to is gone.")
        _, raw = await self._services.files.get(quarantined.file.file)
        await self._receiver.take_in(raw, boxes[0])

    async def run(self) -> None:
        """Read and send until cancelled."""
        ends = [self._database.subscribe(self._hear), self._mailboxes.listen(self._database)]
        try:
            async with asyncio.TaskGroup() as group:
                for name, part in (("mail_door", self._doors.run), ("transcripts", self._transcripts.run)):
                    group.create_task(supervise(name, part, self._clock))
                while True:
                    self._news.clear()
                    await self._follow(group)
                    await self._news.wait()
        finally:
            for end in ends:
                end()
            self._jobs.clear()

    def _hear(self, changes: list[Change]) -> None:
        """Wake up when a mailbox or its entry point changed."""
        for change in changes:
            ours = change.tenant == self._store.tenant
            if ours and change.event.data.get("kind") in {"mailboxes", "entry_points"}:
                self._news.set()

    async def _follow(self, group: asyncio.TaskGroup) -> None:
        """End what is not wanted any more, then begin what is new."""
        self._boxes = await self._active()
        wanted = {(box.id, link): settings for box in self._boxes for link, settings in _links(box).items()}
        for key, job in list(self._jobs.items()):
            if job.settings != wanted.get(key):
                del self._jobs[key]
                job.task.cancel()
                await asyncio.wait({job.task})
        for box in self._boxes:
            for link, settings in _links(box).items():
                if (box.id, link) not in self._jobs:
                    begin = self._begin_reading if link == "imap" else self._begin_sending
                    self._jobs[box.id, link] = begin(group, box, settings)

    async def _active(self) -> list[Mailbox]:
        """Return the mailboxes that are switched on, and whose entry points are."""
        found = []
        for box in await self._store.find(Mailbox, {"active": True}, limit=MOST):
            entry = await self._store.peek(EntryPoint, box.entry_point)
            if entry and entry.active:
                found.append(box)
        return found

    def _begin_reading(self, group: asyncio.TaskGroup, box: Mailbox, settings: object) -> Job:
        if box.imap is None:
            raise AssertionError("a mailbox without IMAP is not read")
        reader = ImapReader(
            box,
            box.imap,
            receiver=self._receiver,
            store=self._store,
            clock=self._clock,
            login=self._login(box.id),
            largest=size(self._config.largest),
        )
        task = group.create_task(supervise(f"imap_{box.id}", reader.run, self._clock))
        return Job(settings, task, reader=reader)

    def _begin_sending(self, group: asyncio.TaskGroup, box: Mailbox, settings: object) -> Job:
        async def was_sent_by(mailbox: Mailbox, message_id: str) -> bool:
            return await was_sent(self._login(mailbox.id), mailbox, message_id)

        provider = SmtpProvider(
            self._store, self._clock, box.entry_point, self._letters, self._access, was_sent=was_sent_by
        )
        deliverer = Deliverer(self._store, self._services.deliveries, self._clock, box.entry_point, provider)

        async def run() -> None:
            try:
                await deliverer.serve(f"smtp_{box.id}", self._database)
            finally:
                await provider.close()

        return Job(settings, group.create_task(run()), provider=provider)

    def _login(self, mailbox_id: str) -> Callable[[], Awaitable[Login]]:
        """Return what gives a mailbox's password or, at each further sign-in, a token that is still good."""
        last = ""

        async def login() -> Login:
            nonlocal last
            box = await self._store.get(Mailbox, mailbox_id)
            if box.oauth is None:
                return Login(password=box.password)
            job = self._jobs.get((mailbox_id, "imap"))
            refused = job is not None and job.reader is not None and job.reader.status.key == "imap_login"
            try:
                last = await self._access.token(box, refused=last if refused else "")
            except OAuthError as error:
                raise ImapError(error.key, error.detail) from None
            return Login(token=last)

        return login


def _links(box: Mailbox) -> dict[str, object]:
    """Return the links that a mailbox wants, each with what has to be the same for it to go on.

    Sending reads the settings for each mail, so only its being there matters: an interrupted sending
    might leave a mail of which nobody knows whether it went out.
    """
    links: dict[str, object] = {}
    if box.imap:
        links["imap"] = settings_of(box)
    if box.smtp:
        links["smtp"] = box.entry_point
    return links


def _imap_status(box: Mailbox, job: Job) -> LinkStatus:
    status = job.reader.status if job.reader else None
    return LinkStatus(
        entry_point=box.entry_point,
        channel=Channel.EMAIL,
        link="imap",
        name=box.address,
        state=status.state if status else LinkState.OFF,
        since=status.since if status else None,
        reason=Reason(status.key, detail=words(status.detail)) if status and status.key else None,
    )
