"""The mails to send, and how far they got."""

from django.db import models

from moondesk.channels.models.addresses import MailAddress
from moondesk.channels.models.ways import WayOut
from moondesk.conversations.models import Message
from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantForeignKey, TenantModel
from moondesk.organizations.models import Invitation, Member
from moondesk.tickets.models import Participant, Ticket


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
    address = TenantForeignKey(
        MailAddress,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
        help_text="From which address it goes out; empty for that of the installation",
    )
    way = TenantForeignKey(
        WayOut,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
        help_text="By which way it went out; empty for that of the installation",
    )
    recipient = models.EmailField(max_length=254)
    header_id = models.CharField(max_length=255)
    reply_token = models.CharField(max_length=40, blank=True)
    sealed = models.BinaryField(null=True)
    state = models.CharField(max_length=12, default="queued")
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=255, blank=True)
    code = models.CharField(
        max_length=12, default="", db_default="", blank=True, help_text="The status code of why (RFC 3463), if known"
    )
    created_at = models.DateTimeField(default=now, editable=False)
    sent_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True, help_text="When it was last heard what became of it")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "event_id", "recipient", "kind"], name="outgoing_once_per_event"
            )
        ]
        indexes = [
            models.Index(fields=["organization", "ticket"], name="outgoing_ticket"),
            models.Index(fields=["organization", "-created_at"], name="outgoing_latest"),
            models.Index(fields=["organization", "recipient", "-created_at"], name="outgoing_recipient"),
            models.Index(fields=["organization", "state", "-created_at"], name="outgoing_state"),
            models.Index(fields=["organization", "header_id"], name="outgoing_header_id"),
            models.Index(fields=["organization", "reply_token"], name="outgoing_reply_token"),
            models.Index(
                fields=["organization", "created_at"],
                name="outgoing_withheld",
                condition=models.Q(state="withheld"),
            ),
            models.Index(
                fields=["organization", "created_at"],
                name="outgoing_unsent",
                condition=models.Q(state__in=["queued", "sending"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient}"
