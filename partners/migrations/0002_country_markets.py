"""Fill the market of every country from the packaged table (B1)."""

import csv
from pathlib import Path

from django.db import migrations

TABLE = Path(__file__).resolve().parent.parent / "data" / "country_markets.csv"


def rows():
    """Yield (country, market) of every line but comments."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(line for line in lines if not line.startswith("#")):
            yield row["country"], row["market"]


def fill(apps, schema_editor):
    CountryMarket = apps.get_model("partners", "CountryMarket")
    CountryMarket.objects.bulk_create(
        CountryMarket(country=country, market=market) for country, market in rows()
    )


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=False)]
