"""Macros."""

from django.db import models

from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantForeignKey, TenantModel
from moondesk.macros.rules import MacroScope
from moondesk.organizations.models import Department, Member
from moondesk.tickets.models import Category


class Macro(TenantModel):
    """One thing that is written or done again and again. ``bodies`` has its text by language, ``changes`` the rest."""

    name = models.CharField(max_length=80)
    category = models.CharField(max_length=60, blank=True, default="")
    shortcut = models.CharField(max_length=30, blank=True, default="")
    scope = models.CharField(max_length=12, default=MacroScope.PERSONAL)
    owner = TenantForeignKey(Member, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    department = TenantForeignKey(Department, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, default="reply")
    bodies = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("category", "name", "id")
        indexes = [
            models.Index(fields=["organization", "scope", "category", "name"], name="macro_scope"),
            models.Index(fields=["organization", "owner"], name="macro_owner"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scope="personal", owner__isnull=False)
                | models.Q(scope="department", department__isnull=False)
                | models.Q(scope="organization"),
                name="macro_scope_fits",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def only_writes(self) -> bool:
        """Say whether it is a canned response."""
        return not self.changes


class TicketTemplate(TenantModel):
    """One way in which new tickets begin. Its texts are by language; all else may be empty."""

    names = models.JSONField(default=dict)
    subjects = models.JSONField(default=dict)
    bodies = models.JSONField(default=dict)
    type = models.CharField(max_length=12, blank=True, default="")
    category = TenantForeignKey(Category, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    department = TenantForeignKey(Department, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    priority = models.PositiveSmallIntegerField(null=True)
    tags = models.JSONField(default=list)
    field_values = models.JSONField(default=dict)
    in_form = models.BooleanField(default=False, help_text="Whether customers are offered it in the public form")
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, help_text="Since when no new ticket begins with it")
    created_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("position", "id")
        indexes = [models.Index(fields=["organization", "position"], name="ticket_template_order")]

    def __str__(self) -> str:
        return next(iter(self.names.values()), "")
