"""What a voice node and the hub tell each other: JSON texts over one WebSocket, each a tagged struct.

The node has the media, the hub has the conversation. The hub orders (voice.orders), the node reports
(voice.reports); what is here keeps the link itself.
"""

import msgspec

from hub.core.records import Value
from voice.orders import Orders
from voice.reports import Reports


class Welcome(Value, frozen=True, kw_only=True, tag_field="type", tag="welcome"):
    """The hub's first word: up to which report it has what this node said."""

    taken: int


class Taken(Value, frozen=True, kw_only=True, tag_field="type", tag="taken"):
    """The hub has all reports up to this number."""

    number: int


class Hello(Value, frozen=True, kw_only=True, tag_field="type", tag="hello"):
    """The node's first word: who it is, and the calls it has now."""

    node: str
    calls: list[str] = []


class Sample(Value, frozen=True, kw_only=True):
    """One figure: `name` may be its family's with an ending, as _bucket."""

    name: str
    labels: dict[str, str] = {}
    value: float


class Family(Value, frozen=True, kw_only=True):
    """Figures of one name; `kind` is counter, gauge, histogram or summary, as Prometheus has them."""

    name: str
    help: str
    kind: str
    samples: list[Sample]


class Figures(Value, frozen=True, kw_only=True, tag_field="type", tag="figures"):
    """What the node counted so far, and what is now. Neither numbered nor kept: the next ones say more."""

    families: list[Family]


FromHub = Orders | Welcome | Taken
FromNode = Reports | Hello | Figures

to_node = msgspec.json.Decoder(FromHub)
to_hub = msgspec.json.Decoder(FromNode)


def encode(message: Value) -> str:
    """Return a message as the text that crosses the link."""
    return msgspec.json.encode(message).decode()
