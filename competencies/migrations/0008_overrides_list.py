from django.db import migrations, models

from partners.concurrently import AddIndexConcurrently


class Migration(migrations.Migration):

    # The index is made while others go on writing.
    atomic = False

    dependencies = [
        ('competencies', '0007_edition_effects'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='override',
            index=models.Index(fields=['competency', '-id'], name='override_of_competency'),
        ),
    ]
