"""How many mails about referrals somebody may get yet within a day (F5)."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from partners.models import Message, MessageKind, MessageState

A_DAY = timedelta(days=1)

_COUNTED = (MessageKind.REFERRAL_NEW, MessageKind.REFERRAL_REMINDER, MessageKind.REFERRAL_OVER)
# What stands only in a list or in the one mail of the day fills no mailbox.
_NO_MAIL = (MessageState.KEPT, MessageState.GATHERED, MessageState.DIGESTED, MessageState.WITHDRAWN)


class MailRoom:
    """What is left of `REQUEST_MAILS_A_DAY` for each reader (by id) and each contact (by address).

    Counted are the mails themselves, of every kind and for every organisation: whoever floods a partner, or names a
    stranger as its contact, sends no more. Two queries.
    """

    def __init__(self, readers: Collection[int], addresses: Collection[str], *, at: datetime) -> None:
        mails = Message.objects.filter(kind__in=_COUNTED, written_at__gt=at - A_DAY).exclude(
            state__in=_NO_MAIL
        )
        self._used: Counter[int | str] = Counter()
        self._count(mails.filter(recipient__in=readers), "recipient")
        # Said twice: the index holds only messages with an address.
        self._count(mails.filter(~Q(address=""), address__in=addresses), "address")

    def take(self, whom: int | str) -> bool:
        """Whether a mail to this one still fits; it is counted."""
        self._used[whom] += 1
        return self._used[whom] <= settings.REQUEST_MAILS_A_DAY

    def _count(self, mails: QuerySet[Message], column: str) -> None:
        self._used.update(dict(mails.order_by().values_list(column).annotate(Count("pk"))))
