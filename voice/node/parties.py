"""The parties of a call: who else is in it than the caller, from their coming in to their going."""

import asyncio
from collections.abc import AsyncIterator, Callable

import structlog

from hub.core.clock import Clock
from hub.core.models.calls import PartyRole
from voice.node.legs import Doors, Down, Leg, LegError, LegEvent, OnHold, Up
from voice.node.music import music
from voice.node.reporting import Tell
from voice.node.room import Room, Seat
from voice.orders import CALLER, Dial, Dialpad, Hold, Join, Leave, Mute, Part
from voice.reports import Cause, Connected, Joined, Left

log = structlog.get_logger()

PartyOrders = Join | Dial | Leave | Part | Mute | Hold | Dialpad


class Parties:
    """Everybody in the room. `on_talk` is called when somebody comes whom the caller hears."""

    def __init__(
        self,
        room: Room,
        caller: Seat,
        doors: Doors,
        tasks: asyncio.TaskGroup,
        clock: Clock,
        tell: Tell,
        on_talk: Callable[[], None],
    ) -> None:
        self._room = room
        self._seats: dict[str, Seat] = {CALLER: caller}
        self._doors = doors
        self._tasks = tasks
        self._clock = clock
        self._tell = tell
        self._on_talk = on_talk
        self._connected: set[str] = set()
        self._waits = False  # the caller, for somebody
        self._over = False

    @property
    def connected(self) -> bool:
        """Whether anybody is here besides the caller."""
        return bool(self._connected)

    @property
    def talking(self) -> bool:
        """Whether anybody is here whom the caller hears."""
        return any(self._seats[one].role is PartyRole.TALK for one in self._connected)

    @property
    def here(self) -> list[Seat]:
        """Those who are connected, without the caller."""
        return [self._seats[one] for one in self._connected]

    def wait(self, *, on: bool) -> None:
        """Let the caller hear music while nothing is said, or not any more."""
        self._waits = on
        self._tune(self._seats[CALLER])

    async def end(self) -> None:
        """Let everybody go but the caller, and nobody in any more."""
        self._over = True
        for seat in list(self._seats.values()):
            if seat.party != CALLER:
                await seat.leg.hang_up()

    async def order(self, order: PartyOrders) -> None:
        """Do what the hub says; a party that is not here is left alone."""
        match order:
            case Join():
                self._tasks.create_task(self._browser(order))
            case Dial():
                self._tasks.create_task(self._phone(order))
            case _ if seat := self._seats.get(order.party):
                await self._with(seat, order)

    async def _with(self, seat: Seat, order: PartyOrders) -> None:
        match order:
            case Leave() if seat.party != CALLER:
                await seat.leg.hang_up()
            case Part() if seat.party != CALLER:
                seat.role, seat.to = order.role, order.to
                if seat.party in self._connected:
                    self._heed()
            case Mute():
                seat.muted = order.on
            case Hold():
                seat.held = order.on
                self._tune(seat)
            case Dialpad():
                await seat.leg.send_keys(order.keys)

    def _tune(self, seat: Seat) -> None:
        """Let music begin or end, as it is needed; what plays already goes on."""
        if not (seat.held or (self._waits and seat.party == CALLER)):
            seat.music = None
        elif seat.music is None:
            seat.music = music()

    # --- coming and going ----------------------------------------------------------------------------

    async def _browser(self, order: Join) -> None:
        """Connect somebody's browser and follow it until it is gone; one that comes again replaces itself."""
        try:
            leg, answer = await self._doors.browser(order.offer, order.party)
        except Exception as error:  # a browser's offer is outside input: whatever is wrong with it
            log.warning("browser_not_let_in", party=order.party, error=type(error).__name__)
            self._tell(Joined, order=order.id, party=order.party, error="The browser's offer cannot be read.")
            return
        if self._over:  # meanwhile
            await leg.hang_up()
            return
        if before := self._seats.get(order.party):
            await before.leg.hang_up()
        seat = self._sit(leg, order.party, order.role, order.to)
        self._tell(Joined, order=order.id, party=order.party, answer=answer)
        await self._follow(seat)

    async def _phone(self, order: Dial) -> None:
        """Call somebody's phone and follow it until it is gone."""
        try:
            leg = await self._doors.phone(order.uri, caller=order.caller, trunk=order.trunk)
        except LegError as error:
            log.info("party_not_called", party=order.party, error=str(error))
            self._tell(Left, party=order.party, cause=error.cause)
            return
        if self._over or order.party in self._seats:
            await leg.hang_up()
            return
        seat = self._sit(leg, order.party)
        seat.ringing = True
        patience = self._tasks.create_task(self._give_up(seat, order.ring_for))
        try:
            await self._follow(seat)
        finally:
            patience.cancel()

    async def _give_up(self, seat: Seat, after: float) -> None:
        await self._clock.sleep(after)
        if seat.ringing:
            await seat.leg.hang_up(Cause.NO_ANSWER)

    def _sit(self, leg: Leg, party: str, role: PartyRole = PartyRole.TALK, to: str = "") -> Seat:
        seat = self._seats[party] = self._room.sit(leg, party, role, to)
        return seat

    async def _follow(self, seat: Seat) -> None:
        events: AsyncIterator[LegEvent] = seat.leg.events()
        async for event in events:
            if isinstance(event, Up):
                self._meet(seat)
            elif isinstance(event, OnHold):
                seat.away = event.held
            elif isinstance(event, Down):
                self._part(seat, event.cause)

    def _meet(self, seat: Seat) -> None:
        seat.ringing = False
        if self._over or self._seats.get(seat.party) is not seat:  # it goes already
            return
        self._connected.add(seat.party)
        self._heed()
        self._tell(Connected, party=seat.party)

    def _heed(self) -> None:
        """From now on people speak with each other, if somebody is there who speaks."""
        if self.talking:
            self.wait(on=False)
            self._on_talk()

    def _part(self, seat: Seat, cause: Cause) -> None:
        self._room.leave(seat)
        if self._seats.get(seat.party) is not seat:  # it was replaced
            return
        del self._seats[seat.party]
        self._connected.discard(seat.party)
        self._tell(Left, party=seat.party, cause=cause)
