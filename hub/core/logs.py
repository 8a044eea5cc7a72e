"""Structured logs: a constant event name and keys. Personal data only under keys beginning `pii_`."""

import logging
import sys
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any

import structlog

from hub.core.config import Log


def set_up_logs(config: Log) -> None:
    """Send all logs to standard error, as lines to read on a terminal and as JSON elsewhere."""
    level = getattr(logging, config.level.upper())
    as_json = config.format == "json" or (config.format == "auto" and not sys.stderr.isatty())
    renderer: Any = structlog.processors.JSONRenderer() if as_json else _for_terminals()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            without_personal_data,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([structlog.processors.format_exc_info] if as_json else []),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=Lines,
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=max(level, logging.WARNING), stream=sys.stderr)


class Lines:
    """Writes lines to standard error. On a full disk or a broken pipe they are lost, and nothing else is."""

    def __init__(self, *_names: str) -> None:
        """Take and forget what the logger is called."""

    def msg(self, line: str) -> None:
        """Write a line; never raises, as whoever logs has more important things to do."""
        with suppress(OSError, ValueError):  # a closed stream is a ValueError
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()

    debug = info = warning = error = critical = exception = msg


def without_personal_data(
    _logger: Any, _method: str, entry: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Drop every key that may hold personal data."""
    return {key: value for key, value in entry.items() if not key.startswith("pii_")}


def _for_terminals() -> Any:
    """Return the renderer for people; it must not print the variables of a traceback, as rich ones do."""
    return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
