"""The daily digest: one mail a day of what was gathered, at most once, whoever dies or runs twice (E4)."""

from datetime import datetime

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from competencies.letters import written
from partners import digests, messages
from partners.actions import accounts, notifications
from partners.digests import write_digests
from partners.mail import send_waiting
from partners.models import Message, MessageKind, MessagePreference, MessageState, Role, Way
from tests.together import together

ZONE = timezone.get_default_timezone()


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2018, 3, day, hour, minute, tzinfo=ZONE)


@pytest.fixture
def contoso(world):
    """Ada and Mina, who asked to be told once a day."""
    made = world.organisation("Contoso")
    for name in ("ada", "mina"):
        user = world.account(made, name, Role.ADMIN).user
        notifications.choose(by=user, ways=dict.fromkeys(MessageKind, Way.DAILY))
    return made


def tell(world, organisation, moment, *names, about="1"):
    messages.write(
        messages.message(
            MessageKind.LEVEL_LOST,
            recipient=world.users[name].pk,
            organisation=organisation.pk,
            on=world.on,
            about=about,
            data={"entries": []},
            now=moment,
        )
        for name in names
    )


def run(moment) -> int:
    return write_digests(at=moment, seconds=10)


def of_kind(kind):
    return Message.objects.filter(kind=kind)


def states():
    return sorted(of_kind(MessageKind.LEVEL_LOST).values_list("state", flat=True))


def test_what_was_gathered_waits_for_the_hour(world, contoso):
    tell(world, contoso, at(1, 10), "ada")
    assert run(at(1, 23, 59)) == 0
    assert run(at(2, 6, 59)) == 0
    assert run(at(2, 7)) == 1
    assert states() == ["digested"]


def test_one_mail_a_day_with_everything_until_the_hour(world, contoso):
    tell(world, contoso, at(1, 10), "ada")
    tell(world, contoso, at(1, 11), "ada", about="2")
    assert run(at(2, 7)) == 1
    (digest,) = of_kind(MessageKind.DIGEST)
    assert len(digest.data["messages"]) == 2
    tell(world, contoso, at(2, 8), "ada", about="3")
    assert run(at(2, 9)) == run(at(2, 23)) == 0
    assert states() == ["digested", "digested", "gathered"]
    assert run(at(3, 7)) == 1


def test_each_reader_has_their_own(world, contoso):
    tell(world, contoso, at(1, 10), "ada", "mina")
    assert run(at(2, 7)) == 2
    assert run(at(2, 7)) == 0


def test_after_days_without_a_clock_it_is_one_mail(world, contoso):
    tell(world, contoso, at(1, 10), "ada")
    tell(world, contoso, at(3, 10), "ada", about="2")
    assert run(at(9, 12)) == 1
    assert states() == ["digested", "digested"]


def test_nothing_gathered_is_no_mail(world, contoso):
    assert run(at(2, 7)) == 0
    assert not Message.objects.exists()


def test_a_process_that_dies_in_the_middle_leaves_everything_as_it_was(world, contoso, monkeypatch):
    tell(world, contoso, at(1, 10), "ada")
    real = Message.objects.bulk_create

    def die(_manager, *arguments, **options):
        real(*arguments, **options)
        raise RuntimeError("killed")

    monkeypatch.setattr(type(Message.objects), "bulk_create", die)
    with pytest.raises(RuntimeError, match="killed"):
        run(at(2, 7))
    monkeypatch.undo()
    assert states() == ["gathered"]
    assert run(at(2, 7)) == 1


def test_so_many_are_listed_and_the_others_counted(world, contoso, monkeypatch):
    monkeypatch.setattr(digests, "LISTED", 2)
    for number in range(5):
        tell(world, contoso, at(1, 10, number), "ada", about=str(number))
    run(at(2, 7))
    digest = of_kind(MessageKind.DIGEST).get()
    assert (len(digest.data["messages"]), digest.data["more"]) == (2, 3)
    assert states() == ["digested"] * 5


def test_many_readers_come_in_chunks(world, contoso, monkeypatch):
    monkeypatch.setattr(digests, "READERS", 1)
    tell(world, contoso, at(1, 10), "ada", "mina")
    assert run(at(2, 7)) == 2


def sent(world, contoso):
    """What the mail server got."""
    with time_machine.travel(at(2, 7, 1), tick=False):
        send_waiting(write=written, seconds=5)
    return mail.outbox


def test_it_is_handed_over_once_in_its_readers_words(world, contoso):
    tell(world, contoso, at(1, 10), "ada")
    run(at(2, 7))
    (letter,) = sent(world, contoso)
    assert (letter.to, letter.subject) == (["ada@contoso.example"], "1 notification")
    assert "* A competency level was lost" in letter.body
    assert f"/o/{contoso.public_id}/notifications/" in letter.body
    assert len(sent(world, contoso)) == 1


def test_of_several_organisations_each_is_named(world, contoso):
    fabrikam = world.organisation("Fabrikam")
    world.join(fabrikam, world.users["ada"], Role.ADMIN)
    tell(world, contoso, at(1, 10), "ada")
    tell(world, fabrikam, at(1, 11), "ada", about="2")
    run(at(2, 7))
    (letter,) = sent(world, contoso)
    assert "Contoso\n" in letter.body
    assert "Fabrikam\n" in letter.body


def test_what_may_not_be_read_any_more_is_left_out(world, contoso):
    fabrikam = world.organisation("Fabrikam")
    account = world.join(fabrikam, world.users["ada"], Role.ADMIN)
    world.account(fabrikam, "fay", Role.ADMIN)
    tell(world, contoso, at(1, 10), "ada")
    tell(world, fabrikam, at(1, 11), "ada", about="2")
    run(at(2, 7))
    accounts.set_roles(account=account, roles=[Role.EMPLOYEE], on=world.on, by=None)
    (letter,) = sent(world, contoso)
    assert "Fabrikam" not in letter.body


def test_a_digest_of_which_nothing_may_be_read_is_withdrawn(world, contoso):
    tell(world, contoso, at(1, 10), "ada")
    run(at(2, 7))
    account = world.users["ada"].accounts.get()
    accounts.set_roles(account=account, roles=[Role.EMPLOYEE], on=world.on, by=None)
    assert sent(world, contoso) == []
    assert of_kind(MessageKind.DIGEST).get().state == MessageState.WITHDRAWN


def test_what_stays_here_is_never_mailed(world, contoso):
    notifications.choose(by=world.users["ada"], ways={MessageKind.LEVEL_LOST: Way.HERE})
    tell(world, contoso, at(1, 10), "ada")
    assert run(at(2, 7)) == 0
    assert sent(world, contoso) == []
    assert states() == ["kept"]


@pytest.mark.parametrize("wrong", [{"way": "sometimes"}, {}])
def test_a_user_has_one_known_way_for_a_kind(world, contoso, wrong):
    row = {"user": world.users["ada"], "kind": MessageKind.LEVEL_LOST, "way": Way.HERE} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        MessagePreference.objects.create(**row)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_one(transactional_db):
    from tests.world import World

    world = World(at(1, 0).date())
    contoso = world.organisation("Contoso")
    for name in ("ada", "mina"):
        user = world.account(contoso, name, Role.ADMIN).user
        notifications.choose(by=user, ways=dict.fromkeys(MessageKind, Way.DAILY))
    for number in range(10):
        tell(world, contoso, at(1, 10, number), "ada", "mina", about=str(number))
    together(*[lambda: run(at(2, 7))] * 2)
    assert of_kind(MessageKind.DIGEST).count() == 2
    assert states() == ["digested"] * 20
