"""How far the building of search is."""

from django.db import models

from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantModel


class SearchBuild(TenantModel):
    """One organization's search being built from all its tickets, the newest first, and how far that is."""

    before = models.UUIDField(null=True, help_text="Tickets from this one on are done; empty at the start")
    prefix = models.CharField(
        max_length=6, blank=True, default="", db_default="", help_text="Of the numbers that were written; empty: any"
    )
    built = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(default=now, editable=False)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization"], name="search_build_once")]

    def __str__(self) -> str:
        return f"{self.built} built"
