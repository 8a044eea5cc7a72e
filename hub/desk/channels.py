"""What the desk asks of the channels that have a provider; hub.app binds it to those that run."""

from typing import Protocol

from hub.core.errors import Unavailable
from hub.core.models.checks import Finding, LinkStatus
from hub.core.models.mail import Mailbox, Quarantined
from hub.core.models.sms import SmsRoute


class Channels(Protocol):
    """The running channels of one tenant."""

    def status(self) -> list[LinkStatus]:
        """Return the state of every link there is."""
        ...

    async def take_in(self, quarantined: Quarantined) -> None:
        """Try to take in again what could not be; raises HubError with the reason when it still cannot."""
        ...

    async def check_mailbox(self, mailbox: Mailbox) -> list[Finding]:
        """Try a mailbox's servers and sign-in, without reading or sending anything."""
        ...

    async def check_sms_route(self, route: SmsRoute) -> list[Finding]:
        """Try a route's operators, without sending anything."""
        ...


class NoChannels:
    """A hub in which no channel with a provider runs."""

    def status(self) -> list[LinkStatus]:
        """There are no links."""
        return []

    async def take_in(self, quarantined: Quarantined) -> None:
        """Nobody can."""
        raise Unavailable("No channel runs that could take this in.")

    async def check_mailbox(self, mailbox: Mailbox) -> list[Finding]:
        """Nobody can."""
        raise Unavailable("The e-mail channel does not run in this hub.")

    async def check_sms_route(self, route: SmsRoute) -> list[Finding]:
        """Nobody can."""
        raise Unavailable("The SMS channel does not run in this hub.")
