"""Review: the only writer of what the portal says about levels (D2).

It judges organisations by their facts, writes what changed since the last review with its cause, and
says when to look again. `changing` wraps every change of a fact, `up_to_date` goes before an organisation's
own pages, the others are for jobs.
"""

from competencies.review.change import changing
from competencies.review.report import Report
from competencies.review.runs import review, review_all, review_due, up_to_date

__all__ = ["Report", "changing", "review", "review_all", "review_due", "up_to_date"]
