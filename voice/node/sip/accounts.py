"""The stack's accounts: one for each way to encrypt, and one for each trunk, kept registered."""

import asyncio
from collections.abc import Callable

import structlog
from baresip import BaresipError, Call, Event, RegistrationError, Runtime, StackEvent, UserAgent
from prometheus_client import Gauge

from voice.node.legs import LegError
from voice.node.sip.addresses import veiled
from voice.node.sip.numbers import parse_domain
from voice.node.sip.places import INSIDE
from voice.node.sip.sdp import USERS, Encryption
from voice.node.sip_settings import Sip, Trunk
from voice.reports import Cause

log = structlog.get_logger()

REGISTERED = Gauge("switchboard_sip_trunk_registered", "Whether we are registered with a trunk", ["trunk"])

CODECS = "opus/48000/2,g722/16000/1,pcmu,pcma"
MEDIA = {Encryption.NONE: "", Encryption.SDES: "srtp-mand", Encryption.DTLS: "dtls_srtp"}
"""The stack's names."""
LEAVES_WITHIN = 1.0


class Accounts:
    """Makes them, registers them, and says how that goes (`states`)."""

    def __init__(
        self,
        runtime: Runtime,
        settings: Sip,
        inside: int,
        stack: int,
        on_incoming: Callable[[Call], None],
        tasks: asyncio.TaskGroup,
    ) -> None:
        self._runtime = runtime
        self._settings = settings
        self._inside = inside
        self._stack = stack
        self._on_incoming = on_incoming
        self._tasks = tasks
        self._agents: dict[str, UserAgent] = {}
        self.states: dict[str, str] = {}

    async def open(self) -> None:
        """Make them all; raises BaresipError."""
        for encryption, user in USERS.items():
            catchall = ["catchall=yes"] if encryption is Encryption.NONE else []
            address = f"<sip:{user}@{INSIDE}:{self._stack}>"
            text = self._account(address, encryption, ["regint=0", *catchall], "")
            await self._make(f"/{user}", text)
        for trunk in self._settings.trunks:
            await self._make(trunk.name, self._of_trunk(trunk))
            if trunk.register:
                self.states[trunk.name] = "not registered yet"
                self._tasks.create_task(self._register(trunk))

    async def close(self) -> None:
        """Take registrations back, where the other side still answers."""
        for trunk in self._settings.trunks:
            if self.states.get(trunk.name) == "registered":
                try:
                    await self._agents[trunk.name].unregister(timeout=LEAVES_WITHIN)
                except BaresipError as error:
                    log.info("sip_not_unregistered", trunk=trunk.name, error=str(error))

    def agent(self, trunk: str, encryption: str) -> UserAgent:
        """Return the account that calls by a trunk, or directly and so encrypted."""
        agent = self._agents.get(trunk or f"/{USERS[Encryption(encryption)]}")
        if agent is None:
            raise LegError(Cause.FAILED, f"There is no trunk {trunk!r}.")
        return agent

    async def _make(self, name: str, text: str) -> None:
        agent = self._agents[name] = await UserAgent.create(self._runtime, text, transfer_policy="reject")
        agent.on_incoming(self._on_incoming)

    def _of_trunk(self, trunk: Trunk) -> str:
        domain = parse_domain(trunk.domain)
        place = veiled(domain.host) + (f":{domain.port}" if domain.port else "")
        address = f"<sip:{trunk.user or 'switchboard'}@{place}>"
        params = [f"regint={trunk.expires if trunk.register else 0}"]
        if trunk.password:
            params += [f"auth_user={trunk.auth_user or trunk.user}", f'auth_pass="{trunk.password}"']
        return self._account(address, Encryption(trunk.encryption), params, f";trunk={trunk.name}")

    def _account(self, address: str, encryption: Encryption, params: list[str], way: str) -> str:
        media = [f"mediaenc={MEDIA[encryption]}"] if MEDIA[encryption] else []
        route = f'outbound="sip:{INSIDE}:{self._inside}{way}"'
        always = ["answermode=manual", f"audio_codecs={CODECS}", "dtmfmode=auto", route]
        return ";".join([address, *params, *media, *always])

    # --- registrations -------------------------------------------------------------------------------

    async def _register(self, trunk: Trunk) -> None:
        """Begin to be registered; the stack keeps it up from then on."""
        agent = self._agents[trunk.name]
        agent.on(lambda event: self._on_event(trunk, event))
        try:
            await agent.register()
        except RegistrationError as error:
            log.debug("sip_first_registration_failed", trunk=trunk.name, error=str(error))
        except BaresipError as error:
            self._note(trunk, str(error))

    def _on_event(self, trunk: Trunk, event: StackEvent) -> None:
        if event.event is Event.REGISTER_OK:
            self._note(trunk, "registered")
        elif event.event is Event.REGISTER_FAIL:
            self._note(trunk, event.text or "no answer")

    def _note(self, trunk: Trunk, state: str) -> None:
        """Say it once for each change."""
        before, self.states[trunk.name] = self.states[trunk.name], state
        REGISTERED.labels(trunk.name).set(state == "registered")
        if before == state:
            return
        if state == "registered":
            log.info("sip_trunk_registered", trunk=trunk.name, at=trunk.proxy or trunk.domain)
        else:
            log.error("sip_trunk_not_registered", trunk=trunk.name, at=trunk.proxy or trunk.domain,
                      user=trunk.user, answer=state, look_at=f"voice.trunks.{trunk.name}")  # fmt: skip
