"""Structured logs: a constant event name and keys. Personal data only under keys beginning `pii_`."""

import logging
import sys
from collections.abc import MutableMapping
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
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=max(level, logging.WARNING), stream=sys.stderr)


def without_personal_data(
    _logger: Any, _method: str, entry: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Drop every key that may hold personal data."""
    return {key: value for key, value in entry.items() if not key.startswith("pii_")}


def _for_terminals() -> Any:
    """Return the renderer for people; it must not print the variables of a traceback, as rich ones do."""
    return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
