"""The settings of the bench of pages, with the bare view that the directory is held against."""

from tests.bench.pages.settings import *  # noqa: F403  they all

ROOT_URLCONF = "tests.bench.directory.urls"
# What is measured comes from one address; it is counted all the same.
SEARCHES_A_MINUTE = 1_000_000
