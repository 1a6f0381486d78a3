from django.db import migrations, models

from partners.concurrently import AddIndexConcurrently, IndexBeginnings


class Migration(migrations.Migration):

    # The indexes are made while others go on writing.
    atomic = False

    dependencies = [
        ('partners', '0015_support_grants'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='enrolment',
            index=models.Index(fields=['state', '-id'], name='enrolment_by_state'),
        ),
        AddIndexConcurrently(
            model_name='enrolment',
            index=models.Index(fields=['email'], name='enrolment_by_email'),
        ),
        AddIndexConcurrently(
            model_name='invitation',
            index=models.Index(fields=['state', '-id'], name='invitation_by_state'),
        ),
        AddIndexConcurrently(
            model_name='invitation',
            index=models.Index(fields=['email'], name='invitation_by_email'),
        ),
        AddIndexConcurrently(
            model_name='journalentry',
            index=models.Index(fields=['kind', '-id'], name='journal_of_kind'),
        ),
        AddIndexConcurrently(
            model_name='message',
            index=models.Index(fields=['-written_at', '-id'], name='message_latest'),
        ),
        AddIndexConcurrently(
            model_name='message',
            index=models.Index(fields=['state', '-written_at', '-id'], name='message_by_state'),
        ),
        AddIndexConcurrently(
            model_name='message',
            index=models.Index(fields=['kind', '-written_at', '-id'], name='message_by_kind'),
        ),
        AddIndexConcurrently(
            model_name='message',
            index=models.Index(condition=models.Q(('address', ''), _negated=True), fields=['address'], name='message_by_address'),
        ),
        AddIndexConcurrently(
            model_name='organisation',
            index=models.Index(fields=['market', '-id'], name='organisation_by_market'),
        ),
        AddIndexConcurrently(
            model_name='term',
            index=models.Index(fields=['level', '-id'], name='term_by_level'),
        ),
        AddIndexConcurrently(
            model_name='user',
            index=models.Index(condition=models.Q(('is_active', False)), fields=['-id'], name='user_inactive'),
        ),
        IndexBeginnings("organisation", "display_name", "organisation_by_name"),
        IndexBeginnings("organisation", "legal_name", "organisation_by_legal_name"),
        IndexBeginnings("user", "name", "user_by_name"),
        IndexBeginnings("enrolment", "legal_name", "enrolment_by_legal_name"),
    ]
