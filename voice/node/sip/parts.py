"""What the two ways across the border share."""

from collections.abc import Callable

from msgspec import Struct

from hub.core.clock import Clock
from voice.node.sip.crossings import Crossings
from voice.node.sip.flows import Flows
from voice.node.sip.gate import Gate
from voice.node.sip.message import Message
from voice.node.sip.places import Places
from voice.node.sip.registrar import Registrar
from voice.node.sip_settings import Sip, Trunk


class Parts(Struct, frozen=True, kw_only=True):
    """An open border's parts; `to_stack` brings the stack a message."""

    settings: Sip
    trunks: dict[str, Trunk]  # by name
    places: Places
    flows: Flows
    crossings: Crossings
    registrar: Registrar
    gate: Gate
    clock: Clock
    to_stack: Callable[[Message], None]
