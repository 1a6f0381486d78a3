"""Erasing from the administration: what it will do is shown, and asked twice who asks."""

from pathlib import Path

import pytest

from competencies.models import Erasure
from partners.models import Account, Role, User
from tests.looking_first import looked_and_confirmed
from tests.signing_in import confirmed
from tests.world import World

ADD = "/admin/competencies/erasure/add/"


@pytest.fixture
def world(db, settings, tmp_path):
    settings.EVIDENCE_STORE = str(tmp_path)
    return World.populated()


@pytest.fixture
def petra(client, world):
    client.force_login(world.users["petra"])
    return confirmed(client)


def asked(name, **changes):
    return {"user": f"{name}@contoso.example", "reason": "Asked by letter.", **changes}


def test_the_look_says_what_it_will_do_and_does_nothing(petra, world):
    page = petra.post(ADD, asked("pia")).content.decode()
    world.on = world.on
    assert "The account at Contoso (MPN ID" in page
    assert "Transcripts made unrecognisable" in page
    assert "Contoso" in page
    assert User.objects.get(pk=world.users["pia"].pk).name == "Pia"
    assert not Erasure.objects.exists()
    assert Account.objects.open().filter(user=world.users["pia"]).exists()


def test_the_levels_that_it_costs_are_named(petra, world):
    looked_and_confirmed(petra, ADD, asked("erik"))
    page = petra.post(ADD, asked("pia")).content.decode()
    assert "Contoso would lose silver in Cloud today." in page


def test_once_confirmed_it_is_done_and_names_nobody(petra, world):
    answer = looked_and_confirmed(petra, ADD, asked("pia"))
    assert answer.status_code == 302
    done = Erasure.objects.get()
    assert (done.person, done.erased_by, done.reason) == (
        world.users["pia"], world.users["petra"], "Asked by letter.",
    )  # fmt: skip
    assert "pia" not in petra.get(answer["Location"]).content.decode().lower().replace("copia", "")


def test_a_refusal_says_which_organisation(petra, world):
    page = petra.post(ADD, asked("ada")).content.decode()
    assert "last admin of Contoso" in page
    page = petra.post(ADD, asked("pia", reason="For Pia")).content.decode()
    assert "Write it without the person" in page


def test_whoever_has_not_just_signed_in_is_asked_again(client, world):
    client.force_login(world.users["petra"])
    answer = client.post(ADD, asked("pia"))
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]


def test_only_programme_managers_may(client, world):
    for name in ("spencer", "sam"):
        client.force_login(world.users[name])
        assert confirmed(client).get(ADD).status_code == 403


def test_what_staff_wrote_into_the_journal_is_told_as_out_of_reach(petra, world):
    from partners.journal import Kind
    from partners.models import JournalEntry

    pia, contoso = world.users["pia"], world.organisations["Contoso"]
    JournalEntry.objects.create(
        organisation=contoso, on=world.on, kind=Kind.ACCOUNT_OPENED,
        data={"person": pia.pk, "reason": "Pia asked for it"},
    )  # fmt: skip
    assert "1 entry of the journal has a reason" in petra.post(ADD, asked("pia")).content.decode()


def test_evidence_stays_until_it_is_confirmed(petra, world, settings):
    from competencies.actions import credit
    from tests.competencies.evidence_files import PDF

    nora = world.users["nora"]
    credit.report_achievement(
        user=nora, organisation=world.organisations["Contoso"], credential="cloud-basic", day=world.on,
        file=PDF, on=world.on,
    )  # fmt: skip
    petra.post(ADD, asked("nora"))
    assert len(list(Path(settings.EVIDENCE_STORE).iterdir())) == 1
    assert Role.EMPLOYEE in {each.role for each in Account.objects.get(user=nora).roles.all()}
