"""`manage.py load_attestations FILE`: load a file of the attestations feed (C2)."""

from competencies.feeds.command import LoadCommand
from competencies.models import Feed


class Command(LoadCommand):
    """See LoadCommand."""

    feed = Feed.ATTESTATIONS
    help = "Load attestations from a CSV file: mpn_id, attestation, reference, from, until."
