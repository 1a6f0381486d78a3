"""`manage.py load_readings FILE`: load a file of the readings feed (C2)."""

from competencies.feeds.command import LoadCommand
from competencies.models import Feed


class Command(LoadCommand):
    """See LoadCommand."""

    feed = Feed.READINGS
    help = "Load readings from a CSV file: mpn_id, metric, on, amount."
