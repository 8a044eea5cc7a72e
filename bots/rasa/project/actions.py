"""What the assistant does beyond talking: checks what was typed, and tells the hub what to do.

Runs inside Rasa's process (Python 3.10). A message with `custom` is for the hub, not for the customer:
{"hub": "handoff", "reason"}, {"hub": "report", "reason", "skills", "fields"} or {"hub": "ask_knowledge"}.
"""

import os
import re
import unicodedata
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import AllSlotsReset, SlotSet
from rasa_sdk.executor import CollectingDispatcher

ORDER = re.compile(r"\b([A-Z]{2})[- ]?(\d{6})\b")
NO_ORDER = re.compile(r"\b(no|none|not|don'?t|lost|unknown)\b|没有|不知道|忘了|找不到|丢了", re.IGNORECASE)
PHONE = re.compile(r"\+?\d(?:[ ()/.-]{0,2}\d){6,14}")

REPORTS = {
    "complaint_form": ("complaint", "returns", ["order_number", "what_happened", "phone"]),
    "repair_form": ("repair", "furniture", ["product", "fault", "phone"]),
}
LABELS = {
    "en": {
        "order_number": "Order number",
        "what_happened": "What happened",
        "product": "Product",
        "fault": "Fault",
        "phone": "Telephone",
    },
    "zh": {
        "order_number": "订单号",
        "what_happened": "问题描述",
        "product": "商品",
        "fault": "故障",
        "phone": "联系电话",
    },
}


class _Checks:
    """What both forms check."""

    def validate_phone(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Keep the digits of a telephone number."""
        found = PHONE.search(unicodedata.normalize("NFKC", str(value)))
        if found:
            return {"phone": re.sub(r"[^\d+]", "", found[0])}
        dispatcher.utter_message(response="utter_wrong_phone")
        return {"phone": None}

    def validate_confirmed(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Ask everything again when what was understood is not right."""
        if value:
            return {"confirmed": True}
        dispatcher.utter_message(response="utter_again")
        fields = REPORTS[tracker.active_loop_name or "complaint_form"][2]
        return dict.fromkeys([*fields, "confirmed"])


class ValidateComplaint(_Checks, FormValidationAction):
    """Checks what was typed into the complaint form."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "validate_complaint_form"

    def validate_order_number(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """Find the order number in what was written, or that there is none."""
        text = unicodedata.normalize("NFKC", str(value)).upper()
        if found := ORDER.search(text):
            return {"order_number": f"{found[1]}-{found[2]}"}
        if NO_ORDER.search(text):
            return {"order_number": "-"}
        dispatcher.utter_message(response="utter_wrong_order_number")
        return {"order_number": None}


class ValidateRepair(_Checks, FormValidationAction):
    """Checks what was typed into the repair form."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "validate_repair_form"


class Report(Action):
    """Gives the hub a complete form."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_report"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Send the fields to the hub and forget them."""
        form = "complaint_form" if tracker.get_slot("what_happened") else "repair_form"
        reason, skill, names = REPORTS[form]
        labels = LABELS[os.environ.get("RASA_LANGUAGE", "en")]
        fields = [
            {
                "name": name,
                "label": labels[name],
                "type": "phone" if name == "phone" else "text",
                "value": tracker.get_slot(name),
            }
            for name in names
        ]
        dispatcher.utter_message(
            json_message={"hub": "report", "reason": reason, "skills": [skill], "fields": fields}
        )
        return [AllSlotsReset()]


class AskKnowledge(Action):
    """Lets the hub's knowledge base answer."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_ask_knowledge"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Pass the question on."""
        dispatcher.utter_message(json_message={"hub": "ask_knowledge"})
        return []


class Handoff(Action):
    """Lets a person take over."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_handoff"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Tell the hub."""
        dispatcher.utter_message(json_message={"hub": "handoff", "reason": "asked"})
        return []


class Stop(Action):
    """Stops a form; nothing was passed on."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_stop"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Say so, and forget what was typed."""
        dispatcher.utter_message(response="utter_stopped")
        return [AllSlotsReset(), SlotSet("requested_slot", None)]
