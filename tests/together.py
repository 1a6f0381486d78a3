"""Actions at the same time, each in a thread and a connection of its own; on PostgreSQL with real transactions."""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet


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


def meeting_at(rows: QuerySet[Any], *actions: Callable[[], Any]) -> list[Any]:
    """The same, but none goes past a lock on these rows before all have come to it (PostgreSQL).

    So each has read what it reads before the lock, however the threads are given their turns.
    """
    gate = threading.Event()

    def hold() -> None:
        with transaction.atomic():
            list(rows.select_for_update())
            gate.set()
            _wait_for_waiting(len(actions))

    def at_the_gate(action: Callable[[], Any]) -> Callable[[], Any]:
        def run() -> Any:
            gate.wait(timeout=10)
            return action()

        return run

    return together(hold, *map(at_the_gate, actions))[1:]


def _wait_for_waiting(count: int) -> None:
    """Until so many connections to this database wait for a lock; raises TimeoutError."""
    waiting = (
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type='Lock' AND datname=current_database()"
    )
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            # What a transaction sees of the others stays so until it is asked to look again.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(waiting)
            if cursor.fetchone()[0] >= count:
                return
        time.sleep(0.01)
    raise TimeoutError(f"fewer than {count} came to the lock")
