from django.db import migrations, models

from partners.concurrently import AddIndexConcurrently


class Migration(migrations.Migration):

    # The indexes are made while others go on writing.
    atomic = False

    dependencies = [
        ('competencies', '0011_overview_filled'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='attainment',
            index=models.Index(fields=['competency', 'level', '-id'], name='attainment_by_competency'),
        ),
        AddIndexConcurrently(
            model_name='attainment',
            index=models.Index(fields=['level', '-id'], name='attainment_by_level'),
        ),
        AddIndexConcurrently(
            model_name='attainment',
            index=models.Index(condition=models.Q(('until', None)), fields=['competency', 'level', '-organisation', '-id'], name='attainment_attained_now'),
        ),
        AddIndexConcurrently(
            model_name='creditreport',
            index=models.Index(fields=['state', '-id'], name='credit_report_by_state'),
        ),
        AddIndexConcurrently(
            model_name='standing',
            index=models.Index(condition=models.Q(('risk_kind', ''), _negated=True), fields=['risk_kind', 'risk_on', '-organisation'], name='standing_at_risk'),
        ),
    ]
