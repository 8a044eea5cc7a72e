"""Endpoints say what they take and give, and a mistake in one is found when it is declared."""

import pytest
from msgspec import Struct

from hub.core.permissions import Permission
from hub.desk.endpoint import Endpoint, endpoint


class Body(Struct):
    text: str


def test_an_endpoint_is_read_off_its_function():
    @endpoint("POST", "/things/{id}", permission=Permission.AUDIT_READ, status=201)
    async def make(ctx: object, id: str, body: Body) -> Body:
        """Make a thing.

        More words.
        """
        return body

    assert isinstance(make, Endpoint)
    assert (make.name, make.summary, make.names) == ("make", "Make a thing.", ("id",))
    assert (make.body, make.query, make.returns, make.status) == (Body, None, Body, 201)


def test_nothing_to_return_is_204():
    @endpoint("DELETE", "/things")
    async def clear(ctx: object) -> None:
        """Clear."""

    assert (clear.returns, clear.status) == (None, 204)


def test_a_path_name_without_parameter_is_refused():
    with pytest.raises(TypeError, match="must take"):

        @endpoint("GET", "/things/{id}")
        async def get(ctx: object) -> Body:
            """Get."""
            return Body("")
