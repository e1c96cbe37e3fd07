"""The program's log: JSON lines with identifiers only, never names, texts or queries."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

import structlog
from structlog.typing import EventDict

LOG_FILE = "kancelaria.jsonl"
MAX_BYTES = 5 * 1024**2
_ALLOWED = frozenset(
    {
        "event", "level", "timestamp", "exception", "actor", "item_id", "document_uid", "rpw_number", "rpw_year",
        "code", "count", "seconds", "revision", "series", "station", "kind", "page", "device", "batch", "state",
    }
)  # fmt: skip


class _MessageAlone(logging.Formatter):
    """The JSON line as it is: the traceback is inside it already."""

    def format(self, record: logging.LogRecord) -> str:
        return record.getMessage()


def only_identifiers(_logger: Any, _method: str, entry: EventDict) -> EventDict:
    """Drop every key that isn't known to carry an identifier: a name or a text can't slip in."""
    return {key: value for key, value in entry.items() if key in _ALLOWED}


class _LogFile(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:
        """A log that can't be written (a full disk) stops no work and prints nothing over what a person reads."""


def set_up_logs(folder: Path, level: str = "INFO") -> RotatingFileHandler:
    """Write the log of this process to the folder; the handler is returned to be closed."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = _LogFile(folder / LOG_FILE, maxBytes=MAX_BYTES, backupCount=5, encoding="utf-8", delay=True)
    handler.setFormatter(_MessageAlone())
    target = logging.getLogger("kancelaria")
    target.setLevel(level)
    target.addHandler(handler)
    target.propagate = False
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            only_identifiers,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    return handler


def get_log() -> Any:
    """The program's logger: `get_log().info("registered", document_uid=…)`."""
    return structlog.get_logger("kancelaria")
