"""Addresses, received mails and mails to send."""

from django.db import models

from moondesk.conversations.models import Message
from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantForeignKey, TenantModel
from moondesk.organizations.models import Department, Invitation, Member
from moondesk.tickets.models import Participant, Ticket


class MailAddress(TenantModel):
    """One address at which an organization receives mail and from which it answers."""

    address = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120, blank=True)
    department = TenantForeignKey(Department, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_default = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization"], condition=models.Q(is_default=True), name="mail_address_default"
            )
        ]
        verbose_name_plural = "mail addresses"

    def __str__(self) -> str:
        return self.address


class ReceivedMail(TenantModel):
    """One mail as it was received, kept before anything else is done with it, and what became of it."""

    address = TenantForeignKey(MailAddress, on_delete=models.PROTECT, related_name="+")
    recipient = models.CharField(max_length=320)
    envelope_from = models.CharField(max_length=320, blank=True)
    content_hash = models.BinaryField()
    raw = models.BinaryField()
    size = models.PositiveIntegerField()
    received_at = models.DateTimeField(default=now, editable=False)
    header_id = models.CharField(max_length=255, blank=True)
    sender = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=255, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=12, default="pending")
    reason = models.CharField(max_length=40, blank=True)
    is_automatic = models.BooleanField(default=False, help_text="Sent by a machine, so no machine answers it")
    done_at = models.DateTimeField(null=True)
    ticket = TenantForeignKey(Ticket, on_delete=models.SET_NULL, null=True, related_name="+")
    message = TenantForeignKey(Message, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["organization", "-received_at"], name="received_latest"),
            models.Index(fields=["organization", "content_hash"], name="received_hash"),
            models.Index(
                fields=["organization", "received_at"], name="received_pending", condition=models.Q(outcome="pending")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} {self.outcome}"


class OutgoingMail(TenantModel):
    """One mail to one recipient: what it tells of, and how far it got.

    ``sealed`` is a secret that only this mail may carry, encrypted, and dropped once the mail is gone.
    """

    kind = models.CharField(max_length=20)
    event_id = models.UUIDField()
    ticket = TenantForeignKey(Ticket, on_delete=models.CASCADE, null=True, related_name="+")
    participant = TenantForeignKey(Participant, on_delete=models.SET_NULL, null=True, related_name="+")
    invitation = TenantForeignKey(Invitation, on_delete=models.CASCADE, null=True, related_name="+")
    member = TenantForeignKey(Member, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    message = TenantForeignKey(Message, on_delete=models.CASCADE, null=True, related_name="outgoing")
    recipient = models.EmailField(max_length=254)
    header_id = models.CharField(max_length=255)
    reply_token = models.CharField(max_length=40, blank=True)
    sealed = models.BinaryField(null=True)
    state = models.CharField(max_length=8, default="queued")
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "event_id", "recipient", "kind"], name="outgoing_once_per_event"
            )
        ]
        indexes = [
            models.Index(fields=["organization", "ticket"], name="outgoing_ticket"),
            models.Index(fields=["organization", "reply_token"], name="outgoing_reply_token"),
            models.Index(
                fields=["organization", "created_at"],
                name="outgoing_unsent",
                condition=models.Q(state__in=["queued", "sending"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient}"
