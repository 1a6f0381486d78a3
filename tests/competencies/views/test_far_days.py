"""Days at the end of the calendar, which vendors write for "never", open every page."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from competencies.actions import attestations, readings
from competencies.review import review
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("day", [date(9999, 12, 1), date.max])
def test_every_page_opens(client, day):
    world = World.populated()
    contoso, pia = world.organisations["Contoso"], world.users["pia"]
    by = {"organisation": contoso, "on": world.on, "by": None}
    attestations.record(attestation="reseller", reference="R", starts_on=world.on, until=day, **by)
    attestations.record(attestation="reseller", reference="S", starts_on=day, **by)
    readings.record(metric="consumption", day=day, amount=Decimal(5000), **by)
    transcript = pia.transcripts.get()
    world.achievement(transcript, "cloud-expert", expires_on=day, revoked_on=day)
    world.achievement(transcript, "data-basic", earned_on=day)
    world.associate(pia, contoso)
    review([contoso.pk], as_of=world.on)
    pages = [("list", []), ("detail", ["cloud"]), ("detail", ["data"]), ("detail", ["devices"])]
    for user, opened in ((world.users["ada"], pages), (pia, [("my_achievements", [])])):
        client.force_login(user)
        for name, arguments in opened:
            page = reverse(f"competencies:{name}", args=[contoso.public_id, *arguments])
            assert client.get(page).status_code == 200
