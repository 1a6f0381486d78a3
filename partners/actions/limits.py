"""Counts of tries, which allauth keeps in the database cache."""

from datetime import datetime

from django.conf import settings
from django.db import connection


def clear(*, at: datetime) -> int:
    """Remove what is over; returns how many. Django itself would do so only when the table is full."""
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [moment])  # noqa: S608 - a name of our settings
        return int(cursor.rowcount)
