"""What the desk asks of telephone calls that go on; hub.app binds it to the voice nodes' link."""

from typing import Protocol

from hub.core.errors import Unavailable


class Telephone(Protocol):
    """The calls of one tenant. All raise NotFound when no call goes on in an interaction."""

    async def join(self, interaction: str, agent: str, offer: str) -> str:
        """Let an agent's browser into a call: its offer (SDP) in, the answer out."""
        ...

    async def leave(self, interaction: str, agent: str) -> None:
        """Take an agent out; the caller stays."""
        ...

    async def mute(self, interaction: str, agent: str, *, on: bool) -> None:
        """Let nobody hear an agent, or everybody again."""
        ...

    async def hold(self, interaction: str, *, on: bool) -> None:
        """Let the caller hear music, or take them back."""
        ...

    async def hang_up(self, interaction: str) -> None:
        """End the call."""
        ...


class NoTelephone:
    """A hub without voice."""

    async def join(self, interaction: str, agent: str, offer: str) -> str:
        """Refuse."""
        raise _missing()

    async def leave(self, interaction: str, agent: str) -> None:
        """Refuse."""
        raise _missing()

    async def mute(self, interaction: str, agent: str, *, on: bool) -> None:
        """Refuse."""
        raise _missing()

    async def hold(self, interaction: str, *, on: bool) -> None:
        """Refuse."""
        raise _missing()

    async def hang_up(self, interaction: str) -> None:
        """Refuse."""
        raise _missing()


def _missing() -> Unavailable:
    return Unavailable("There is no voice node.")
