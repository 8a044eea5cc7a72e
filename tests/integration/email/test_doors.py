"""Whether mail servers can hand mail in, as the channels screen shows it."""

import asyncio
from contextlib import suppress

from channels.email.doors import Doors
from channels.email.mailboxes import Mailboxes
from hub.core.config import Email
from hub.core.errors import Unavailable
from hub.core.free_port import free_port
from hub.core.models.checks import LinkState, LinkStatus
from hub.core.models.mail import ImapAccount, Mailbox
from tests.fakes.clock import settle
from tests.fakes.reasons import code
from tests.integration.email.office import Office

BOX = Mailbox(id="b", entry_point="mail-support", address="support@shop.test")


def doors(office: Office, address: str = "") -> Doors:
    mailboxes = Mailboxes(office.store)
    email = Email(smtp_listen=address)
    return Doors(mailboxes, office.receiver.receive, email, office.world.clock, host="hub.test")


def shown(links: list[LinkStatus]) -> list[tuple[str, LinkState, str]]:
    return [(link.link, link.state, code(link.reason)) for link in links]


async def test_an_address_that_is_taken_is_shown_until_it_is_free(office: Office) -> None:
    address = f"127.0.0.1:{free_port()}"
    here = doors(office, address)
    other = await asyncio.start_server(lambda *_: None, *address.split(":"))
    with suppress(Unavailable):
        await here.run()
    assert shown(here.links(BOX)) == [("smtp_in", LinkState.DOWN, "door_shut")]
    other.close()
    await other.wait_closed()
    async with asyncio.TaskGroup() as group:
        running = group.create_task(here.run())
        while here.links(BOX)[0].state is LinkState.DOWN:
            await settle()
        assert shown(here.links(BOX)) == [("smtp_in", LinkState.UP, "")]
        running.cancel()
    assert shown(here.links(BOX)) == [("smtp_in", LinkState.OFF, "")]


async def test_a_mailbox_that_nothing_reaches_is_told(office: Office) -> None:
    here = doors(office)
    assert shown(here.links(BOX)) == [("smtp_in", LinkState.DOWN, "no_door")]
    read = Mailbox(id="r", entry_point="e", address="a@b.test", imap=ImapAccount(host="h", user="u"))
    assert here.links(read) == []
