"""Whose mail is taken: kept in memory, and never older than the newest commit."""

from msgspec.structs import replace

from channels.email.mailboxes import Mailboxes
from hub.core.batch import Batch
from hub.core.events import EventKind
from hub.core.models.mail import Mailbox
from tests.fakes.mail import SALES, SUPPORT, MailOffice


async def switch_off(office: MailOffice, mailbox_id: str) -> None:
    batch = Batch(at=office.world.clock.now())
    box = replace(await office.store.get(Mailbox, mailbox_id), active=False)
    batch.save(box)
    batch.event(EventKind.SETTINGS_CHANGED, box, data={"kind": "mailboxes"})
    await office.store.commit(batch)


async def test_a_mailbox_that_is_switched_off_takes_no_mail_from_then_on(office: MailOffice) -> None:
    mailboxes = Mailboxes(office.store)
    end = mailboxes.listen(office.world.database)
    found = await mailboxes.at(f"Support+x@{SUPPORT.partition('@')[2]}")
    assert found
    assert found.address == SUPPORT
    await switch_off(office, "box-support")
    assert await mailboxes.at(SUPPORT) is None
    assert await mailboxes.at(SALES)
    assert await mailboxes.is_ours(SUPPORT)
    assert not await mailboxes.is_ours("kim@example.net")
    end()
    await switch_off(office, "box-sales")
    assert await mailboxes.at(SALES) is None
