from django.db import migrations, models

from partners.concurrently import AddIndexConcurrently


class Migration(migrations.Migration):

    # The indexes are made while others go on writing.
    atomic = False

    dependencies = [
        ('memberships', '0003_benefits'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='order',
            index=models.Index(fields=['state', '-id'], name='order_by_state'),
        ),
        AddIndexConcurrently(
            model_name='order',
            index=models.Index(fields=['kind', '-id'], name='order_by_kind'),
        ),
    ]
