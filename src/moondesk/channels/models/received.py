"""The mails that were received, and what became of them."""

from django.db import models

from moondesk.channels.models.addresses import MailAddress
from moondesk.conversations.models import Message
from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantForeignKey, TenantModel
from moondesk.tickets.models import Ticket


class ReceivedMail(TenantModel):
    """One mail as it was received, kept before anything else is done with it, and what became of it."""

    address = TenantForeignKey(MailAddress, on_delete=models.PROTECT, related_name="+")
    recipient = models.CharField(max_length=320)
    envelope_from = models.CharField(max_length=320, blank=True)
    content_hash = models.BinaryField()
    raw = models.BinaryField(null=True, help_text="The mail, until its bytes are in the file store")
    raw_key = models.CharField(max_length=120, blank=True, db_default="", default="")
    size = models.PositiveIntegerField()
    received_at = models.DateTimeField(default=now, editable=False)
    peer = models.GenericIPAddressField(null=True, help_text="Which network address handed it over by SMTP")
    helo = models.CharField(max_length=255, blank=True, db_default="", default="")
    header_id = models.CharField(max_length=255, blank=True)
    sender = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=255, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=12, default="pending")
    reason = models.CharField(max_length=40, blank=True)
    proof = models.CharField(
        max_length=12, blank=True, db_default="", default="", help_text="Whether it is from its sender"
    )
    evidence = models.JSONField(default=dict, db_default={}, help_text="What SPF, DKIM and DMARC said")
    is_automatic = models.BooleanField(default=False, help_text="Sent by a machine, so no machine answers it")
    is_historic = models.BooleanField(
        default=False, db_default=False, help_text="From the past of a mailbox: no machine answers it"
    )
    done_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=12, blank=True, db_default="", default="")
    decided_at = models.DateTimeField(null=True, help_text="When somebody, or time, decided about one that waited")
    decided_by = models.CharField(max_length=254, blank=True, db_default="", default="")
    given_sender = models.CharField(max_length=254, blank=True, db_default="", default="")
    ticket = TenantForeignKey(Ticket, on_delete=models.SET_NULL, null=True, related_name="+")
    message = TenantForeignKey(Message, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["organization", "-received_at"], name="received_latest"),
            models.Index(fields=["organization", "content_hash"], name="received_hash"),
            models.Index(
                fields=["organization", "received_at"], name="received_pending", condition=models.Q(outcome="pending")
            ),
            models.Index(fields=["organization", "sender", "-received_at"], name="received_sender"),
            models.Index(fields=["organization", "recipient", "-received_at"], name="received_recipient"),
            models.Index(fields=["organization", "outcome", "-received_at"], name="received_outcome"),
            models.Index(
                fields=["organization", "reason", "-received_at"],
                name="received_reason",
                condition=~models.Q(reason=""),
            ),
            models.Index(
                fields=["organization", "header_id"], name="received_header_id", condition=~models.Q(header_id="")
            ),
            models.Index(
                fields=["organization", "-decided_at"],
                name="received_decided",
                condition=models.Q(decided_at__isnull=False),
            ),
            models.Index(
                fields=["organization", "done_at"],
                name="received_to_move",
                condition=models.Q(raw__isnull=False, done_at__isnull=False),
            ),
            models.Index(
                fields=["organization", "received_at"],
                name="received_ignored",
                condition=models.Q(outcome="ignored") & (models.Q(raw__isnull=False) | ~models.Q(raw_key="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} {self.outcome}"
