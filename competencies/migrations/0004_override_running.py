from django.db import migrations, models

from partners.concurrently import AddIndexConcurrently


class Migration(migrations.Migration):

    # The index is made while others go on writing.
    atomic = False

    dependencies = [
        ('competencies', '0003_passing_time'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='override',
            index=models.Index(condition=models.Q(('ended_on', None), ('expired_on', None)), fields=['until', 'id'], name='override_running'),
        ),
    ]
