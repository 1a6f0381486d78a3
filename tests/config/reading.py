"""Read config/settings.py afresh, without disturbing the settings that the tests run under."""

import runpy
from typing import Any
from unittest import mock

from config.environment import ROOT, Environment


def read_settings(values: dict[str, str], environment: Environment | None = None) -> dict[str, Any]:
    """The settings that this environment gives; ends in SystemExit as a real start would."""
    with mock.patch.dict("os.environ", values, clear=True):
        if environment is None:
            return runpy.run_path(str(ROOT / "config" / "settings.py"))
        with mock.patch("config.environment.read", return_value=environment):
            return runpy.run_path(str(ROOT / "config" / "settings.py"))
