"""What members were told of, what they muted, and what they do not want to be told."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantForeignKey, TenantModel
from moondesk.organizations.models import Member
from moondesk.tickets.models import Ticket


class Notification(TenantModel):
    """One matter that concerns a member. While it is unread, more of the same only raises its count.

    It has no words of the ticket: these are read when it is shown, by one who may see the ticket then.
    """

    member = TenantForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    ticket = TenantForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False, null=True)
    subject_id = models.UUIDField(null=True, help_text="Without a ticket: a mailbox, or the organization of the mails")
    kind = models.CharField(max_length=12)
    actor_label = models.CharField(max_length=254, help_text="Who did it last, or the mailbox")
    message_id = models.UUIDField(null=True, help_text="The first unread message, or the reminder")
    bulk = models.UUIDField(null=True, help_text="The change of many tickets it tells of; ``ticket`` is the first")
    internal = models.BooleanField(default=False, help_text="Something of it is for the team only")
    count = models.PositiveSmallIntegerField(default=1)
    events = ArrayField(models.UUIDField(), help_text="The last events that were counted, so that none is twice")
    created_at = models.DateTimeField(default=now, editable=False)
    at = models.DateTimeField(default=now, help_text="When it was last added to")
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "member", "ticket", "kind"],
                condition=models.Q(read_at=None, bulk=None),
                name="notification_once",
            ),
            models.UniqueConstraint(
                fields=["organization", "member", "bulk", "kind"],
                condition=models.Q(read_at=None, bulk__isnull=False),
                name="notification_bundle",
            ),
            models.UniqueConstraint(
                fields=["organization", "member", "subject_id", "kind"],
                condition=models.Q(read_at=None, subject_id__isnull=False),
                name="notification_of_mail",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "member", "-at", "-id"], name="notification_latest"),
            models.Index(fields=["organization", "ticket"], name="notification_ticket"),
            models.Index(fields=["organization", "at"], name="notification_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} x {self.count}"


class MutedTicket(TenantModel):
    """One ticket of which a member does not want to hear what goes on in it."""

    member = TenantForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    ticket = TenantForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "member", "ticket"], name="muted_once")]
        indexes = [models.Index(fields=["organization", "ticket"], name="muted_ticket")]

    def __str__(self) -> str:
        return f"{self.ticket_id} for {self.member_id}"


class NotificationChoice(TenantModel):
    """One member's choice of the kinds that the desk shall not tell them of; without a row they hear of all."""

    member = TenantForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    off = ArrayField(models.CharField(max_length=12), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "member"], name="notification_choice_once")]

    def __str__(self) -> str:
        return ", ".join(self.off)
