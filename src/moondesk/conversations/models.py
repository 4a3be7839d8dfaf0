"""Messages."""

from django.db import models

from moondesk.contacts.models import Contact
from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantForeignKey, TenantModel
from moondesk.organizations.models import Member
from moondesk.tickets.models import Ticket


class Message(TenantModel):
    """One entry of a ticket's conversation. ``body`` is markdown; ``html`` is what it became, already sanitised."""

    ticket = TenantForeignKey(Ticket, on_delete=models.CASCADE, related_name="messages", db_index=False)
    kind = models.CharField(max_length=8)
    author_kind = models.CharField(max_length=10)
    author_member = TenantForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    author_contact = TenantForeignKey(Contact, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    author_name = models.CharField(max_length=254)
    channel = models.CharField(max_length=10)
    body = models.TextField()
    html = models.TextField()
    created_at = models.DateTimeField(default=now, editable=False)
    held_until = models.DateTimeField(
        null=True, help_text="Until then, and until it is released, no customer sees it and it can be undone"
    )

    class Meta:
        ordering = ("id",)
        indexes = [
            models.Index(fields=["organization", "ticket", "id"], name="message_ticket"),
            models.Index(
                fields=["organization", "held_until"],
                name="message_held",
                condition=models.Q(held_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
