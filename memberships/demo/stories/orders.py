"""Orders: an open one, one whose proof waits for staff, a refused one and a confirmed one."""

from datetime import date

from memberships.actions import orders
from memberships.actions.orders import Billing
from memberships.demo.partner import Partner
from memberships.demo.person import Person
from memberships.demo.world import World
from memberships.models import Order

# The smallest file that says of itself that it is one; a story needs no more.
PROOF = b"%PDF-1.4\n% Proof of a bank transfer, made up for the demo.\n%%EOF\n"


def tell(world: World) -> None:
    """Adventure Works wants gold, Proseware silver; Fabrikam has the add-on for silver members."""
    adventure, camille = world.partner_named("Adventure Works"), world.someone("Camille Bernard")
    refused = _Bought(adventure, camille, "silver", 60, "12 rue de la République\n69002 Lyon", "FR")
    refused.is_refused(52, "The transfer came from another firm's account and was sent back.")
    _Bought(
        adventure, camille, "gold", 6, "12 rue de la République\n69002 Lyon", "FR", purchase_order="AW-2217"
    )
    proseware, beatriz = world.partner_named("Proseware"), world.someone("Beatriz Almeida")
    waiting = _Bought(proseware, beatriz, "silver", 9, "Rua do Bom Jesus 125\n50030-170 Recife", "BR")
    waiting.is_proved(4)
    fabrikam, paula = world.partner_named("Fabrikam"), world.someone("Paula Reyes")
    added = _Bought(fabrikam, paula, "silver-action-pack", 130, "1200 Pike Street\nSeattle, WA 98101", "US")
    added.is_proved(127)
    added.is_confirmed(124)


class _Bought:
    """An order of a partner, placed so many days ago. Its methods note what came of it."""

    def __init__(
        self, partner: Partner, person: Person, offer: str, ago: int, address: str, country: str,
        *, purchase_order: str = "",
    ) -> None:  # fmt: skip
        self.person, self.diary, self.world = person, partner.diary, partner.world
        self._order: Order | None = None

        def place(on: date) -> None:
            billing = Billing(partner.row.legal_name, address, country, purchase_order=purchase_order)
            self._order = orders.place(
                organisation=partner.row, offer=offer, currency="USD", billing=billing, on=on, by=person.user
            )

        self.diary.note(ago, place)

    @property
    def order(self) -> Order:
        """The row, once it is placed."""
        if self._order is None:
            raise LookupError("the order has not been placed yet")
        return self._order

    def is_proved(self, ago: int) -> None:
        """Proof of payment is uploaded."""
        self.diary.note(
            ago,
            lambda on: orders.attach_proof(order=self.order, content=PROOF, on=on, by=self.person.user),
        )

    def is_confirmed(self, ago: int) -> None:
        """Staff confirms."""
        self.diary.note(ago, lambda on: orders.confirm(order=self.order, on=on, by=self.world.manager))

    def is_refused(self, ago: int, reason: str) -> None:
        """Staff refuses."""
        self.diary.note(
            ago, lambda on: orders.refuse(order=self.order, reason=reason, on=on, by=self.world.manager)
        )
