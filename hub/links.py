"""The channels that run in this hub, as the desk asks for them."""

from channels.email.channel import EmailChannel
from hub.core.errors import Unavailable
from hub.core.models.checks import Finding, LinkStatus
from hub.core.models.mail import Mailbox, Quarantined
from hub.core.models.sms import SmsRoute


class RunningChannels:
    """Implements hub.desk.channels.Channels."""

    def __init__(self, email: EmailChannel) -> None:
        """Take the tenant's channels."""
        self._email = email

    def status(self) -> list[LinkStatus]:
        """Return the state of every link there is."""
        return self._email.status()

    async def take_in(self, quarantined: Quarantined) -> None:
        """Try to take in again what could not be."""
        await self._email.take_in(quarantined)

    async def check_mailbox(self, mailbox: Mailbox) -> list[Finding]:
        """Nobody can."""
        raise Unavailable("Mailboxes cannot be tried in this hub.")

    async def check_sms_route(self, route: SmsRoute) -> list[Finding]:
        """Nobody can."""
        raise Unavailable("The SMS channel does not run in this hub.")
