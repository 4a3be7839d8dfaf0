"""The event log, which is also the outbox of everything that happens after a commit."""

from django.db import models

from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantModel


class Event(TenantModel):
    """One thing that happened, who did it, through which door, and what caused it."""

    name = models.CharField(max_length=60)
    subject_id = models.UUIDField(help_text="The row it happened to, a ticket's id for all that shows in its timeline")
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    actor_label = models.CharField(max_length=254)
    door = models.CharField(max_length=10)
    data = models.JSONField(default=dict)
    caused_by = models.UUIDField(null=True)
    depth = models.PositiveSmallIntegerField(default=0)
    operation = models.UUIDField(null=True, help_text="What was done at once shares this, and is undone together")
    reverts = models.UUIDField(null=True, help_text="The earlier event that this one takes back")
    address = models.GenericIPAddressField(null=True, help_text="Where the request came from; kept if it is audited")
    client = models.CharField(
        max_length=120, blank=True, default="", db_default="", help_text="What the browser or program called itself"
    )
    created_at = models.DateTimeField(default=now, editable=False)
    dispatched_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organization", "subject_id", "id"], name="events_by_subject"),
            models.Index(fields=["id"], condition=models.Q(dispatched_at=None), name="events_pending"),
            models.Index(
                fields=["organization", "actor_id", "-id"],
                condition=models.Q(actor_id__isnull=False),
                name="events_by_actor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.subject_id}"
