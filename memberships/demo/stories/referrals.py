"""What customers ask of Contoso: a referral in every state (F4)."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from memberships.actions import referrals, requests
from memberships.actions.referrals import Estimate
from memberships.actions.requests import Asked, Choice
from memberships.demo.partner import Partner
from memberships.demo.person import Person
from memberships.demo.world import World
from memberships.models import CustomerRequest, Listing, Referral

Answer = Callable[[Referral, datetime], object]


def moment_of(day: date) -> datetime:
    """When on a day customers ask and partners answer: at seven in the morning."""
    return datetime.combine(day, time(7), UTC)


def tell(world: World) -> None:
    """Yusuf answers most of them; what he leaves is missed, or expires, by the clock."""
    contoso, yusuf = world.partner_named("Contoso"), world.someone("Yusuf Demir")
    _won_and_lost(contoso, yusuf)
    gone = _Asked(contoso, "Elif Kaya", "Wingtip Toys", "NL", "50-249", 16, "Two days of advice on licences.")
    gone.answers(15, lambda row, at: referrals.say_no(referral=row, at=at, by=yusuf.user))
    _Asked(contoso, "Noah Weber", "Graphic Design Institute", "DE", "10-49", 14, "A help desk in German.")
    late = _Asked(
        contoso, "Lucie Morel", "Fourth Coffee", "FR", "250-999", 13, "CRM for 300 people in retail."
    )
    late.is_interesting(12, yusuf)
    short = _Asked(
        contoso, "Jan Peeters", "Coho Vineyard", "BE", "1-9", 9, "A mailbox for each of us, cheaply."
    )
    short.is_interesting(8, yusuf)
    short.answers(7, lambda row, at: referrals.decline(referral=row, reason="budget", at=at, by=yusuf.user))
    back = _Asked(
        contoso, "Ana Costa", "Margie’s Travel", "PT", "10-49", 8, "Move our bookings to the cloud."
    )
    back.partner.diary.note(6, lambda on: requests.withdraw(request=back.request, at=moment_of(on)))
    alone = _Asked(
        contoso, "Ines Duarte", "Lamna Healthcare", "PT", "50-249", 7, "A portal for our patients.",
        also=[world.partner_named("Fabrikam")],
    )  # fmt: skip
    alone.is_interesting(6, yusuf)
    alone.answers(5, lambda row, at: requests.withdraw_from(referral=row, at=at))
    _misuse(world, contoso)
    near = _Asked(contoso, "Emma Claes", "City Power & Light", "BE", "1000", 5, "CRM for our field service.")
    near.is_interesting(4, yusuf)
    near.is_accepted(2, yusuf, 140_000)
    open_yet = _Asked(
        contoso, "Pieter Smit", "School of Fine Art", "NL", "50-249", 3, "Pupils in one directory."
    )
    open_yet.is_interesting(1, yusuf)
    _Asked(
        contoso, "Sofie Maes", "Woodgrove Bank", "BE", "250-999", 1, "Mail for 400 people before the autumn."
    )


def _misuse(world: World, contoso: Partner) -> None:
    """Somebody sells instead of asking; the vendor closes it."""
    sells = _Asked(
        contoso, "Max Quick", "Best Offers", "US", "1-9", 6, "We sell 10,000 addresses of firms. Write to us."
    )
    reason = "It offers addresses for sale and asks for nothing."
    sells.partner.diary.note(
        5,
        lambda on: requests.close(request=sells.request, reason=reason, at=moment_of(on), by=world.manager),
    )


def _won_and_lost(contoso: Partner, yusuf: Person) -> None:
    won = _Asked(
        contoso, "Tom Jacobs", "Alpine Logistics", "BE", "50-249", 27, "Replace our old CRM in a year."
    )
    won.is_interesting(26, yusuf)
    won.is_accepted(23, yusuf, 85_000)
    won.answers(11, lambda row, at: referrals.win(referral=row, value=92_000, at=at, by=yusuf.user))
    lost = _Asked(contoso, "Mia Janssens", "Bellows College", "BE", "250-999", 25, "Courses for our staff.")
    lost.is_interesting(24, yusuf)
    lost.is_accepted(20, yusuf, 18_000)
    lost.answers(
        10,
        lambda row, at: referrals.lose(referral=row, reason="competitor", value=18_000, at=at, by=yusuf.user),
    )


class _Asked:
    """A request of a customer, asked and confirmed so many days ago. Its methods note what came of it."""

    def __init__(
        self,
        partner: Partner,
        name: str,
        company: str,
        country: str,
        size: str,
        ago: int,
        sought: str,
        also: Sequence[Partner] = (),
    ) -> None:
        self.partner = partner
        self.request: CustomerRequest
        email = f"{name.split()[0].lower()}@{''.join(filter(str.isalpha, company.lower()))}.example"
        asked = Asked(
            name=name, email=email, country=country, sought=sought, language="en",
            company=company, company_size=size,
        )  # fmt: skip

        def ask(on: date) -> None:
            listings = [Listing.objects.get(organisation=each.row) for each in (partner, *also)]
            at = moment_of(on)
            self.request = requests.ask(asked=asked, choices=[Choice(each) for each in listings], at=at)
            requests.confirm(request=self.request, at=at)

        partner.diary.note(ago, ask)

    def answers(self, ago: int, answer: Answer) -> None:
        """The partner does something about it."""
        self.partner.diary.note(ago, lambda on: answer(self._row, moment_of(on)))

    def is_interesting(self, ago: int, by: Person) -> None:
        """The partner says so."""
        self.answers(ago, lambda row, at: referrals.show_interest(referral=row, at=at, by=by.user))

    def is_accepted(self, ago: int, by: Person, value: int) -> None:
        """The partner accepts it, to be closed in a month."""

        def accept(row: Referral, at: datetime) -> None:
            estimate = Estimate(value, "EUR", at.date() + timedelta(days=30))
            referrals.accept(referral=row, estimate=estimate, at=at, by=by.user)
            text = "Called them; they want a first offer. Their IT is two people."
            referrals.add_note(referral=row, text=text, at=at, by=by.user)

        self.answers(ago, accept)

    @property
    def _row(self) -> Referral:
        rows = Referral.objects.select_related("request", "organisation", "profile")
        return rows.get(request=self.request, organisation=self.partner.row)
