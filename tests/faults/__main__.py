"""Run the suite: one unbroken run, one with everything doubled, then the kills. Exits with 1 if anything differs."""

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.faults.arena import VICTIMS, Arena

SETTLED_WITHIN = 120
"""Seconds in which everything must be done, whatever happened."""


def main() -> int:
    """Returns 0 if every run ended like the unbroken one."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="assay-faults-") as name:
        arena = Arena(Path(name))
        with arena.open():
            os.environ.update(arena.environment())
            return Suite(arena, asked.seed).run(asked.kills)


class Suite:
    """Runs trials in an open arena, against what the unbroken run leaves."""

    def __init__(self, arena: Arena, seed: int) -> None:
        import django

        django.setup()
        self.arena, self.chance = arena, random.Random(seed)
        self.failures: list[str] = []
        self.counts: Counter[str] = Counter()

    def run(self, kills: int) -> int:
        """Every trial, a line each, and their sum."""
        self._build()
        self.expected = self._unbroken()
        seconds = self._doubled()
        for number in range(1, kills + 1):
            victim = VICTIMS[(number - 1) % len(VICTIMS)]
            self._broken(number, victim, self.chance.uniform(0.1, max(0.5, seconds * 0.9)))
        for failure in self.failures:
            print(failure)
        found = ", ".join(f"{count} {what}" for what, count in sorted(self.counts.items()))
        print(
            f"{kills} kills: {len(self.failures)} trials differ from the unbroken run ({found})", flush=True
        )
        return 1 if self.failures else 0

    def _build(self) -> None:
        from django.core.management import call_command

        from tests.faults.universe import build

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        build(self.arena.store)
        _disconnect()
        self.arena.keep_pristine()

    def _unbroken(self) -> dict[str, list[str]]:
        """The jobs one after the other in this very process, until nothing is left."""
        from competencies import tasks
        from memberships.tasks import mail
        from tests.faults.state import left, state

        self.arena.begin()
        while any(left().values()):
            for task in (
                tasks.load_feeds,
                tasks.expire_overrides,
                tasks.review_due,
                tasks.flag_renewal_risk,
                mail,
            ):
                task()
        found = state()
        print(f"unbroken: {len(found['JournalEntry'])} entries, {len(found['Message'])} messages", flush=True)
        _disconnect()
        return found

    def _doubled(self) -> float:
        """Two workers and two beats at once; returns the seconds from the first sweep until all was done."""
        self.arena.begin()
        self.arena.start("worker", "worker-2", "beat", "beat-2")
        self._until_begun()
        start = time.monotonic()
        self._judge("two workers, two beats")
        return time.monotonic() - start

    def _broken(self, number: int, victim: str, delay: float) -> None:
        """One trial with one kill, while there is work to do."""
        from tests.faults.state import left

        self.arena.begin()
        self.arena.start("worker", "beat")
        self._until_begun()
        time.sleep(delay)
        work = left()
        _disconnect()
        self.counts["while at work" if any(work.values()) else "after all was done"] += 1
        self.arena.kill(victim, self.chance)
        self._judge(f"kill {number}: {victim} after {delay:.1f} s with {work}")

    def _until_begun(self) -> None:
        from partners.models import Sweep

        self._wait(lambda: Sweep.objects.exists(), "nothing began")
        _disconnect()

    def _judge(self, what: str) -> None:
        """Wait until nothing is left, end the processes, and compare."""
        from partners.models import Message
        from tests.faults.state import differences, left, state

        start = time.monotonic()
        done = self._wait(lambda: not any(left().values()), f"{what}: work is left")
        self.arena.end_portal()
        found = differences(self.expected, state())
        handed = Counter(self.arena.handed_over())
        twice = [each for each, count in handed.items() if count > 1]
        states = Counter(Message.objects.values_list("state", flat=True))
        self.counts.update({f"messages {name}": count for name, count in states.items()})
        sent = {
            f"<{pk}@example.org>" for pk in Message.objects.filter(state="sent").values_list("pk", flat=True)
        }
        wrong = [*found, *(f"handed over twice: {each}" for each in twice)]
        wrong += [f"marked as sent, but never handed over: {each}" for each in sent - set(handed)]
        wrong += [
            f"in the end {name}: {count}" for name, count in states.items() if name not in ("sent", "unsure")
        ]
        verdict = "as unbroken" if done and not wrong else "DIFFERS"
        print(f"{what}: {verdict} after {time.monotonic() - start:.1f} s", flush=True)
        if wrong:
            self.failures.append("\n".join([f"{what}:", *wrong[:40]]))
        _disconnect()

    def _run_on(self) -> None:
        """What whoever runs the worker does: start one again that ended by itself, as a deaf one does."""
        process = self.arena.portal.get("worker")
        if process is not None and process.poll() is not None:
            self.counts["deaf workers that ended and were started again"] += 1
            self.arena.start("worker")

    def _wait(self, condition: "object", complaint: str) -> bool:
        """Until it is so, asking a database that may be away; a wait that is too long is a failure."""
        from django.db import DatabaseError, InterfaceError

        end = time.monotonic() + SETTLED_WITHIN
        while time.monotonic() < end:
            try:
                if condition():  # type: ignore[operator]
                    return True
                self._run_on()
            except (DatabaseError, InterfaceError):
                _disconnect()
            time.sleep(0.1)
        self.failures.append(complaint)
        return False


def _disconnect() -> None:
    from django.db import connections

    connections.close_all()


if __name__ == "__main__":
    sys.exit(main())
