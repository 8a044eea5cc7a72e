"""Endpoints as data: one decorator from which routes, checks and the OpenAPI document come.

An endpoint is an async function of a Context. Parameters named in the path are `str`; a parameter
`query` or `body` is a Struct (or a plain list, or `bytes` for a raw body); the return annotation is
what is sent as JSON, None (204), Download, Sound or Page.
"""

import inspect
import re
from collections.abc import Awaitable, Callable
from typing import Any, get_type_hints

from msgspec import Struct

from hub.core.permissions import Permission

Handler = Callable[..., Awaitable[Any]]

_PATH_NAME = re.compile(r"{(\w+)}")


class Download(Struct, frozen=True, kw_only=True):
    """Bytes to be saved by the browser, never shown inside our pages."""

    data: bytes
    type: str
    name: str


class Sound(Struct, frozen=True, kw_only=True):
    """Sound to be played by our own pages, from any place in it (range requests, RFC 9110)."""

    data: bytes
    type: str


class Page(Struct, frozen=True, kw_only=True):
    """HTML from outside, shown in a frame of the desk under a content security policy of its own."""

    html: str
    policy: str


class Endpoint(Struct, frozen=True, kw_only=True):
    """One operation of the API. `permission` None with `public` False asks only for a sign-in."""

    method: str
    path: str
    handler: Handler
    name: str
    summary: str
    permission: Permission | None = None
    public: bool = False
    names: tuple[str, ...] = ()
    query: Any = None
    body: Any = None
    returns: Any = None
    status: int = 200


def endpoint(
    method: str,
    path: str,
    *,
    permission: Permission | None = None,
    public: bool = False,
    status: int | None = None,
) -> Callable[[Handler], Endpoint]:
    """Make an Endpoint of the function below; its module puts it into its ENDPOINTS list."""

    def declare(handler: Handler) -> Endpoint:
        hints = get_type_hints(handler)
        names = tuple(_PATH_NAME.findall(path))
        returns = hints.pop("return")
        expected = {"ctx", *names} | ({"query", "body"} & hints.keys())
        if hints.keys() != expected:
            raise TypeError(f"{handler.__name__} of {path} must take {expected}, and takes {hints.keys()}")
        return Endpoint(
            method=method,
            path=path,
            handler=handler,
            name=handler.__name__,
            summary=(inspect.getdoc(handler) or "").partition("\n")[0],
            permission=permission,
            public=public,
            names=names,
            query=hints.get("query"),
            body=hints.get("body"),
            returns=None if returns is type(None) else returns,
            status=status or (204 if returns is type(None) else 200),
        )

    return declare
