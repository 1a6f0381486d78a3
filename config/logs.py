"""What the logs leave out."""

import logging

PROBES = {"/healthz", "/readyz"}


def not_a_probe(record: logging.LogRecord) -> bool:
    """False for what Django says of a probe: a portal not ready yet answers 503, which is no error."""
    request = getattr(record, "request", None)
    return getattr(request, "path", None) not in PROBES
