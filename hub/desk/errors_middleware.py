"""The front door's last resort: every failure becomes an answer that says something."""

import structlog
from aiohttp import web

from hub.core.errors import HubError
from hub.desk.problems import plain_problem, problem_response
from hub.desk.security import Handler

log = structlog.get_logger()

_CODES = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}


@web.middleware
async def answer_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn errors into problem+json; what nobody foresaw is logged and becomes a plain 500."""
    try:
        return await handler(request)
    except HubError as error:
        return problem_response(error)
    except web.HTTPException as error:
        if error.status < 400 or not request.path.startswith("/api/"):
            raise
        return plain_problem(error.status, _CODES.get(error.status, "http_error"), f"{error.reason}.")
    except ConnectionResetError:
        raise
    except Exception:
        log.exception("request_failed", method=request.method, route=_route(request))
        return plain_problem(500, "internal", "Something went wrong here. It has been logged; try again.")


def _route(request: web.Request) -> str:
    """Name the route rather than the path, which may hold ids."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else "unknown"
