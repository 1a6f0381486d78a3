"""How an order is paid: one small interface, and the bank transfer behind it (E2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from memberships.models import Order


@dataclass(frozen=True, slots=True)
class Instruction:
    """One line of how to pay: what it is called, and its value."""

    name: str
    value: str


class Payment(Protocol):
    """What the portal asks of a way to pay. Whether the money has come, a member of staff says."""

    @property
    def name(self) -> str:
        """What it is called, in the reader's language."""
        ...

    def instructions(self, order: Order) -> Sequence[Instruction]:
        """What the payer needs to know, in the reader's language."""
        ...


class BankTransfer:
    """A transfer to the vendor's account, which names the number of the order."""

    @property
    def name(self) -> str:
        """What it is called."""
        return _("Bank transfer")

    def instructions(self, order: Order) -> Sequence[Instruction]:
        """To whom, where, and with which reference; what the installation leaves empty is left out."""
        lines = [
            (_("Payee"), settings.PAYEE_NAME),
            (_("Account"), settings.PAYEE_ACCOUNT),
            (_("Bank"), settings.PAYEE_BANK),
            (_("Reference"), str(order)),
        ]
        return [Instruction(name, value) for name, value in lines if value]


def issuer() -> str:
    """Who writes the invoices: whoever is paid; empty if the installation names nobody."""
    return settings.PAYEE_NAME


def payment() -> Payment:
    """The way in which orders are paid."""
    return BankTransfer()
