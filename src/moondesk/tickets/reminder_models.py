"""Reminders of members."""

from django.db import models

from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantForeignKey, TenantModel
from moondesk.organizations.models import Member
from moondesk.tickets.models import Ticket


class Reminder(TenantModel):
    """One moment at which a member wants to think of a ticket, and why. It tells of itself once."""

    ticket = TenantForeignKey(Ticket, on_delete=models.CASCADE, related_name="reminders", db_index=False)
    member = TenantForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organization", "ticket", "at"], name="reminder_ticket"),
            models.Index(fields=["organization", "at"], name="reminder_due", condition=models.Q(told_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} at {self.at}"
