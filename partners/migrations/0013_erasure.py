from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0012_kinds'),
    ]

    operations = [
        migrations.AlterField(
            model_name='journalentry',
            name='kind',
            field=models.CharField(choices=[('organisation-enrolled', 'organisation enrolled'), ('login-made', 'login made'), ('staff-appointed', 'member of staff appointed'), ('factors-removed', 'second factors removed'), ('account-opened', 'account opened'), ('account-ended', 'account ended'), ('roles-set', 'roles set'), ('sharing-set', 'sharing of the transcript set'), ('edition-published', 'edition published'), ('transcript-recorded', 'transcript recorded'), ('transcript-claimed', 'transcript claimed'), ('transcript-moved', 'transcript moved to another user'), ('transcripts-merged', 'transcripts merged'), ('following-set', 'following of later achievements set'), ('credit-reported', 'missing credit reported'), ('credit-answered', 'missing credit answered'), ('credit-closed', 'missing credit has come'), ('credit-withdrawn', 'report of missing credit withdrawn'), ('achievements-recorded', 'achievements recorded'), ('achievements-associated', 'achievements associated'), ('achievements-severed', 'achievements severed'), ('override-placed', 'override placed'), ('override-ended', 'override ended early'), ('override-expired', 'override ended'), ('reading-recorded', 'reading recorded'), ('attestation-recorded', 'attestation recorded'), ('feed-loaded', 'feed loaded'), ('feed-refused', 'feed refused'), ('term-started', 'term started'), ('term-ended', 'term ended'), ('invitation-sent', 'invitation sent'), ('invitation-sent-again', 'invitation sent again'), ('invitation-withdrawn', 'invitation withdrawn'), ('invitation-accepted', 'invitation accepted'), ('enrolment-confirmed', 'enrolment: address confirmed'), ('enrolment-approved', 'enrolment approved'), ('enrolment-refused', 'enrolment refused'), ('people-reminded', 'people reminded to associate'), ('offers-published', 'offers published'), ('order-placed', 'order placed'), ('order-proof-added', 'proof of payment uploaded'), ('order-confirmed', 'order confirmed'), ('order-refused', 'order refused'), ('order-cancelled', 'order cancelled'), ('order-expired', 'order expired'), ('term-lapsed', 'term over, not renewed'), ('message-sent-again', 'message sent again'), ('person-erased', 'personal data erased'), ('level-attained', 'level attained'), ('level-lost', 'level lost'), ('display-added', 'display added'), ('risk-raised', 'risk raised'), ('risk-changed', 'risk changed'), ('risk-cleared', 'risk cleared')], max_length=40, verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='user',
            name='erased_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='data erased on'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('erased_on', None), models.Q(('is_active', False), ('is_staff', False), ('name', '')), _connector='OR'), name='user_erased_has_no_name_and_no_way_in'),
        ),
    ]
