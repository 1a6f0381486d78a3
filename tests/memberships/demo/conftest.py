"""The demo world, built once for the tests of this folder."""

import json
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import transaction

from competencies.facts.load import load_facts
from competencies.published import current_programme
from competencies.rules import Case
from partners.clock import today
from partners.models import Organisation


@pytest.fixture(scope="package")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """Built once; the tests look at it, inside one transaction that is taken back."""
    file = tmp_path_factory.mktemp("demo") / "var" / "accounts.json"
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_editions", stdout=StringIO())
        call_command("build_demo", accounts=file, stdout=StringIO())
        rows = json.loads(file.read_text(encoding="utf-8"))
        feeds = file.with_name("demo-feeds")
        yield SimpleNamespace(day=today(), file=file, feeds=feeds, accounts=rows, judged=judged(today()))
        transaction.set_rollback(True)


def judged(day):
    """By display name: the case, its explained outcome of the day, and the term."""
    found = {}
    for organisation in Organisation.objects.all():
        facts = load_facts([organisation.pk], as_of=day)[organisation.pk]
        case = Case(facts, current_programme())
        found[organisation.display_name] = SimpleNamespace(
            pk=organisation.pk, case=case, outcome=case.explained(day), facts=facts
        )
    return found
