"""Tickets that belong together: merges and links. Neither moves anything of a ticket (docs/decisions/merge.md)."""

from django.db import models

from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantForeignKey, TenantModel
from moondesk.tickets.joining import LinkKind
from moondesk.tickets.models import Ticket


class Merge(TenantModel):
    """One ticket's being merged into another, from when until when."""

    ticket = TenantForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    into = TenantForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    merged_by = models.CharField(max_length=254)
    merged_at = models.DateTimeField(default=now, editable=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "ticket"], condition=models.Q(ended_at=None), name="merge_once"
            ),
            models.CheckConstraint(condition=~models.Q(ticket=models.F("into")), name="merge_into_another"),
        ]
        indexes = [models.Index(fields=["organization", "into"], name="merge_into")]

    def __str__(self) -> str:
        return f"{self.ticket_id} into {self.into_id}"


class TicketLink(TenantModel):
    """One link between two tickets; ``kind`` says what the first is to the second."""

    kind = models.CharField(max_length=12, choices=[(kind.value, kind.name) for kind in LinkKind])
    first = TenantForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    second = TenantForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    made_by = models.CharField(max_length=254)
    made_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "first", "second", "kind"], name="ticket_link_once"),
            models.CheckConstraint(condition=~models.Q(first=models.F("second")), name="ticket_link_to_another"),
        ]
        indexes = [models.Index(fields=["organization", "second"], name="ticket_link_second")]

    def __str__(self) -> str:
        return f"{self.first_id} {self.kind} {self.second_id}"
