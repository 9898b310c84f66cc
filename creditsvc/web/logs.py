"""Logs of the running service: JSON lines on standard error. No raw path, query, code, token or secret.

A traceback names places, never the values of variables; SQL errors hide their parameters (db/engine).
"""

import sys
from typing import TextIO

import structlog


def configure(stream: TextIO | None = None) -> None:
    """Make every logger of this process write that way, to *stream* or standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(stream or sys.stderr),
    )
