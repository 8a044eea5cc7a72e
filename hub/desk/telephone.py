"""What the desk asks of telephone calls that go on; hub.app binds it to the voice nodes' link."""

from typing import Protocol

from hub.core.models.calls import Call, Party, PartyRole
from hub.core.models.staff import Staff
from hub.services.call_work import Target
from hub.services.outgoing_calls import Wanted


class Telephone(Protocol):
    """The calls of one tenant. All raise NotFound when a call is over, Unavailable without its node."""

    async def join(self, call: Call, staff: Staff, offer: str, role: PartyRole) -> str:
        """Let somebody's browser into a call: its offer (SDP) in, the answer out."""
        ...

    async def leave(self, call: Call, staff: Staff) -> None:
        """Take somebody's browser out; the others stay."""
        ...

    async def change_role(self, call: Call, staff: Staff, role: PartyRole) -> None:
        """Let a supervisor listen, whisper or talk from now on."""
        ...

    async def mute(self, call: Call, party: str, *, on: bool) -> None:
        """Let nobody hear a party, or everybody again."""
        ...

    async def hold(self, call: Call, party: str, *, on: bool) -> None:
        """Let a party (empty: the caller) hear music and nobody else, or take it back."""
        ...

    async def press(self, call: Call, party: str, keys: str) -> None:
        """Press keys towards a party (empty: the caller)."""
        ...

    async def hang_up(self, call: Call) -> None:
        """End the call for everybody."""
        ...

    async def invite(self, call: Call, by: Staff, whom: Target) -> Party:
        """Put the caller on hold and call a colleague or a number into the call."""
        ...

    async def drop(self, call: Call, by: Staff, party: str) -> None:
        """Let a party go, or stop calling them; whom it rings for declines by it."""
        ...

    async def complete(self, call: Call, by: Staff) -> None:
        """Leave the caller with whom one asked into the call (attended transfer)."""
        ...

    async def transfer(self, call: Call, by: Staff, to: Target) -> None:
        """Give the caller to an agent, a queue, a flow or a number without asking first."""
        ...

    async def pause_recording(self, call: Call, *, on: bool) -> None:
        """Record silence from now on, or speech again."""
        ...

    async def place(self, by: Staff, wanted: Wanted) -> Call:
        """Call somebody outside."""
        ...

    async def call_colleague(self, by: Staff, colleague: str) -> Call:
        """Call somebody of the house; it rings for them once the caller's browser has joined."""
        ...
