"""What a test wrote into the security log."""

import json
import logging
from collections.abc import Iterator

import pytest


class SecurityLog(logging.Handler):
    """Lines of `assay.security`, read as JSON."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[dict] = []
        self.text = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.text += record.getMessage() + "\n"
        self.lines.append(json.loads(record.getMessage()))

    def events(self) -> list[str]:
        return [line["event"] for line in self.lines]


@pytest.fixture
def security_log() -> Iterator[SecurityLog]:
    log = SecurityLog()
    logger = logging.getLogger("assay.security")
    logger.addHandler(log)
    yield log
    logger.removeHandler(log)
