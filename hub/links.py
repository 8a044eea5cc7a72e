"""The channels that run in this hub, as the desk asks for them."""

from channels.email.channel import EmailChannel
from channels.sms.channel import SmsChannel
from hub.core.models.checks import Finding, LinkStatus
from hub.core.models.mail import Mailbox, Quarantined
from hub.core.models.sms import SmsRoute


class RunningChannels:
    """Implements hub.desk.channels.Channels."""

    def __init__(self, email: EmailChannel, sms: SmsChannel) -> None:
        """Take the tenant's channels."""
        self._email = email
        self._sms = sms

    def status(self) -> list[LinkStatus]:
        """Return the state of every link there is."""
        return [*self._email.status(), *self._sms.status()]

    async def take_in(self, quarantined: Quarantined) -> None:
        """Try to take in again what could not be."""
        await self._email.take_in(quarantined)

    async def check_mailbox(self, mailbox: Mailbox) -> list[Finding]:
        """Try a mailbox's servers and sign-in."""
        return await self._email.check(mailbox)

    async def check_sms_route(self, route: SmsRoute) -> list[Finding]:
        """Try a route's operators."""
        return await self._sms.check(route)
