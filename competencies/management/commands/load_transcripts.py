"""`manage.py load_transcripts FILE`: load a file of the transcripts feed (C2)."""

from competencies.feeds.command import LoadCommand
from competencies.models import Feed


class Command(LoadCommand):
    """See LoadCommand."""

    feed = Feed.TRANSCRIPTS
    help = "Load transcripts from a CSV file: mcid, name, email, access_code."
