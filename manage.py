#!/usr/bin/env python
"""The command line of the portal."""

import gc
import os
import sys


def main() -> None:
    """Run one command; `evaluate` apart, the commands are Django's and those of the apps."""
    if sys.argv[1:2] == ["evaluate"]:
        # Evaluation is pure: it needs no settings, no database and no environment,
        # and a whole programme is judged faster than Django starts. What is made for an organisation
        # is freed as soon as it is printed: looking for cycles would find none.
        gc.disable()
        from competencies.evaluation import main as evaluate

        sys.exit(evaluate(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
