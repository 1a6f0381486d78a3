from django.db import migrations, models
from django.db.models.fields.json import KeyTransform

from partners.concurrently import AddIndexConcurrently


class Migration(migrations.Migration):
    # The indexes are made while others go on writing.
    atomic = False

    dependencies = [
        ("partners", "0013_erasure"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="journalentry",
            index=models.Index(fields=["organisation", "kind", "-on", "-id"], name="journal_by_kind"),
        ),
        AddIndexConcurrently(
            model_name="journalentry",
            index=models.Index(
                condition=models.Q(("competency", ""), _negated=True),
                fields=["organisation", "competency", "-on", "-id"],
                name="journal_by_competency",
            ),
        ),
        AddIndexConcurrently(
            model_name="journalentry",
            index=models.Index(
                condition=models.Q(
                    (
                        "kind__in",
                        (
                            "level-attained",
                            "level-lost",
                            "display-added",
                            "risk-raised",
                            "risk-changed",
                            "risk-cleared",
                            "override-placed",
                            "override-ended",
                            "override-expired",
                        ),
                    )
                ),
                fields=["organisation", "-on", "-id"],
                name="journal_of_levels",
            ),
        ),
        AddIndexConcurrently(
            model_name="journalentry",
            index=models.Index(
                models.F("organisation"),
                KeyTransform("person", "data"),
                models.OrderBy(models.F("on"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("data__has_key", "person")),
                name="journal_by_person",
            ),
        ),
    ]
