from django.db import migrations

GRAVENESS = ["refused", "displayed-level-lost", "upgrade-lost"]
CHUNK = 500


def fill(apps, schema_editor):
    """Standings at risk learn their gravest alert, as reviews write it from now on; broken off, it begins again."""
    standings = apps.get_model("competencies", "Standing").objects
    waiting = standings.exclude(risk={}).order_by("pk").only("pk", "risk")
    last = 0
    while chunk := list(waiting.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        for row in chunk:
            alerts = [each for each in row.risk["entries"] if not each["note"]]
            if alerts:
                worst = min(alerts, key=lambda one: (GRAVENESS.index(one["kind"]), one["lapses_on"] or ""))
                # Only where no review has written since: it knows better.
                standings.filter(pk=row.pk, risk_kind="").update(
                    risk_kind=worst["kind"], risk_on=worst["lapses_on"]
                )


class Migration(migrations.Migration):

    # Each row for itself, while others go on writing.
    atomic = False

    dependencies = [
        ('competencies', '0010_overview_counts'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
