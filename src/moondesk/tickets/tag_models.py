"""Tags."""

from django.db import models

from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantForeignKey, TenantModel


class Tag(TenantModel):
    """One tag that tickets of an organization have or had: its name as typed, in small letters, and its colour."""

    name = models.CharField(max_length=40)
    colour = models.CharField(max_length=12, blank=True, default="", help_text="Empty for none")
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="tag_name")]

    def __str__(self) -> str:
        return self.name


class TagMove(TenantModel):
    """One renaming or merging of a tag on all tickets that have it, and how far that is. ``event_id`` says who did."""

    old = models.CharField(max_length=40)
    new = TenantForeignKey(Tag, on_delete=models.CASCADE, related_name="+", db_index=False)
    event_id = models.UUIDField()
    moved = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(default=now, editable=False)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organization", "-started_at"], name="tag_move_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.old} to {self.new_id}"
