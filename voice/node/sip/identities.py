"""Who we are to those whom we call: one user agent of the stack for each number that is shown."""

import re
from collections.abc import Callable

from baresip import Account, BaresipError, Call, Runtime, UserAgent

from voice.messages import Cause
from voice.node.legs import LegError

CODECS = ("opus/48000/2", "g722/16000/1", "pcmu", "pcma")
MOST = 500
"""User agents; the stack has room for about a thousand, calls included, and gives none back."""
NUMBER = re.compile(r"[A-Za-z0-9+*#_.!~'()-]{1,64}")


class Identities:
    """Makes user agents, and keeps them."""

    def __init__(self, runtime: Runtime, domain: str, on_incoming: Callable[[Call], None]) -> None:
        self._runtime = runtime
        self._domain = domain
        self._on_incoming = on_incoming
        self._agents: dict[str, UserAgent] = {}

    async def ours(self) -> UserAgent:
        """Return the agent that takes what is not for another."""
        return await self._agent("switchboard", "catchall=yes")

    async def showing(self, number: str) -> UserAgent:
        """Return the agent that shows a number; raises LegError if it cannot be shown."""
        if not number:
            return await self.ours()
        if not NUMBER.fullmatch(number):
            raise LegError(Cause.FAILED, f"{number!r} cannot be shown as a caller's number.")
        return await self._agent(number)

    async def _agent(self, user: str, *params: str) -> UserAgent:
        if agent := self._agents.get(user):
            return agent
        if len(self._agents) >= MOST:
            raise LegError(Cause.FAILED, f"More than {MOST} callers' numbers were shown.")
        account = Account(
            user=user,
            domain=self._domain,
            password="",
            reg_interval=0,
            audio_codecs=CODECS,
            extra_params=params,
        )
        try:
            agent = await UserAgent.create(self._runtime, account)
        except BaresipError as error:
            raise LegError(Cause.FAILED, str(error)) from error
        agent.on_incoming(self._on_incoming)
        self._agents[user] = agent
        return agent
