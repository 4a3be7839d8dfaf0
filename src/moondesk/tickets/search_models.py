"""The words of tickets, for search."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantForeignKey, TenantModel
from moondesk.tickets.models import Ticket


class TicketWords(TenantModel):
    """One ticket's words, each with who may find it by them (``tickets.search_text``). ``search`` has them written."""

    ticket = TenantForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    words = SearchVectorField()
    names = models.TextField(help_text="Subject and requester, folded, for what is misspelt")
    indexed_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name_plural = "words of tickets"
        constraints = [models.UniqueConstraint(fields=["organization", "ticket"], name="ticket_words_once")]
        indexes = [
            GinIndex(fields=["organization", "words"], name="ticket_words"),
            GinIndex("organization_id", OpClass("names", "gin_trgm_ops"), name="ticket_words_names"),
        ]

    def __str__(self) -> str:
        return f"words of {self.ticket_id}"
