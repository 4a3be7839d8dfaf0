"""Whom an organization always or never lets in, and how it keeps its mail ledger."""

from django.db import models

from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantModel


class ListedSender(TenantModel):
    """One sender whose mail is always let in (``allow``) or set apart (``block``); ``@`` in front makes it a domain."""

    sender = models.CharField(max_length=255)
    kind = models.CharField(max_length=5)
    created_at = models.DateTimeField(default=now, editable=False)
    created_by = models.CharField(max_length=254, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "sender"], name="listed_sender_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.sender}"


class LedgerKeeping(TenantModel):
    """One organization: how long its mails wait for a decision, and when members were last told that some do."""

    waiting_days = models.PositiveSmallIntegerField(default=30)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization"], name="ledger_keeping_once")]
        verbose_name_plural = "keepings of mail ledgers"

    def __str__(self) -> str:
        return f"{self.waiting_days} days"
