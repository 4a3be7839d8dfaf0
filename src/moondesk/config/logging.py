"""Structured logs: one line an event, with request id and organization, never a secret or the body of a mail."""

import logging
import sys
from typing import Any

import structlog

_SECRET_KEYS = ("password", "secret", "token", "authorization", "cookie", "body", "raw")


def hide_secrets(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Replace the values of keys that name a secret or a body."""
    for key in event:
        if any(word in key.lower() for word in _SECRET_KEYS):
            event[key] = "[hidden]"
    return event


def configure(*, json: bool, level: str) -> None:
    """Send the logs of Moondesk and its libraries to standard error, as text or as JSON lines."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        hide_secrets,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    renderer: Any = structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=False)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for noisy in ("procrastinate", "asyncio", "django.request", "uvicorn.access", "psycopg.pool", "mail.log"):
        logging.getLogger(noisy).setLevel(logging.WARNING if noisy != "django.request" else logging.ERROR)
