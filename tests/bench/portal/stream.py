"""What the jobs are held against: psycopg reads the rows that a full review loads, and does nothing with them."""

import time

from tests.bench.portal.cluster import Cluster

ROWS = 10_000
"""So many rows come with each round trip."""

FACTS = [
    # People and achievements, with when they were associated.
    """
    SELECT tie.organisation_id, tie.user_id, earned.id, earned.credential, earned.earned_on, earned.expires_on,
        earned.revoked_on, association.starts_on, association.until
    FROM competencies_association AS association
    JOIN competencies_affiliation AS tie ON tie.id = association.affiliation_id
    JOIN competencies_achievement AS earned ON earned.id = association.achievement_id
    """,
    """
    SELECT organisation.id, organisation.market, account.user_id, account.until, account.shares_transcript
    FROM partners_organisation AS organisation
    JOIN partners_account AS account ON account.organisation_id = organisation.id
    """,
    'SELECT organisation_id, metric, "on", amount FROM competencies_reading',
    "SELECT organisation_id, attestation, starts_on, until FROM competencies_attestation",
    "SELECT id, organisation_id, competency, level, starts_on, until, ended_on FROM competencies_override",
    """
    SELECT term.id, term.organisation_id, term.level, term.starts_on, term.until, term.grace_until, term.ended_on,
        entry.competency, entry.level
    FROM partners_term AS term LEFT JOIN partners_termentry AS entry ON entry.term_id = term.id
    """,
]


def seconds(cluster: Cluster, database: str) -> float:
    """How long one connection takes to read every fact through server-side cursors."""
    started = time.perf_counter()
    with cluster.connect(database) as connection, connection.transaction():
        for number, statement in enumerate(FACTS):
            with connection.cursor(f"facts_{number}") as cursor:
                cursor.itersize = ROWS
                cursor.execute(statement)
                for _ in cursor:
                    pass
    return time.perf_counter() - started
