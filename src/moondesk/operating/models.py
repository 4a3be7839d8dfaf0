"""What the operator sees of each organization: figures that are kept, and no words."""

from django.db import models

from moondesk.kit.clock import now
from moondesk.kit.ids import new_id


class Standing(models.Model):
    """One organization on one day: how much it has. The latest day is how it stands."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField()
    day = models.DateField()
    slug = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    is_demo = models.BooleanField(default=False)
    founded_at = models.DateTimeField()
    suspended_at = models.DateTimeField(null=True)
    deletion_due_at = models.DateTimeField(null=True)
    members = models.PositiveIntegerField(default=0)
    tickets = models.PositiveIntegerField(default=0)
    open_tickets = models.PositiveIntegerField(default=0)
    bytes = models.BigIntegerField(default=0)
    active_at = models.DateTimeField(null=True, help_text="When anything last happened in it")
    counted_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization_id", "day"], name="standing_once_a_day")]
        indexes = [models.Index(fields=["day"], name="standing_day")]

    def __str__(self) -> str:
        return f"{self.slug} {self.day}"
