"""Saved views."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantForeignKey, TenantModel
from moondesk.organizations.models import Department, Member


class SavedView(TenantModel):
    """One question for tickets with a name. ``question`` has its filters as they stand in an address."""

    name = models.CharField(max_length=60)
    scope = models.CharField(max_length=12, default="personal")
    owner = TenantForeignKey(Member, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    department = TenantForeignKey(Department, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    question = models.JSONField(default=dict)
    sort = models.CharField(max_length=60, default="-priority")
    layout = models.CharField(max_length=12, default="list")
    columns = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    grouping = models.CharField(max_length=20, blank=True, default="")
    pinned = models.BooleanField(default=True, help_text="Whether it stands in the rail of all who chose nothing else")
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(default=now)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("position", "id")
        indexes = [
            models.Index(fields=["organization", "position"], name="view_order", condition=models.Q(deleted_at=None))
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scope="personal", owner__isnull=False)
                | models.Q(scope="department", department__isnull=False)
                | models.Q(scope="organization"),
                name="view_scope_fits",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ListLook(TenantModel):
    """One member's way to look at lists: the columns of tables, their widths, and how close rows stand."""

    member = TenantForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    columns = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    widths = models.JSONField(default=dict, help_text="Pixels by column")
    density = models.CharField(max_length=8, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "member"], name="list_look_once")]

    def __str__(self) -> str:
        return f"of {self.member_id}"


class OwnPlaces(TenantModel):
    """One member's own order of views, and which of them stand in their rail other than for most."""

    member = TenantForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    order = ArrayField(models.UUIDField(), default=list, blank=True)
    pinned = ArrayField(models.UUIDField(), default=list, blank=True)
    unpinned = ArrayField(models.UUIDField(), default=list, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "member"], name="own_places_once")]
        verbose_name_plural = "own places"

    def __str__(self) -> str:
        return f"of {self.member_id}"
