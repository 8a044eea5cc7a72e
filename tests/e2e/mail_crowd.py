"""Customers who write mails and SMS until each is taken, and the servers that our answers go to.

Every text is unique, so what was stored and what arrived can be counted by it. An SMS is handed over again
only on another connection, as a message centre does that did not get our answer.
"""

import asyncio
import random
import re
from email.message import EmailMessage

import aiosmtplib
from aiosmtpd.smtp import SMTP, Envelope

from tests.e2e.clients import pause
from tests.fakes.smsc import ROK, THROTTLED, Smsc, Submitted
from tests.integration.email.dovecot import Dovecot
from tests.integration.email.peers import Peer, read_mail

ANSWER = re.compile(r"\w+ answers \d+")
AGAIN_AFTER = 0.2


class Crowd:
    """`taken` has what was acknowledged: by 250, by being in the mailbox, by deliver_sm_resp."""

    def __init__(self, draw: random.Random, door: int, server: Dovecot, smsc: Smsc) -> None:
        self.taken: list[str] = []
        self.repeated = 0
        self.closing = asyncio.Event()
        self._draw = draw
        self._door = door
        self._server = server
        self._smsc = smsc

    async def write_by_smtp(self, name: str, to: str) -> None:
        """Hand mails in by SMTP, each until it is taken."""
        number = 0
        while not self.closing.is_set():
            text = f"{name} says {number}"
            mail = letter(name, to, number)
            while not await self._handed_in(mail):
                self.repeated += 1
                await pause(AGAIN_AFTER)
            self.taken.append(text)
            number += 1
            await pause(self._draw.uniform(0.05, 0.5))

    async def write_to_mailbox(self, name: str, to: str, user: str) -> None:
        """Have mails delivered to a mailbox that the hub reads."""
        number = 0
        while not self.closing.is_set():
            self._server.deliver(user, letter(name, to, number).as_bytes(), f"{name}-{number}")
            self.taken.append(f"{name} says {number}")
            number += 1
            await pause(self._draw.uniform(0.05, 0.5))

    async def write_by_sms(self, name: str, number: str, to: str) -> None:
        """Have the message centre hand SMS over, each until it is taken."""
        count = 0
        while not self.closing.is_set():
            text = f"{name} says {count}"
            while not await self._delivered(text, number, to):
                self.repeated += 1
                await pause(AGAIN_AFTER)
            self.taken.append(text)
            count += 1
            await pause(self._draw.uniform(0.05, 0.5))

    async def _handed_in(self, mail: EmailMessage) -> bool:
        try:
            await aiosmtplib.send(mail, hostname="127.0.0.1", port=self._door, start_tls=False, timeout=20)
        except (aiosmtplib.SMTPException, OSError):
            return False
        return True

    async def _delivered(self, text: str, number: str, to: str) -> bool:
        binds = self._smsc.binds
        while not self._smsc.is_bound:
            await pause(AGAIN_AFTER)
        try:
            return await self._smsc.deliver(text, source=number, to=to) == ROK
        except ConnectionError:
            while self._smsc.binds == binds:
                await pause(AGAIN_AFTER)
            return False


class Outside:
    """Where answers go: a mail server and a message centre, in no perfect health."""

    def __init__(self, draw: random.Random, peer: Peer, smsc: Smsc) -> None:
        self._draw = draw
        self._peer = peer
        self._smsc = smsc
        peer.answer = self._answer
        smsc.decide = self._decide

    @property
    def reached(self) -> list[str]:
        """Return the answers that arrived, in any order, one that arrived twice twice."""
        mails = [answer_in(mail) for mail in self._peer.mails]
        return mails + [sms.text for sms in self._smsc.submitted]

    async def _answer(self, server: SMTP, envelope: Envelope) -> str:
        chance = self._draw.random()
        if chance < 0.04:
            return "550 5.7.1 Not wanted"
        if chance < 0.08:
            return "451 4.3.0 Later"
        await pause(self._draw.uniform(0, 0.2))
        said = await self._peer.take(server, envelope)
        await pause(self._draw.uniform(0, 0.2))
        return said

    def _decide(self, sms: Submitted) -> int:
        return THROTTLED if self._draw.random() < 0.01 else ROK


def letter(name: str, to: str, number: int) -> EmailMessage:
    """Return a customer's mail; those after the first one belong to its thread."""
    mail = EmailMessage()
    mail["From"], mail["To"] = f"{name} <{name}@crowd.test>", to
    mail["Subject"] = f"{'Re: ' if number else ''}A matter of {name}"
    mail["Message-ID"] = f"<{name}-{number}@crowd.test>"
    if number:
        mail["In-Reply-To"] = mail["References"] = f"<{name}-0@crowd.test>"
    mail.set_content(f"{name} says {number}\n")
    return mail


def answer_in(envelope: Envelope) -> str:
    """Return the agent's words in a mail of ours, without what it quotes."""
    assert isinstance(envelope.original_content, bytes)
    body = read_mail(envelope.original_content).get_body(("plain",))
    assert body is not None
    found = ANSWER.search(body.get_content())
    assert found
    return found[0]
