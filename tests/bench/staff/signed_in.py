"""Counts everything, and prints a session of the staff, the lists to look at and the forms that choose:
python -m tests.bench.staff.signed_in"""

import json
import time

import django

FILTERS = {
    "partners.organisation": ["market=developing", "q=organisation+12345", "q=1012345"],
    "partners.user": ["is_active__exact=0", "groups__id__exact=1", "q=person12345%40partner.example", "q=per"],
    "partners.account": ["q=1012345", "q=person12345%40partner.example"],
    "partners.invitation": ["state__exact=withdrawn", "q=new12345%40partner.example"],
    "partners.journalentry": ["kind__exact=level-lost", "kind__exact=edition-published", "q=1012345"],
    "partners.message": [
        "state__exact=unsure", "kind__exact=renewal-due", "state__exact=sent&kind__exact=digest", "q=1012345",
    ],
    "partners.term": ["level=gold&running=today", "level=gold", "q=1012345"],
    "competencies.transcript": ["q=M12345"],
    "competencies.achievement": ["q=M12345"],
    "competencies.association": ["q=1012345", "q=person12345%40partner.example"],
    "competencies.attainment": ["level=gold", "competency={competency}&level={level}&attained=now", "attained=lapsed"],
    "competencies.override": ["ending=14", "ending=30", "q=1012345"],
    "competencies.standing": ["risk=any", "risk=refused", "risk=refused&lapses=now", "lapses={month}"],
    "competencies.creditreport": ["state__exact=waiting&kind__exact=figure", "q=1012345"],
    "memberships.order": [
        "state__exact=open&proof_on__isempty=0", "state__exact=open&proof_on__isempty=1", "kind__exact=upgrade",
        "q=1012345",
    ],
}  # fmt: skip
CHOOSERS = {
    "/admin/partners/term/add/": "organisation=1&level=gold",
    "/admin/competencies/reading/add/": "organisation=1&on=2018-03-01",
}


def main() -> None:
    """One line of JSON."""
    from django.contrib import admin
    from django.contrib.auth.models import Group
    from django.test import Client
    from django.urls import reverse

    from competencies.jobs import count_partners
    from competencies.models import Attainment
    from competencies.rules.calendar import add_months
    from partners.clock import today
    from partners.models import StaffRole, User

    started = time.perf_counter()
    count_partners(as_of=today())
    seconds = time.perf_counter() - started
    attained = Attainment.objects.order_by("pk").first()
    words = {
        "competency": attained.competency,
        "level": attained.level,
        "month": add_months(today().replace(day=1), 2).strftime("%Y-%m"),
    }
    lists = []
    for model in admin.site._registry:
        path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        found = [query.format(**words) for query in FILTERS.get(model._meta.label_lower, [])]
        # Where the last page of a list that may be paged through begins.
        last = ["p=40"] if len(model._default_manager.all()[:2_000]) == 2_000 else []
        lists += [path, *(f"{path}?{query}" for query in [*found, *last])]
    sam, client = User.objects.get(email="sam@vendor.example"), Client()
    sam.groups.add(Group.objects.get_or_create(name=StaffRole.PROGRAMME_MANAGER)[0])
    client.force_login(sam)
    cookie = client.cookies["sessionid"].value
    print(json.dumps({"cookie": cookie, "lists": lists, "choosers": CHOOSERS, "seconds": seconds}))


if __name__ == "__main__":
    django.setup()
    main()
