"""Asking people into an organisation: one, again, no longer, accepted; and two at once (B2, A6)."""

from datetime import date, timedelta
from functools import partial

import pytest

from partners.actions import accounts, invitations
from partners.models import Account, Invitation, JournalEntry, Message, Role, User
from partners.models.invitations import VALID
from partners.refusals import Refused
from tests.refusing import refused
from tests.together import together
from tests.world import PASSWORD, World

DAY = date(2018, 3, 1)


@pytest.fixture
def contoso(world):
    made = world.organisation("Contoso")
    world.account(made, "ada", Role.ADMIN)
    return made


def asked(world, organisation, email="erik@contoso.example", **changes):
    given = {"name": "Erik", "roles": [Role.EMPLOYEE], "language": "en", "by": world.users["ada"], **changes}
    return invitations.invite(organisation=organisation, email=email, on=world.on, **given)


def kinds():
    return list(JournalEntry.objects.order_by("pk").values_list("kind", flat=True))


def test_an_invitation_is_noted_and_mailed_to_the_address(world, contoso):
    made = asked(world, contoso, " Erik@Contoso.example ", roles=[Role.REPORT_VIEWER, Role.EMPLOYEE])
    assert (made.email, made.roles) == ("erik@contoso.example", ["employee", "report-viewer"])
    assert made.expires_on == DAY + timedelta(days=7)
    message = Message.objects.get()
    assert (message.address, message.recipient, message.organisation) == (made.email, None, contoso)
    assert kinds()[-1] == "invitation-sent"


def test_the_row_and_the_message_hold_no_secret(world, contoso):
    made = asked(world, contoso)
    assert Message.objects.get().data == {"invitation": str(made.public_id), "version": 1}


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("bad-email", {"email": "erik"}),
        ("no-name", {"name": "  "}),
        ("no-role", {"roles": []}),
        ("has-account", {"email": "ADA@contoso.example"}),
    ],
)
def test_refusals(world, contoso, code, changes):
    refused(code, asked, world=world, organisation=contoso, **changes)
    assert not Invitation.objects.exists()


def test_an_address_is_invited_once(world, contoso):
    asked(world, contoso)
    refused("already-invited", asked, world=world, organisation=contoso)
    asked(world, world.organisation("Fabrikam"))


def test_an_address_with_a_login_elsewhere_is_invited_like_any_other(world, contoso):
    world.user("stella")
    known, unknown = asked(world, contoso, "stella@elsewhere.example"), asked(world, contoso)
    first, second = Message.objects.order_by("pk").filter(address__in=[known.email, unknown.email])
    assert (first.recipient, second.recipient) == (None, None)
    assert set(first.data) == set(second.data)


def test_sent_again_it_is_valid_anew_and_the_earlier_link_is_dead(world, contoso):
    made = asked(world, contoso)
    world.pass_days(3)
    invitations.send_again(invitation=made, on=world.on, by=world.users["ada"])
    assert made.expires_on == world.on + VALID
    assert Message.objects.count() == 2
    with pytest.raises(Refused) as refusal:
        invitations.refuse_dead(made, 1, world.on)
    assert refusal.value.code == "replaced"
    assert kinds()[-1] == "invitation-sent-again"


@pytest.mark.parametrize(("days", "code"), [(6, None), (7, "expired"), (8, "expired")])
def test_a_link_works_for_seven_days(world, contoso, days, code):
    made = asked(world, contoso)
    as_new = partial(invitations.accept_as_new, invitation=made, version=1, password=PASSWORD, language="en")
    world.pass_days(days)
    if code:
        refused(code, as_new, on=world.on)
        assert not User.objects.filter(email=made.email).exists()
    else:
        assert as_new(on=world.on).user.email == made.email


def test_an_expired_one_is_sent_again(world, contoso):
    made = asked(world, contoso)
    world.pass_days(20)
    invitations.send_again(invitation=made, on=world.on, by=world.users["ada"])
    account = invitations.accept_as_new(
        invitation=made, version=2, password=PASSWORD, language="en", on=world.on
    )
    assert account.organisation == contoso


def test_a_withdrawn_one_lets_nobody_in(world, contoso):
    made = asked(world, contoso)
    invitations.withdraw(invitation=made, on=world.on, by=world.users["ada"])
    stella = world.user("stella")
    refused("withdrawn", invitations.accept, invitation=made, version=1, user=stella, on=world.on)
    refused("withdrawn", invitations.withdraw, invitation=made, on=world.on, by=world.users["ada"])
    refused("withdrawn", invitations.send_again, invitation=made, on=world.on, by=world.users["ada"])
    asked(world, contoso)


def test_accepted_it_opens_an_account_with_its_roles(world, contoso):
    made = asked(world, contoso, roles=[Role.MEMBERSHIP_MANAGER])
    account = invitations.accept_as_new(
        invitation=made, version=1, password=PASSWORD, language="zh-hant", on=world.on
    )
    assert account.role_names == {"membership-manager"}
    assert (account.user.name, account.user.language) == ("Erik", "zh-hant")
    assert account.user.check_password(PASSWORD)
    made.refresh_from_db()
    assert (made.state, made.account) == ("accepted", account)
    assert kinds()[-3:] == ["login-made", "account-opened", "invitation-accepted"]


def test_it_is_accepted_once(world, contoso):
    made = asked(world, contoso)
    account = invitations.accept_as_new(
        invitation=made, version=1, password=PASSWORD, language="en", on=world.on
    )
    refused("used", invitations.accept, invitation=made, version=1, user=account.user, on=world.on)
    assert Account.objects.filter(user=account.user).count() == 1


def test_a_login_is_never_given_another_password(world, contoso):
    stella = world.user("stella")
    made = asked(world, contoso, stella.email)
    refused(
        "email-taken",
        invitations.accept_as_new,
        invitation=made,
        version=1,
        password="another-password-for-tests",
        language="en",
        on=world.on,
    )
    stella.refresh_from_db()
    assert stella.check_password(PASSWORD)
    made.refresh_from_db()
    assert made.state == "open"


def test_only_the_owner_of_the_address_accepts(world, contoso):
    made = asked(world, contoso)
    stella = world.user("stella")
    refused("not-yours", invitations.accept, invitation=made, version=1, user=stella, on=world.on)


def test_who_was_let_in_meanwhile_keeps_those_roles(world, contoso):
    stella = world.user("stella")
    made = asked(world, contoso, stella.email, roles=[Role.ADMIN])
    account = world.join(contoso, stella, Role.EMPLOYEE)
    assert invitations.accept(invitation=made, version=1, user=stella, on=world.on) == account
    assert account.role_names == {"employee"}


def prepared():
    world = World(DAY)
    contoso = world.organisation("Contoso")
    world.account(contoso, "ada", Role.ADMIN)
    return world, contoso


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_invite_an_address_at_once_one_is_told():
    world, contoso = prepared()
    invite = partial(asked, world, contoso)
    results = together(invite, invite)
    assert sorted(type(each).__name__ for each in results) == ["Invitation", "Refused"]
    assert [each.code for each in results if isinstance(each, Refused)] == ["already-invited"]
    assert Message.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_comes_in():
    world, contoso = prepared()
    made = asked(world, contoso)

    def accept():
        own = Invitation.objects.select_related("organisation", "invited_by").get(pk=made.pk)
        return invitations.accept_as_new(
            invitation=own, version=1, password=PASSWORD, language="en", on=world.on
        )

    results = together(accept, accept)
    assert [each.code for each in results if isinstance(each, Refused)] == ["used"]
    assert Account.objects.filter(user__email=made.email).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_accepted_and_withdrawn_at_once_only_one_holds():
    world, contoso = prepared()
    stella = world.user("stella")
    made = asked(world, contoso, stella.email)

    def fresh():
        return Invitation.objects.select_related("organisation", "invited_by").get(pk=made.pk)

    results = together(
        lambda: invitations.accept(invitation=fresh(), version=1, user=stella, on=world.on),
        lambda: invitations.withdraw(invitation=fresh(), on=world.on, by=world.users["ada"]),
    )
    assert sum(isinstance(each, Refused) for each in results) == 1
    state = Invitation.objects.get().state
    assert Account.objects.filter(user=stella).exists() == (state == "accepted")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_admins_who_demote_each_other_at_once_one_stays():
    world, contoso = prepared()
    bea = world.account(contoso, "bea", Role.ADMIN)
    ada = Account.objects.get(user=world.users["ada"])

    def demote(account, by):
        return accounts.set_roles(account=account, roles=[Role.EMPLOYEE], on=world.on, by=by)

    results = together(partial(demote, ada, bea.user), partial(demote, bea, ada.user))
    assert [each.code for each in results if isinstance(each, Refused)] == ["last-admin"]
    assert Account.objects.open().of_role(Role.ADMIN).count() == 1
