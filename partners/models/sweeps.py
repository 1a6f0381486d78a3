"""Sweeps: when each job last looked for what is due, so that staff sees whether the clock goes (decision 6)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Job(models.TextChoices):
    """What the clock does, each by its own sweep."""

    EXPIRE_OVERRIDES = "expire-overrides", _("end overrides whose day has come")
    REMIND_OF_OVERRIDES = "remind-of-overrides", _("remind of overrides about to end")
    REVIEW_DUE = "review-due", _("review organisations that are due")
    FLAG_RENEWAL_RISK = "flag-renewal-risk", _("write messages about renewals at risk")
    EXPIRE_ORDERS = "expire-orders", _("end orders that were not paid in time")
    REMIND_OF_RENEWALS = "remind-of-renewals", _("remind of renewals")
    END_BENEFITS = "end-benefits", _("end benefits whose term is over")
    FILE_LISTINGS = "file-listings", _("file published profiles anew")
    REFERRALS = "referrals", _("end and remind of referrals, remove personal data of requests")
    MAIL = "mail", _("hand messages over")
    DIGEST = "digest", _("write the daily digests")
    LOAD_FEEDS = "load-feeds", _("load feed files that wait")
    RECHECK_CREDIT = "recheck-credit", _("look whether missing credit has come")
    INVITE = "invite", _("send the invitations of files")
    CLEAR_SESSIONS = "clear-sessions", _("remove sessions that are over")
    WORK_OUT_EFFECTS = "work-out-effects", _("work out effects of editions")
    CORRECT_MARKETS = "correct-markets", _("go on with corrections of markets")
    COUNT_PARTNERS = "count-partners", _("count partners for the overview")
    FETCH_FEEDS = "fetch-feeds", _("look for feed files")


class Sweep(models.Model):
    """The last run of one job. It began and has not finished: it is at work, or it hangs."""

    job = models.CharField(_("job"), max_length=40, unique=True, choices=Job)
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    done = models.PositiveBigIntegerField(_("done"), default=0)
    problem = models.CharField(_("problem"), max_length=80, blank=True, default="")

    class Meta:
        verbose_name = _("sweep")
        verbose_name_plural = _("sweeps")
        ordering = ["job"]

    def __str__(self) -> str:
        return self.get_job_display()
