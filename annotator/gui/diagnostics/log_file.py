"""The program's log: a small rotating file. Nothing is logged if it cannot be written."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

FILE_NAME = "annotator.log"
LARGEST = 500_000
"""Maximum size of the file in bytes; one older file is kept next to it."""


def start(folder: Path) -> logging.Handler | None:
    """Start writing the program's log to ``folder``; return None if that is not possible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / FILE_NAME, maxBytes=LARGEST, backupCount=1, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("annotator")
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    return handler


def stop(handler: logging.Handler | None) -> None:
    """Stop logging."""
    if handler is not None:
        logging.getLogger("annotator").removeHandler(handler)
        handler.close()


def read(folder: Path) -> str:
    """Return the log, "" if there is none."""
    try:
        return (folder / FILE_NAME).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
