"""The staff's pages in the reader's language: every label of a list and of a page (H1)."""

import pytest
from django.contrib import admin
from django.urls import reverse

from competencies.actions.accounts import end_account
from competencies.models import Standing
from partners.staff import ReadOnlyAdmin
from partners.staff_names import FIELDS
from tests.world import World

pytestmark = pytest.mark.django_db

ADMINS = [each for each in admin.site._registry.values() if isinstance(each, ReadOnlyAdmin)]


@pytest.mark.parametrize("staff", ADMINS, ids=lambda staff: staff.opts.model_name)
def test_no_label_is_made_of_the_name_of_a_field(rf, staff):
    request = rf.get("/")
    request.user = World().manager()
    shown = [*staff.get_list_display(request), *staff.get_fields(request, staff.model())]
    own = {each.name: each for each in staff.opts.get_fields() if getattr(each, "_verbose_name", "") is None}
    plain = {each for each in shown if isinstance(each, str) and each in own and each != "id"}
    assert plain <= FIELDS.keys()
    assert all(own[each].verbose_name == FIELDS[each] for each in plain)


def test_a_risk_is_told_in_words(client):
    world = World()
    contoso = world.organisation("Contoso")
    person = world.employee(contoso, "erik", "cloud-basic")
    world.term(contoso)
    end_account(account=person.accounts.get(), on=world.on, by=None)
    client.force_login(world.manager())
    page = reverse("admin:competencies_standing_change", args=[Standing.objects.get(organisation=contoso).pk])
    text = client.get(page).content.decode()
    assert "Silver in Cloud" in text
    assert "Erik left" in text
    assert "&quot;because&quot;" not in text
