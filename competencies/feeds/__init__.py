"""Feeds: files of the vendor's systems taken into the portal (C2).

A file becomes a `FeedRun`, which goes through stages: its rows are checked and staged (`staging`), of rows
with one key the last stays (`sifting`), what is left is taken over in sets (`merging`), and at the end the
organisations concerned are marked due (`marking`). Every step is one transaction that also moves the run
on; whoever takes up a run, after whatever end of its process, goes on with the next step (`runs`).
Files also come by themselves (`fetching`), into a folder (`folder`) or from an address (`https`).
"""

from competencies.feeds.fetching import fetch_due
from competencies.feeds.opening import opened
from competencies.feeds.runs import Held, advance, advance_waiting
from competencies.feeds.store import copied

__all__ = ["Held", "advance", "advance_waiting", "copied", "fetch_due", "opened"]
