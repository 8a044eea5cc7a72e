"""What a node is told when it is started."""

from hub.core.config import Log
from hub.core.records import Value
from voice.node.sip_settings import Sip
from voice.node.streams.settings import StreamSettings


class Program(Value, frozen=True, kw_only=True):
    """An engine: what it is called, and its command line."""

    name: str
    command: list[str]


class Settings(Value, frozen=True, kw_only=True):
    """One node's settings. `hub` is the link's WebSocket address; the first synthesiser is preferred.

    With the port 0 there is no SIP. `recognisers` hear their languages instead of `recogniser`, which hears
    all others; of each there are `workers` processes. What is said often is kept in `speech_folder`.

    Recordings lie in the folder `spool` until the hub has them.
    """

    name: str
    hub: str
    token: str
    host: str = "127.0.0.1"
    sip_port: int = 5060
    rtp_ports: str = "10000-20000"
    sip: Sip | None = None  # all else about SIP; without it, whoever reaches us may call
    recogniser: Program
    recognisers: list[Program] = []
    workers: int = 1
    synthesisers: list[Program]
    ice_servers: list[str] = []
    most_calls: int = 50
    streams: StreamSettings | None = None
    spool: str = "spool"
    speech_folder: str = ""
    transcripts: bool = True  # whether what people say to each other is written down, if the hub asks
    log: Log = Log()
