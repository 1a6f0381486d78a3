"""The browser of the page tests: found, or fetched where that is possible, or asked for by its command."""

import os
import shutil
import subprocess
import sys

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
INSTALL = ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]


def find() -> str | None:
    """The path of a browser, or None; CHROMIUM names another."""
    given = os.environ.get("CHROMIUM")
    return given or next((path for name in NAMES if (path := shutil.which(name))), None)


def ensure() -> None:
    """Fetch Chromium through apt as root on Debian; elsewhere end with the command that brings it."""
    if find():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Chromium is missing: fetching it through apt", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update"], check=False, **quiet)
        subprocess.run(INSTALL, check=False, **quiet)
    if not find():
        sys.exit(
            "assay: the page tests need Chromium: sudo apt-get install chromium "
            "(or set CHROMIUM to the path of a Chromium or Chrome)"
        )
