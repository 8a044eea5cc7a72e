"""The channel through which the hub talks to Rasa: one request, one complete answer.

Runs inside Rasa's process (Python 3.10). `POST turn` takes {sender, message_id, text, pressed, values,
metadata} and answers {messages, slots, intent, confidence, loop, model}; `POST actions` runs the custom
actions; `GET status` says which model is loaded. All three need `Authorization: Bearer TOKEN`.
"""

import hmac
import os
import sys
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import actions
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

OWN = frozenset({"requested_slot", "session_started_metadata", "confirmed"})
"""Slots of the dialogue itself, which say nothing about the matter."""


class HubChannel(InputChannel):
    """The hub's channel; `token` is a secret shared with it."""

    def __init__(self, token: str) -> None:
        if len(token) < 16:
            raise ValueError("The hub's token must have 16 characters at least: set RASA_HUB_TOKEN.")
        self._token = token.encode()
        self._executor = ActionExecutor()
        self._executor.register_package(actions)
        _end_with_parent()

    @classmethod
    def name(cls) -> str:
        """Return the last part of the channel's address."""
        return "hub"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "HubChannel":
        """Read the token out of credentials.yml."""
        return cls((credentials or {}).get("token", ""))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the three routes."""
        hub = Blueprint("hub_channel", "hub_channel")

        @hub.on_request
        async def check(request: Request) -> HTTPResponse | None:
            given = request.headers.get("Authorization", "").encode()
            if hmac.compare_digest(given, b"Bearer " + self._token):
                return None
            return response.json({"error": "The token is wrong or missing."}, status=401)

        @hub.get("/status")
        async def status(request: Request) -> HTTPResponse:
            agent = request.app.ctx.agent
            is_ready = bool(agent and agent.is_ready())
            model = agent.processor.model_filename if is_ready else ""
            return response.json({"ready": is_ready, "model": model}, status=200 if is_ready else 503)

        @hub.post("/turn")
        async def turn(request: Request) -> HTTPResponse:
            return response.json(await _turn(request.app.ctx.agent, on_new_message, request.json))

        @hub.post("/actions")
        async def act(request: Request) -> HTTPResponse:
            try:
                return response.json(await self._executor.run(request.json))
            except ActionExecutionRejection as error:
                status, name, text = 400, error.action_name, error.message
            except ActionNotFoundException as error:
                status, name, text = 404, error.action_name, error.message
            return response.json({"error": text, "action_name": name}, status=status)

        return hub


async def _turn(
    agent: Any, on_new_message: Callable[..., Awaitable[Any]], body: dict[str, Any]
) -> dict[str, Any]:
    """Take one turn; the same message once more gets the same answer."""
    sender, message_id = body["sender"], body["message_id"]
    tracker = await agent.processor.get_tracker(sender)
    messages = said_to(tracker, message_id)
    if messages is None:
        if values := body.get("values"):
            await _give(agent, sender, values)
        output = CollectingOutputChannel()
        await on_new_message(
            UserMessage(
                _words(body["text"], pressed=body.get("pressed", False)),
                output,
                sender,
                input_channel="hub",
                message_id=message_id,
                metadata=body.get("metadata") or {},
            )
        )
        messages = [
            {key: value for key, value in one.items() if key != "recipient_id"} for one in output.messages
        ]
        tracker = await agent.processor.get_tracker(sender)
    parsed = tracker.latest_message.parse_data if tracker.latest_message else {}
    slots = {name: value for name, value in tracker.current_slot_values().items() if name not in OWN}
    return {
        "messages": messages,
        "slots": {name: value for name, value in slots.items() if value is not None},
        "intent": parsed.get("intent", {}).get("name") or "",
        "confidence": parsed.get("intent", {}).get("confidence") or 0.0,
        "loop": tracker.active_loop_name or "",
        "model": agent.processor.model_filename,
    }


def said_to(tracker: DialogueStateTracker, message_id: str) -> list[dict[str, Any]] | None:
    """Return what was said to a message that had its turn already, else None."""
    events = list(tracker.events)
    for number in range(len(events) - 1, -1, -1):
        event = events[number]
        if isinstance(event, UserUttered) and event.message_id == message_id:
            return [_said(one) for one in events[number:] if isinstance(one, BotUttered)]
    return None


def _said(event: BotUttered) -> dict[str, Any]:
    kept = {key: event.data.get(key) for key in ("buttons", "image", "custom")}
    return {key: value for key, value in {"text": event.text, **kept}.items() if value}


async def _give(agent: Any, sender: str, values: dict[str, Any]) -> None:
    """Set slots to what the hub knows already."""
    async with agent.lock_store.lock(sender):
        tracker = await agent.processor.fetch_tracker_with_initial_session(sender)
        known = {slot.name for slot in agent.domain.slots}
        for name, value in values.items():
            if name in known:
                tracker.update(SlotSet(name, value), agent.domain)
        await agent.processor.save_tracker(tracker)


def _words(text: str, *, pressed: bool) -> str:
    """Return what Rasa may read: only a button that we offered may name an intent with a slash."""
    return text if pressed else text.lstrip("/ \t\r\n\u3000") or "?"


def _end_with_parent() -> None:
    """End this process when the one that started it is gone and its end of our stdin with it."""
    if os.environ.get("RASA_END_WITH_PARENT"):

        def watch() -> None:
            sys.stdin.buffer.read()
            os._exit(0)

        threading.Thread(target=watch, daemon=True).start()
