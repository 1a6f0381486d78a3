"""What a message says: in the language of its reader, with what changed, when, and what cures it (E4, D4, H1)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail

from competencies.actions import credit
from competencies.actions.accounts import end_account
from competencies.jobs import flag_renewal_risk, recheck_credit, remind_of_overrides
from competencies.letters import written
from memberships import tasks
from partners.models import Message, Role
from tests.competencies.evidence_files import PDF
from tests.world import World

DAY = date(2018, 3, 1)
CHINESE = "您的專長認證成就最近的變更，已經對您的會員續約資格產生風險。"


@pytest.fixture
def contoso(world):
    """Silver in cloud by Erik alone, in a silver term."""
    made = world.organisation("Contoso")
    world.account(made, "ada", Role.ADMIN)
    world.account(made, "mina", Role.MEMBERSHIP_MANAGER)
    world.employee(made, "erik", "cloud-basic")
    world.term(made)
    world.pass_days(10)
    return made


@pytest.fixture
def erik_left(world, contoso):
    account = world.users["erik"].accounts.get()
    end_account(account=account, on=world.on, by=world.users["ada"])
    flag_renewal_risk(as_of=world.on)
    return contoso


def letter(world, name, kind="renewal-risk"):
    message = Message.objects.select_related("recipient", "organisation").get(
        recipient=world.users[name], kind=kind
    )
    with time_machine.travel(world.on):
        return written(message)


def test_the_alert_says_what_changed_what_it_means_and_what_cures_it(world, erik_left):
    found = letter(world, "ada")
    assert found.subject == "Contoso: membership renewal at risk"
    assert "A recent change to your competency achievement has put your membership renewal" in found.body
    assert "Silver in Cloud lapsed on 11 March 2018, today: renewal will be refused." in found.body
    assert "What changed: Erik left" in found.body
    assert "What cures it: 1 more pass: Ada or Mina passes cloud-basic or Cloud expert" in found.body
    assert f"https://testserver/o/{erik_left.public_id}/competencies/cloud/" in found.body


def test_it_is_plain_text_without_gaps(world, erik_left):
    body = letter(world, "ada").body
    assert "<" not in body
    assert "&" not in body
    assert "\n\n\n" not in body
    assert all(line == line.rstrip() or line == "-- " for line in body.splitlines())


def test_a_reader_of_chinese_gets_the_vendors_sentence(world, erik_left):
    mina = world.users["mina"]
    mina.language = "zh-hant"
    mina.save()
    body = letter(world, "mina").body
    assert CHINESE in body
    assert "renewal" not in body


def test_a_lapse_to_come_says_its_day(world, contoso):
    erik = world.users["erik"].transcripts.get()
    world.achievement(erik, "cloud-basic", expires_on=world.on + timedelta(days=30))
    flag_renewal_risk(as_of=world.on)
    body = letter(world, "ada").body
    assert "Silver in Cloud lapses on 10 April 2018, in 4 weeks: renewal will be refused." in body
    assert "cloud-basic" in body


def test_the_cure_is_told(world, erik_left):
    Message.objects.all().delete()
    world.pass_days(1)
    world.employee(erik_left, "pia", "cloud-basic")
    flag_renewal_risk(as_of=world.on)
    found = letter(world, "ada")
    assert found.subject == "Contoso: renewal no longer at risk"
    assert "* Silver in Cloud" in found.body
    assert "Pia associated cloud-basic" in found.body


def test_without_a_term_the_words_are_quieter(world):
    fabrikam = world.organisation("Fabrikam")
    world.account(fabrikam, "fay", Role.ADMIN)
    world.employee(fabrikam, "leo", "cloud-basic")
    world.pass_days(1)
    end_account(account=world.users["leo"].accounts.get(), on=world.on, by=None)
    flag_renewal_risk(as_of=world.on)
    found = letter(world, "fay", "level-lost")
    assert found.subject == "Fabrikam: a competency level was lost"
    assert "Silver in Cloud has not been attained since 2 March 2018." in found.body
    assert "risk" not in found.body


def test_what_leo_does_elsewhere_is_not_told(world, contoso):
    """A7: the organisation that lost learns that the association ended, not where he went."""
    fabrikam = world.organisation("Fabrikam")
    world.join(fabrikam, world.users["erik"])
    world.associate(world.users["erik"], fabrikam)
    flag_renewal_risk(as_of=world.on)
    body = letter(world, "ada").body
    assert "Erik: cloud-basic no longer associated" in body
    assert "Fabrikam" not in body


def test_the_reminder_of_an_override_says_what_would_hold_without_it(world, contoso):
    end = world.on + timedelta(days=60)
    override = world.override(contoso, until=end)
    world.on = end - timedelta(days=14)
    remind_of_overrides(as_of=world.on)
    found = letter(world, "ada", "override-ending")
    assert found.subject == "Contoso: an override ends on 9 May 2018"
    assert "Gold in Cloud" in found.body
    assert override.reason in found.body
    assert "Gold would not hold today" in found.body


def test_the_specialist_is_led_to_the_administration(world, contoso):
    end = world.on + timedelta(days=60)
    override = world.override(contoso, until=end)
    world.on = end - timedelta(days=14)
    remind_of_overrides(as_of=world.on)
    body = letter(world, "spencer", "override-ending").body
    assert f"https://testserver/admin/competencies/override/{override.pk}/change/" in body
    assert "because you placed the override" in body


def test_a_name_breaks_no_header(world, contoso):
    contoso.display_name = "Contoso\nBcc: all@example.org"
    contoso.save()
    end_account(account=world.users["erik"].accounts.get(), on=world.on, by=None)
    flag_renewal_risk(as_of=world.on)
    assert "\n" not in letter(world, "ada").subject


def test_the_job_writes_and_hands_over(db):
    world = World()
    contoso = world.organisation("Contoso")
    world.account(contoso, "ada", Role.ADMIN)
    world.employee(contoso, "erik", "cloud-basic")
    world.term(contoso)
    end_account(account=world.users["erik"].accounts.get(), on=world.on, by=None)
    flag_renewal_risk(as_of=world.on)
    tasks.mail()
    assert [sent.to for sent in mail.outbox] == [["ada@contoso.example"]]
    assert Message.objects.get().state == "sent"


def test_who_reported_missing_credit_reads_the_answer_in_their_language(world, contoso, settings, tmp_path):
    settings.EVIDENCE_STORE = str(tmp_path)
    erik = world.users["erik"]
    report = credit.report_achievement(
        user=erik, organisation=contoso, credential="data-basic", day=world.on, file=PDF, on=world.on
    )
    credit.answer(report=report, text="It is on its way.", on=world.on, by=world.specialist())
    found = letter(world, "erik", "credit-answered")
    assert found.subject == "Your report was answered: data-basic Data basics"
    assert "You reported data-basic Data basics of 11 March 2018 as missing. The answer:" in found.body
    assert "It is on its way." in found.body
    assert f"https://testserver/o/{contoso.public_id}/me/" in found.body
    assert "You get this because you reported it." in found.body


def test_who_reported_it_is_told_that_it_has_come_though_only_an_employee(world, contoso, settings, tmp_path):
    settings.EVIDENCE_STORE = str(tmp_path)
    erik = world.users["erik"]
    credit.report_achievement(
        user=erik, organisation=contoso, credential="data-basic", day=world.on, file=PDF, on=world.on
    )
    world.achievement(erik.transcripts.get(), "data-basic", earned_on=world.on)
    with time_machine.travel(world.on):
        recheck_credit(as_of=world.on)
        tasks.mail()
    assert [each.to for each in mail.outbox] == [[erik.email]]
    assert "It has come, so your report is closed." in mail.outbox[0].body


def test_who_has_left_is_not_written_to(world, contoso, settings, tmp_path):
    settings.EVIDENCE_STORE = str(tmp_path)
    erik = world.users["erik"]
    report = credit.report_achievement(
        user=erik, organisation=contoso, credential="data-basic", day=world.on, file=PDF, on=world.on
    )
    spencer = world.specialist()
    with time_machine.travel(world.on):
        credit.answer(report=report, text="It is on its way.", on=world.on, by=spencer)
        end_account(account=erik.accounts.get(), on=world.on, by=world.users["ada"])
        tasks.mail()
    assert Message.objects.get(kind="credit-answered").state == "withdrawn"
    assert mail.outbox == []
