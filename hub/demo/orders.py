"""The demo shop's own service, which the demo's flows ask: where orders are, and when the showroom is free.

It stands for whatever a company has. It knows a handful of orders and keeps nothing.
"""

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from aiohttp import web
from msgspec import Struct

Today = Callable[[], date]

TIMES = ("09:00", "10:30", "12:00", "14:00", "15:30", "17:00")


class Order(Struct, frozen=True, kw_only=True):
    """An order; days count from today."""

    status: str
    postcode: str
    items: tuple[tuple[str, int], ...]
    total: float
    shipped: int | None = None
    expected: int = 0
    carrier: str = ""


ORDERS = {
    "HP-10042": Order(
        status="shipped",
        postcode="BS14DJ",
        items=(("Alder oak chair", 2),),
        total=249.0,
        shipped=-2,
        expected=1,
        carrier="Northline",
    ),
    "HP-10043": Order(
        status="received", postcode="BS14DJ", items=(("Harbour dining table", 1),), total=899.0, expected=6
    ),
    "HP-10044": Order(
        status="delivered",
        postcode="M11AE",
        items=(("Pine bookshelf", 1), ("Felt pads", 4)),
        total=131.5,
        shipped=-9,
        expected=-6,
        carrier="Northline",
    ),
    "HP-10045": Order(status="cancelled", postcode="EH11YZ", items=(("Linen sofa", 1),), total=1290.0),
}


def add_routes(app: web.Application, today: Today) -> None:
    """Serve the demo shop's service under /demo/."""

    async def order(request: web.Request) -> web.Response:
        """Give an order, if the postcode is the right one."""
        number = request.match_info["number"].upper()
        known = ORDERS.get(number)
        if known is None or request.query.get("postcode", "").replace(" ", "").upper() != known.postcode:
            raise web.HTTPNotFound(text="no such order")
        return web.json_response(_told(number, known, today()))

    async def slots(request: web.Request) -> web.Response:
        """Give the free times of a day."""
        try:
            day = date.fromisoformat(request.match_info["day"])
        except ValueError:
            raise web.HTTPBadRequest(text="no such day") from None
        return web.json_response({"day": day.isoformat(), "slots": _free(day)})

    app.router.add_get("/demo/orders/{number}", order)
    app.router.add_get("/demo/slots/{day}", slots)


def _told(number: str, order: Order, today: date) -> dict[str, Any]:
    def day(offset: int | None) -> str | None:
        return None if offset is None else (today + timedelta(days=offset)).isoformat()

    return {
        "number": number,
        "status": order.status,
        "items": [{"name": name, "count": count} for name, count in order.items],
        "total": order.total,
        "currency": "GBP",
        "carrier": order.carrier,
        "shipped_on": day(order.shipped),
        "expected_on": day(order.expected),
    }


def _free(day: date) -> list[str]:
    """Return the same times for the same day, so that a customer who asks again sees what they saw."""
    if day.isoweekday() in (1, 7):
        return []
    digest = hashlib.sha256(day.isoformat().encode()).digest()
    return [time for place, time in enumerate(TIMES) if digest[place] % 3]
