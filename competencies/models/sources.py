"""Where feed files come from by themselves: a folder, an address; how each did last (C2, G11)."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from competencies.models.feeds import Feed


class SourceKind(models.TextChoices):
    """The two ways in which files come without anybody's doing."""

    FOLDER = "folder", _("folder")
    ADDRESS = "address", _("HTTPS address")


class Failure(models.TextChoices):
    """Why a source gave no file; in the words of the staff."""

    NOT_HTTPS = "not-https", _("the address is not of the form https://host/path with port 443")
    UNKNOWN_NAME = "unknown-name", _("the name of the server is not known")
    NOT_PUBLIC = "not-public", _("the server's network address is not public, and no setting allows it")
    UNREACHABLE = "unreachable", _("the server cannot be reached")
    BAD_CERTIFICATE = "bad-certificate", _("the server's certificate is not trusted or is of another name")
    REDIRECTED = "redirected", _("the server sent us elsewhere; enter the final address")
    DENIED = "denied", _("the server did not accept our credentials")
    NOT_FOUND = "not-found", _("the server has no such file")
    SERVER = "server", _("the server answered with an error")
    BROKEN_OFF = "broken-off", _("the answer broke off")
    TOO_SLOW = "too-slow", _("it took too long")
    TOO_LARGE = "too-large", _("the file is too large")
    BAD_PACKING = "bad-packing", _("the file is packed in a way that cannot be read, or is damaged")
    UNREADABLE = "unreadable", _("the folder or a file in it cannot be read")


class FeedSource(models.Model):
    """One feed's folder or address, and what became of the last try. Addresses and credentials are settings.

    `place`: SHA-256 of the address asked last, since what the server said of one is nothing to another.
    `digest`: SHA-256 of the content that came last. `holder`, `leased_until`: who asks just now.
    """

    feed = models.CharField(_("feed"), max_length=20, choices=Feed)
    kind = models.CharField(_("source"), max_length=20, choices=SourceKind)
    tried_at = models.DateTimeField(_("last tried"), null=True, blank=True)
    succeeded_at = models.DateTimeField(_("last success"), null=True, blank=True)
    failure = models.CharField(_("what went wrong"), max_length=40, choices=Failure, blank=True, default="")
    place = models.CharField(max_length=64, blank=True, default="", editable=False)
    etag = models.CharField(max_length=255, blank=True, default="", editable=False)
    last_modified = models.CharField(max_length=64, blank=True, default="", editable=False)
    digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    holder = models.CharField(max_length=32, blank=True, default="", editable=False)
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("feed source")
        verbose_name_plural = _("feed sources")
        constraints = [
            UniqueConstraint(fields=["feed", "kind"], name="feed_source_once"),
            CheckConstraint(
                condition=Q(holder="", leased_until=None) | (~Q(holder="") & Q(leased_until__isnull=False)),
                name="feed_source_held_for_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_feed_display()}: {self.get_kind_display()}"


class FeedFile(models.Model):
    """A file of the folder as it was last seen; the row stays when the file goes, lest it come again as new.

    `seen_at`: when it was first seen with this size and time of change. `taken`: it is dealt with until
    one of them changes. `digest`: SHA-256 of the content that was taken last, unpacked.
    """

    name = models.CharField(_("file name"), max_length=255, unique=True)
    size = models.PositiveBigIntegerField(_("bytes"))
    changed_ns = models.BigIntegerField(_("changed (nanoseconds since 1970)"))
    seen_at = models.DateTimeField(_("first seen"))
    taken = models.BooleanField(_("dealt with"), default=False)
    digest = models.CharField(max_length=64, blank=True, default="", editable=False)

    class Meta:
        verbose_name = _("feed file")
        verbose_name_plural = _("feed files")

    def __str__(self) -> str:
        return self.name
