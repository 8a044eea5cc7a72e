"""Errors on the wire: the one place that knows which HTTP status a HubError means."""

from http import HTTPStatus

import msgspec
from aiohttp import web
from msgspec import UNSET, Struct, UnsetType

from hub.core import errors

STATUS: dict[type[errors.HubError], HTTPStatus] = {
    errors.InvalidInput: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.NotAllowed: HTTPStatus.FORBIDDEN,
    errors.NotSignedIn: HTTPStatus.UNAUTHORIZED,
    errors.Conflict: HTTPStatus.CONFLICT,
    errors.IllegalTransition: HTTPStatus.CONFLICT,
    errors.TooMany: HTTPStatus.TOO_MANY_REQUESTS,
    errors.Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}


class Problem(Struct, frozen=True, kw_only=True):
    """An error as RFC 9457 describes it; programs read `code`, people read `detail`."""

    status: int
    code: str
    title: str
    detail: str
    type: str = "about:blank"
    field: str | UnsetType = UNSET
    existing: str | UnsetType = UNSET
    last_seq: int | UnsetType = UNSET
    retry_after: float | UnsetType = UNSET


def problem_of(error: errors.HubError) -> Problem:
    """Describe an error; kinds unknown here count as our own fault."""
    status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), HTTPStatus(500))
    return Problem(
        status=status.value,
        code=error.code,
        title=status.phrase,
        detail=error.message,
        field=getattr(error, "field", UNSET) or UNSET,
        existing=getattr(error, "existing", UNSET),
        last_seq=getattr(error, "last_seq", UNSET),
        retry_after=getattr(error, "retry_after", UNSET),
    )


def problem_response(error: errors.HubError) -> web.Response:
    """Return the error as an HTTP answer."""
    problem = problem_of(error)
    headers = {}
    if isinstance(error, errors.TooMany):
        headers["Retry-After"] = str(max(1, round(error.retry_after)))
    if isinstance(error, errors.Unavailable):
        headers["Retry-After"] = "2"
    return web.Response(
        status=problem.status,
        body=msgspec.json.encode(problem),
        content_type="application/problem+json",
        headers=headers,
    )


def plain_problem(status: int, code: str, detail: str) -> web.Response:
    """Return an error that is about HTTP itself, such as a method that does not exist."""
    problem = Problem(status=status, code=code, title=HTTPStatus(status).phrase, detail=detail)
    return web.Response(
        status=status, body=msgspec.json.encode(problem), content_type="application/problem+json"
    )
