"""What passing time brings: overrides end, their people are reminded, readers are told of what is at risk,
missing credit comes, effects of editions are worked out, partners are counted.

Each job asks the database what is left to do, does it in chunks that are a transaction each, and is quiet
when there is nothing. It may run twice, on two workers, or die anywhere: what is not committed is found again
by the next sweep (decision 6). `seconds`: it stops at the end of a chunk after about so long.
"""

from competencies.jobs.counting import count_partners
from competencies.jobs.credit import recheck_credit, remove_evidence
from competencies.jobs.effects import work_out_effects
from competencies.jobs.expiry import expire_overrides
from competencies.jobs.reminders import remind_of_overrides
from competencies.jobs.telling import flag_renewal_risk

__all__ = [
    "count_partners",
    "expire_overrides",
    "flag_renewal_risk",
    "recheck_credit",
    "remind_of_overrides",
    "remove_evidence",
    "work_out_effects",
]
