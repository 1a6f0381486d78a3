"""Faults: real workers, broker and database killed at random moments; afterwards everything is as if nothing was.

    python -m tests.faults --kills 60 --seed 7

A small world waits for its night: overrides that end, credentials that expire, feeds that lie there to be
loaded, mail to be written. It is dealt with once without any fault. Then, for each kill, the same world is
dealt with by a real worker and beat on a real PostgreSQL and Valkey of the suite's own; at a random moment one
of them gets SIGKILL and is started again; once nothing is left to do, facts, levels, journal and messages must
be those of the unbroken run, and no message may have been handed over twice.
"""
