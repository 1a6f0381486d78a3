"""Each job notes its sweeps, so that a clock that stands still is seen by probes and staff."""

from datetime import timedelta

import pytest

from competencies.models import Standing
from partners import messages
from partners.clock import now, today
from partners.models import Job, Message, MessageKind, Role, Sweep
from partners.sweeps import hanging, swept
from tests.world import World

pytestmark = pytest.mark.django_db


def parts(client):
    return client.get("/readyz").json()


def test_a_sweep_notes_its_end_and_what_it_did():
    assert swept(Job.MAIL, lambda: 3) == 3
    sweep = Sweep.objects.get(job="mail")
    assert (sweep.done, sweep.problem) == (3, "")
    assert sweep.started_at <= sweep.finished_at


def test_the_next_sweep_takes_the_row_over():
    swept(Job.MAIL, lambda: 3)
    swept(Job.MAIL, lambda: 0)
    assert Sweep.objects.get().done == 0


def test_a_fault_is_noted_and_raised():
    def broken():
        raise ValueError("ada@contoso.example")

    with pytest.raises(ValueError, match="ada"):
        swept(Job.MAIL, broken)
    assert Sweep.objects.get().problem == "ValueError"


def test_who_began_and_never_ended_hangs_after_five_minutes():
    begun = now()
    Sweep.objects.create(job="mail", started_at=begun)
    assert hanging(begun + timedelta(minutes=4)) == []
    assert hanging(begun + timedelta(minutes=5)) == [Sweep.objects.get()]


def test_probes_hear_of_the_last_sweep(client):
    assert parts(client)["sweep"] == {"ok": False, "detail": "never swept"}
    swept(Job.MAIL, lambda: 0)
    assert parts(client)["sweep"]["ok"]
    Sweep.objects.update(finished_at=now() - timedelta(minutes=6))
    assert not parts(client)["sweep"]["ok"]


def test_probes_hear_of_jobs_that_hang(client):
    assert parts(client)["jobs"] == {"ok": True, "detail": "none hangs"}
    Sweep.objects.create(job="review-due", started_at=now() - timedelta(minutes=6))
    assert parts(client)["jobs"] == {"ok": False, "detail": "hanging: review-due"}


def test_probes_hear_of_the_longest_due_organisation(client):
    assert parts(client)["due"] == {"ok": True, "detail": "nothing is due"}
    world = World()
    contoso = world.organisation("Contoso")
    world.attest(contoso)
    yesterday = today() - timedelta(days=1)
    Standing.objects.update(next_review_on=yesterday)
    assert parts(client)["due"] == {"ok": False, "detail": f"oldest due since {yesterday}"}


def test_probes_hear_of_the_oldest_message_that_waits(client):
    assert parts(client)["mail"] == {"ok": True, "detail": "nothing waits"}
    world = World()
    contoso = world.organisation("Contoso")
    ada = world.account(contoso, "ada", Role.ADMIN).user
    late = now() - timedelta(hours=2)
    messages.write(
        [
            messages.message(
                MessageKind.RENEWAL_RISK, recipient=ada.pk, organisation=contoso.pk,
                on=today(), about="1", data={}, now=late,
            )
        ]
    )  # fmt: skip
    assert not parts(client)["mail"]["ok"]
    Message.objects.update(state="sent", sent_at=now())
    assert parts(client)["mail"]["ok"]


def test_a_late_clock_turns_nobody_away(client):
    from partners import heartbeats

    for name in ("beat", "broker", "worker"):
        heartbeats.record(name, at=now())
    Sweep.objects.create(job="review-due", started_at=now() - timedelta(minutes=6))
    assert client.get("/readyz").status_code == 200


def test_staff_sees_the_clock(client):
    world = World.populated()
    Sweep.objects.create(job="review-due", started_at=now() - timedelta(minutes=6))
    client.force_login(world.users["sam"])
    page = client.get("/admin/partners/sweep/").content.decode()
    assert "Longest due organisation" in page
    assert page.count("review organisations that are due") == 2
