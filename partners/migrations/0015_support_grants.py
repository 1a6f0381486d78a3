"""Support's looks; and who of the staff is what is said by groups instead of a column (A3)."""

import uuid
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ROLES = ["specialist", "programme-manager", "support"]


def into_groups(apps: Any, _editor: Any) -> None:
    """Whoever has a staff role becomes a member of its group; `make_staff_groups` gives the permissions."""
    users, groups = apps.get_model("partners", "User"), apps.get_model("auth", "Group")
    for role in ROLES:
        members = list(users.objects.filter(is_staff=True, staff_role=role))
        if members:
            group, _made = groups.objects.get_or_create(name=role)
            group.user_set.add(*members)


def out_of_groups(apps: Any, _editor: Any) -> None:
    """The way back: the column says it again."""
    users = apps.get_model("partners", "User")
    for role in ROLES:
        users.objects.filter(is_staff=True, groups__name=role).update(staff_role=role)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("partners", "0014_journal_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="MarketCorrection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("country", models.CharField(max_length=2, verbose_name="country")),
                ("before", models.CharField(max_length=40, verbose_name="market so far")),
                ("market", models.CharField(max_length=40, verbose_name="market")),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("weighing", "its effect is being worked out"),
                            ("weighed", "its effect is known: waits for a decision"),
                            ("applying", "organisations are moving"),
                            ("applied", "applied"),
                            ("dropped", "dropped"),
                        ],
                        default="weighing",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "organisations",
                    models.PositiveIntegerField(
                        default=0, verbose_name="organisations that change their market"
                    ),
                ),
                ("examined", models.PositiveIntegerField(default=0, verbose_name="done")),
                (
                    "affected",
                    models.PositiveIntegerField(default=0, verbose_name="of these, levels or renewal change"),
                ),
                ("reached", models.BigIntegerField(default=0, editable=False)),
                ("asked_on", models.DateField(verbose_name="asked on")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
            ],
            options={
                "verbose_name": "correction of a market",
                "verbose_name_plural": "corrections of markets",
            },
        ),
        migrations.CreateModel(
            name="MarketEffect",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gained", models.JSONField(default=list, verbose_name="levels gained")),
                ("lost", models.JSONField(default=list, verbose_name="levels lost")),
                (
                    "renewal",
                    models.CharField(
                        blank=True,
                        choices=[("lost", "no longer possible"), ("gained", "possible again")],
                        default="",
                        max_length=10,
                        verbose_name="renewal",
                    ),
                ),
            ],
            options={
                "verbose_name": "effect of a correction",
                "verbose_name_plural": "effects of corrections",
            },
        ),
        migrations.CreateModel(
            name="SupportGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("until", models.DateTimeField(verbose_name="until")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
            ],
            options={
                "verbose_name": "look inside by support",
                "verbose_name_plural": "looks inside by support",
            },
        ),
        migrations.RunPython(into_groups, out_of_groups),
        migrations.RemoveConstraint(
            model_name="user",
            name="user_role_only_staff",
        ),
        migrations.RemoveField(
            model_name="user",
            name="staff_role",
        ),
        migrations.AlterField(
            model_name="journalentry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("organisation-enrolled", "organisation enrolled"),
                    ("login-made", "login made"),
                    ("staff-appointed", "member of staff appointed"),
                    ("staff-groups-made", "groups of the staff made"),
                    ("staff-acted", "done by staff"),
                    ("support-started", "support began to look inside"),
                    ("support-ended", "support stopped looking inside"),
                    ("sessions-ended", "sessions ended by staff"),
                    ("admin-appointed", "admin appointed by staff"),
                    ("market-corrected", "market of a country corrected"),
                    ("market-changed", "market changed"),
                    ("factors-removed", "second factors removed"),
                    ("account-opened", "account opened"),
                    ("account-ended", "account ended"),
                    ("roles-set", "roles set"),
                    ("sharing-set", "sharing of the transcript set"),
                    ("edition-published", "edition published"),
                    ("transcript-recorded", "transcript recorded"),
                    ("transcript-claimed", "transcript claimed"),
                    ("transcript-moved", "transcript moved to another user"),
                    ("transcripts-merged", "transcripts merged"),
                    ("following-set", "following of later achievements set"),
                    ("credit-reported", "missing credit reported"),
                    ("credit-answered", "missing credit answered"),
                    ("credit-closed", "missing credit has come"),
                    ("credit-withdrawn", "report of missing credit withdrawn"),
                    ("achievements-recorded", "achievements recorded"),
                    ("achievements-associated", "achievements associated"),
                    ("achievements-severed", "achievements severed"),
                    ("override-placed", "override placed"),
                    ("override-ended", "override ended early"),
                    ("override-expired", "override ended"),
                    ("reading-recorded", "reading recorded"),
                    ("attestation-recorded", "attestation recorded"),
                    ("feed-loaded", "feed loaded"),
                    ("feed-refused", "feed refused"),
                    ("term-started", "term started"),
                    ("term-ended", "term ended"),
                    ("invitation-sent", "invitation sent"),
                    ("invitation-sent-again", "invitation sent again"),
                    ("invitation-withdrawn", "invitation withdrawn"),
                    ("invitation-accepted", "invitation accepted"),
                    ("enrolment-confirmed", "enrolment: address confirmed"),
                    ("enrolment-approved", "enrolment approved"),
                    ("enrolment-refused", "enrolment refused"),
                    ("people-reminded", "people reminded to associate"),
                    ("offers-published", "offers published"),
                    ("order-placed", "order placed"),
                    ("order-proof-added", "proof of payment uploaded"),
                    ("order-confirmed", "order confirmed"),
                    ("order-refused", "order refused"),
                    ("order-cancelled", "order cancelled"),
                    ("order-expired", "order expired"),
                    ("term-lapsed", "term over, not renewed"),
                    ("message-sent-again", "message sent again"),
                    ("level-attained", "level attained"),
                    ("level-lost", "level lost"),
                    ("display-added", "display added"),
                    ("risk-raised", "risk raised"),
                    ("risk-changed", "risk changed"),
                    ("risk-cleared", "risk cleared"),
                ],
                max_length=40,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="kind",
            field=models.CharField(
                choices=[
                    ("renewal-risk", "renewal risk"),
                    ("level-lost", "level lost"),
                    ("override-ending", "override about to end"),
                    ("digest", "daily digest"),
                    ("credit-answered", "missing credit answered"),
                    ("credit-closed", "missing credit has come"),
                    ("invitation", "invitation"),
                    ("enrolment-confirm", "enrolment: confirm the address"),
                    ("enrolment-approved", "enrolment approved"),
                    ("enrolment-refused", "enrolment refused"),
                    ("to-associate", "reminder to claim and associate"),
                    ("order-confirmed", "order confirmed"),
                    ("order-refused", "order refused"),
                    ("order-expired", "order expired"),
                    ("renewal-due", "renewal due"),
                    ("membership-over", "membership over, not renewed"),
                    ("admin-appointed", "appointed admin by the vendor"),
                ],
                max_length=30,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="messagepreference",
            name="kind",
            field=models.CharField(
                choices=[
                    ("renewal-risk", "renewal risk"),
                    ("level-lost", "level lost"),
                    ("override-ending", "override about to end"),
                    ("digest", "daily digest"),
                    ("credit-answered", "missing credit answered"),
                    ("credit-closed", "missing credit has come"),
                    ("invitation", "invitation"),
                    ("enrolment-confirm", "enrolment: confirm the address"),
                    ("enrolment-approved", "enrolment approved"),
                    ("enrolment-refused", "enrolment refused"),
                    ("to-associate", "reminder to claim and associate"),
                    ("order-confirmed", "order confirmed"),
                    ("order-refused", "order refused"),
                    ("order-expired", "order expired"),
                    ("renewal-due", "renewal due"),
                    ("membership-over", "membership over, not renewed"),
                    ("admin-appointed", "appointed admin by the vendor"),
                ],
                max_length=30,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="sweep",
            name="job",
            field=models.CharField(
                choices=[
                    ("expire-overrides", "end overrides whose day has come"),
                    ("remind-of-overrides", "remind of overrides about to end"),
                    ("review-due", "review organisations that are due"),
                    ("flag-renewal-risk", "write messages about renewals at risk"),
                    ("expire-orders", "end orders that were not paid in time"),
                    ("remind-of-renewals", "remind of renewals"),
                    ("mail", "hand messages over"),
                    ("digest", "write the daily digests"),
                    ("load-feeds", "load feed files that wait"),
                    ("recheck-credit", "look whether missing credit has come"),
                    ("invite", "send the invitations of files"),
                    ("clear-sessions", "remove sessions that are over"),
                    ("correct-markets", "go on with corrections of markets"),
                    ("fetch-feeds", "look for feed files"),
                ],
                max_length=40,
                unique=True,
                verbose_name="job",
            ),
        ),
        migrations.AddField(
            model_name="marketcorrection",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="asked by",
            ),
        ),
        migrations.AddField(
            model_name="marketcorrection",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="decided by",
            ),
        ),
        migrations.AddField(
            model_name="marketeffect",
            name="correction",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="effects",
                to="partners.marketcorrection",
                verbose_name="correction",
            ),
        ),
        migrations.AddField(
            model_name="marketeffect",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partners.organisation",
                verbose_name="organisation",
            ),
        ),
        migrations.AddField(
            model_name="supportgrant",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="support_grants",
                to="partners.organisation",
            ),
        ),
        migrations.AddField(
            model_name="supportgrant",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="support_grants",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="marketcorrection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stage__in", ["weighing", "weighed", "applying"])),
                fields=("country",),
                name="market_correction_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="marketcorrection",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="market_correction_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="marketcorrection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_by", None), ("decided_on", None)),
                    models.Q(("decided_by__isnull", False), ("decided_on__isnull", False)),
                    _connector="OR",
                ),
                name="market_correction_decided_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="marketeffect",
            constraint=models.UniqueConstraint(
                fields=("correction", "organisation"), name="market_effect_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="supportgrant",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gt", models.F("starts_at"))), name="support_grant_has_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="supportgrant",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="support_grant_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="supportgrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at", None),
                    models.Q(("ended_at__gte", models.F("starts_at")), ("ended_at__lte", models.F("until"))),
                    _connector="OR",
                ),
                name="support_grant_ends_within",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportgrant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("user",), name="support_grant_one_at_a_time"
            ),
        ),
    ]
