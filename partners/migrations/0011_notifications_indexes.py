from django.db import migrations, models

from partners.concurrently import AddIndexConcurrently


class Migration(migrations.Migration):
    # The indexes are made while others go on writing.
    atomic = False

    dependencies = [
        ("partners", "0010_notifications"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(
                fields=["recipient", "organisation", "-written_at", "-id"], name="message_in_list"
            ),
        ),
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(
                condition=models.Q(("read_at", None)),
                fields=["recipient", "organisation"],
                name="message_unread",
            ),
        ),
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state", "gathered")), fields=["recipient"], name="message_gathered"
            ),
        ),
    ]
