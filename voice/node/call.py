"""A call: a caller with a bot, with music, or with agents; does what the hub says, tells it what happens."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from hub.core.clock import Clock
from voice.messages import (
    Answer,
    Answered,
    Cause,
    Connected,
    Ended,
    HangUp,
    Heard,
    Hold,
    Join,
    Joined,
    Leave,
    Left,
    Mute,
    Nothing,
    Orders,
    Pressed,
    Report,
    Silence,
    Speak,
    Spoken,
    Wait,
)
from voice.node.ear import Ear
from voice.node.keys import Keys
from voice.node.legs import Down, Key, Leg, Up
from voice.node.mouth import Mouth
from voice.node.music import music
from voice.node.playback import Utterance
from voice.node.room import Room, Seat
from voice.node.speech.ports import Recogniser, Synthesiser, Understood
from voice.node.turns import Signal

log = structlog.get_logger()

NEXT_KEY_WITHIN = 3.0

Browsers = Callable[[str, str], Awaitable[tuple[Leg, str]]]
"""Lets a browser in: its offer and a name in, its leg and our answer out."""


class Call:
    """One caller's call: `run` lasts as long, `tick` moves a frame, `order` does what the hub says."""

    def __init__(
        self,
        id: str,
        leg: Leg,
        recogniser: Recogniser,
        synthesiser: Synthesiser,
        browsers: Browsers,
        clock: Clock,
        report: Callable[[Report], None],
    ) -> None:
        self.id = id
        self._leg = leg
        self._synthesiser = synthesiser
        self._browsers = browsers
        self._clock = clock
        self._report = report
        self._room = Room()
        self._seat = self._room.sit(leg)
        self._ear = Ear(recogniser, self._understood)
        self._mouth: Mouth | None = None  # once it runs
        self._keys = Keys()
        self._key_timer: asyncio.Task[None] | None = None
        self._agents: dict[str, Seat] = {}
        self._connected: set[str] = set()
        self._up = False
        self._over = False
        self._waits = False  # for somebody, with music
        self._ends_after_speech = False
        self._tasks: asyncio.TaskGroup | None = None

    async def run(self) -> None:
        """Follow the call until it is over. Whatever happens, its end is told, and nobody is left in it."""
        try:
            await self._follow()
        finally:
            await self._end(Cause.FAILED)

    async def _follow(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            self._tasks = tasks
            self._mouth = Mouth(self._seat.playback, self._synthesiser, tasks, self._spoken)
            listening = tasks.create_task(self._ear.run())
            async for event in self._leg.events():
                match event:
                    case Up():
                        self._up = True
                        self._tell(Answered)
                    case Key():
                        self._press(event.key)
                    case Down():
                        await self._end(event.cause)
            listening.cancel()

    async def _end(self, cause: Cause) -> None:
        if self._over:
            return
        self._over, self._up = True, False
        if self._mouth:
            self._mouth.stop()
        if self._key_timer:
            self._key_timer.cancel()
        self._tell(Ended, cause=cause)
        for seat in list(self._agents.values()):
            await seat.leg.hang_up()

    def tick(self) -> None:
        """Move a frame each way, and see who has the word; call it every 20 ms."""
        if not self._up or self._mouth is None:
            return
        self._room.tick()
        self._mouth.tick()
        if not self._connected:
            for signal in self._ear.take(self._seat.heard, ours=self._mouth.speaking):
                self._act(signal, self._mouth)
        if self._ends_after_speech and not self._mouth.speaking and self._tasks:
            self._ends_after_speech = False
            self._tasks.create_task(self._leg.hang_up())

    def _act(self, signal: Signal, mouth: Mouth) -> None:
        match signal:
            case Signal.PAUSE:
                self._seat.playback.paused = True
            case Signal.RESUME:
                self._seat.playback.paused = False
            case Signal.STOP:
                mouth.stop()
            case Signal.SILENT:
                self._tell(Nothing, understood=True)

    # --- orders --------------------------------------------------------------------------------------

    async def order(self, order: Orders) -> None:
        """Do what the hub says; a call that is over does nothing more."""
        if self._over:
            return
        match order:
            case Answer():
                self._ear.language = order.language
                await self._leg.answer()
            case Speak() if self._mouth:
                self._keys.listen = order.listen
                self._mouth.say(order.id, order.text, order.language)
                self._ear.expect(order.listen, order.language)
            case Silence() if self._mouth:
                self._mouth.stop()
            case Wait():
                self._waits = order.music
                self._tune()
            case Hold():
                self._seat.held = order.on
                self._tune()
            case HangUp():
                await self._hang_up(order)
            case Join() if self._tasks:
                self._tasks.create_task(self._agent(order))
            case Leave() if seat := self._agents.get(order.party):
                await seat.leg.hang_up()
            case Mute() if seat := self._agents.get(order.party):
                seat.muted = order.on

    async def _hang_up(self, order: HangUp) -> None:
        if order.after_speech and self._mouth and self._mouth.speaking:
            self._ends_after_speech = True
        else:
            await self._leg.hang_up()

    def _tune(self) -> None:
        """Let music begin or end, as it is needed; what plays already goes on."""
        if not (self._waits or self._seat.held):
            self._seat.music = None
        elif self._seat.music is None:
            self._seat.music = music()

    # --- agents --------------------------------------------------------------------------------------

    async def _agent(self, order: Join) -> None:
        """Connect an agent's browser and follow it until it is gone; one that comes again replaces itself."""
        try:
            leg, answer = await self._browsers(order.offer, order.party)
        except Exception as error:  # a browser's offer is outside input: whatever is wrong with it
            log.warning("agent_not_let_in", call=self.id, error=type(error).__name__)
            self._tell(Joined, order=order.id, party=order.party, error="The browser's offer cannot be read.")
            return
        if self._over:  # meanwhile
            await leg.hang_up()
            return
        if before := self._agents.get(order.party):
            await before.leg.hang_up()
        seat = self._agents[order.party] = self._room.sit(leg)
        self._tell(Joined, order=order.id, party=order.party, answer=answer)
        async for event in leg.events():
            if isinstance(event, Up):
                self._meet(order.party)
            elif isinstance(event, Down):
                self._part(order.party, seat, event.cause)

    def _meet(self, agent: str) -> None:
        """From now on people speak with each other."""
        self._connected.add(agent)
        self._waits = False
        self._tune()
        self._ear.rest()
        if self._mouth:
            self._mouth.stop()
        self._tell(Connected, party=agent)

    def _part(self, agent: str, seat: Seat, cause: Cause) -> None:
        self._room.leave(seat)
        if self._agents.get(agent) is seat:
            del self._agents[agent]
            self._connected.discard(agent)
            self._tell(Left, party=agent, cause=cause)

    # --- what the caller does ------------------------------------------------------------------------

    def _understood(self, said: Understood) -> None:
        if said.text.strip():
            self._tell(Heard, text=said.text.strip(), language=self._ear.language, confidence=said.confidence)
        else:
            self._tell(Nothing, understood=False)

    def _spoken(self, utterance: Utterance) -> None:
        self._tell(Spoken, order=utterance.order, text=utterance.heard(), complete=utterance.complete)

    def _press(self, key: str) -> None:
        if self._mouth and not self._connected:
            self._mouth.stop()
        if self._key_timer:
            self._key_timer.cancel()
        complete = self._keys.press(key)
        if complete is not None:
            self._tell(Pressed, keys=complete)
        elif self._tasks:
            self._key_timer = self._tasks.create_task(self._no_more_keys())

    async def _no_more_keys(self) -> None:
        await self._clock.sleep(NEXT_KEY_WITHIN)
        self._tell(Pressed, keys=self._keys.take())

    def _tell(self, kind: type[Report], **what: Any) -> None:
        self._report(kind(call=self.id, at=self._clock.now(), **what))
