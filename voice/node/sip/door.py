"""The SIP door: listens for calls, and places them."""

from collections.abc import Callable

from baresip import BaresipError, Call, Config, Runtime

from voice.messages import Cause
from voice.node.legs import LegError
from voice.node.sip.identities import Identities
from voice.node.sip.leg import SipLeg

ANY = frozenset({"0.0.0.0", "::"})  # noqa: S104 - asks whether it is so


class SipDoor:
    """Listens for SIP calls and places them. One to a process: the stack is a process's own."""

    def __init__(self, host: str, port: int, rtp_ports: str, on_call: Callable[[SipLeg], None]) -> None:
        self._host = host
        self._port = port
        self._rtp_ports = rtp_ports
        self._on_call = on_call
        self._runtime = Runtime()
        self._identities = Identities(self._runtime, f"{host}:{port}", self._incoming)

    async def open(self) -> None:
        """Begin to listen; raises BaresipError when the address is taken."""
        await self._runtime.start(
            Config(
                net_interface=None if self._host in ANY else self._host,
                max_concurrent_calls=None,
                expose_headers=("To", "From", "P-Asserted-Identity", "Diversion"),
                extra_config_text=(
                    f"sip_listen {self._host}:{self._port}\n"
                    f"rtp_ports {self._rtp_ports}\n"
                    "audio_jitter_buffer_type adaptive\n"
                    "audio_jitter_buffer_ms 40-200\n"
                ),
            )
        )
        await self._identities.ours()

    async def close(self) -> None:
        """Stop listening; calls that still go on are ended."""
        await self._runtime.close()

    async def dial(self, uri: str, *, caller: str = "", trunk: str = "") -> SipLeg:
        """Call somebody, showing the number `caller`. `Up` comes when they answer, else `Down` says why not.

        `uri` is a SIP URI. Raises LegError where nothing can even be tried.
        """
        if trunk:
            raise LegError(Cause.FAILED, f"There is no trunk {trunk!r}.")
        agent = await self._identities.showing(caller)
        headers = {"P-Asserted-Identity": f"<sip:{caller}@{self._host}>"} if caller else {}
        try:
            return SipLeg(await agent.dial(uri, headers), "")
        except (BaresipError, ValueError) as error:
            raise LegError(Cause.UNREACHABLE, f"{uri} cannot be called: {error}") from error

    def _incoming(self, call: Call) -> None:
        self._on_call(SipLeg(call, call.headers.get("To", "")))
