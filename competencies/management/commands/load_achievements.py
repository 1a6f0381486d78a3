"""`manage.py load_achievements FILE`: load a file of the achievements feed (C2)."""

from competencies.feeds.command import LoadCommand
from competencies.models import Feed


class Command(LoadCommand):
    """See LoadCommand."""

    feed = Feed.ACHIEVEMENTS
    help = "Load achievements from a CSV file: mcid, credential, earned_on, expires_on, revoked_on."
