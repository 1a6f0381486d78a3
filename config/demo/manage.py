"""Run several Django commands in one process; each argument is a command with its options, tab-separated."""

import os
import sys

import django
from django.core.management import call_command
from django.db import connections


def main(commands: list[str]) -> None:
    """Run them in order; the first that fails ends the process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    for command in commands:
        call_command(*command.split("\t"))
    # Closing folds SQLite's write-ahead log into the file, so that the file can be moved.
    connections.close_all()


if __name__ == "__main__":
    main(sys.argv[1:])
