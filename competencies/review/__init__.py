"""Review: the only writer of what the portal says about levels (D2).

It judges organisations by their facts, writes what changed since the last review with its cause, and
says when to look again. `changing` wraps every change of a fact; `review` and `review_due` are for jobs.
"""

from competencies.review.change import changing
from competencies.review.report import Report
from competencies.review.runs import review, review_all, review_due

__all__ = ["Report", "changing", "review", "review_all", "review_due"]
