"""Structured logs, each line with the trace it belongs to. Secrets are masked before writing."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from opentelemetry import trace

_SECRET = re.compile(r"pass(word)?|secret|token|key$|authorization|cookie|pin$", re.IGNORECASE)


def configure(level: str = "info", *, as_json: bool = True) -> None:
    """Send log lines to standard error; standard output stays free for answers."""
    rank = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    shown: Any = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            _add_trace,
            _mask,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            shown,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(rank),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )


def log(room: str) -> Any:
    """The logger of a room."""
    return structlog.get_logger(room=room)


def _add_trace(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        line["trace"] = format(context.trace_id, "032x")
        line["span"] = format(context.span_id, "016x")
    return line


def _mask(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for name in line:
        if _SECRET.search(name):
            line[name] = "***"
    return line
