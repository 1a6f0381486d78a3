"""Six kills with a fixed seed; `make faults` runs as many as one likes."""

import os
import subprocess
import sys

from config.environment import ROOT


def test_whatever_is_killed_the_end_is_that_of_an_unbroken_run():
    # Servers of its own: the ones that other tests use live on.
    environment = {name: value for name, value in os.environ.items() if name != "TEST_DATABASE_URL"}
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.faults", "--kills", "6", "--seed", "1"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "6 kills: 0 trials differ" in ran.stdout
