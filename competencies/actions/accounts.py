"""Ending an account, with everything that hangs on it (B3)."""

from datetime import date

from competencies.actions import affiliations
from competencies.models import Affiliation
from competencies.review import changing
from partners.actions import accounts
from partners.journal import Reason
from partners.models import Account, User


def end_account(*, account: Account, on: date, by: User | None) -> Account:
    """End a person's account on the day, and so the affiliation with the organisation and its associations.

    The person keeps the transcript; a new invitation restores none of it. Refused if it is over already
    or belongs to the organisation's last admin.
    """
    with changing([account.organisation_id], on=on, of_users=[account.user_id]) as because:
        accounts.close(account=account, on=on, by=by)
        tied = Affiliation.objects.open().filter(user=account.user_id, organisation=account.organisation_id)
        affiliation = tied.select_related("organisation").first()
        if affiliation is not None:
            cause = affiliations.end(affiliation, on, by, reason=Reason.ACCOUNT_ENDED)
            because[account.organisation_id].append(cause)
    return account
