"""What the audit log needs beside the events, and what belongs to no organization."""

from django.db import models

from moondesk.audit.rules import KEPT_DAYS, LEAST_DAYS
from moondesk.kit.clock import now
from moondesk.kit.ids import new_id
from moondesk.kit.tenancy import TenantForeignKey, TenantModel
from moondesk.organizations.models import Member


class Retention(TenantModel):
    """One organization's choice of how long its audit log is kept; without a row it is two years."""

    days = models.PositiveSmallIntegerField(default=KEPT_DAYS)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization"], name="audit_retention_once"),
            models.CheckConstraint(condition=models.Q(days__gte=LEAST_DAYS), name="audit_retention_long_enough"),
        ]

    def __str__(self) -> str:
        return f"{self.days} days"


class InstallationEntry(models.Model):
    """One thing that happened to the installation and to no organization of its own. Only its operator sees it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    actor_label = models.CharField(max_length=254)
    door = models.CharField(max_length=10)
    address = models.GenericIPAddressField(null=True)
    client = models.CharField(max_length=120, blank=True)
    subject_id = models.UUIDField(null=True, help_text="The user or organization, if there is one")
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["created_at", "id"], name="audit_entry_latest")]

    def __str__(self) -> str:
        return f"{self.name} {self.actor_label}"


class Viewing(TenantModel):
    """One time in which somebody looks at the desk as another does: an administrator as a member, or the operator."""

    viewer = TenantForeignKey(Member, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    operator_id = models.UUIDField(null=True, help_text="The operator's user, where no member looks")
    viewer_label = models.CharField(max_length=254)
    member = TenantForeignKey(Member, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    reason = models.CharField(max_length=300)
    began_at = models.DateTimeField(default=now, editable=False)
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organization", "ends_at"], condition=models.Q(ended_at=None), name="viewing_open")
        ]

    def __str__(self) -> str:
        return f"{self.viewer_label} as {self.member_id or 'operator'}"
