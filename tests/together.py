"""Actions at the same time, each in a thread and a connection of its own; on PostgreSQL with real transactions."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection


def together(*actions: Callable[[], Any]) -> list[Any]:
    """Start them at one moment; returns what each returned or raised."""
    barrier, results = threading.Barrier(len(actions)), [None] * len(actions)

    def run(number, action):
        try:
            barrier.wait(timeout=10)
            results[number] = action()
        except Exception as error:  # noqa: BLE001 the test looks at it
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
        assert not thread.is_alive()
    return results
