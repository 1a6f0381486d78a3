from django.db import migrations, models

from partners.concurrently import AddIndexConcurrently


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("partners", "0008_invitations"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="term",
            index=models.Index(fields=["until"], name="term_by_anniversary"),
        ),
    ]
