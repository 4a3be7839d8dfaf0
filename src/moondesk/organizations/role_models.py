"""The roles that an organization made itself."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantModel


class CustomRole(TenantModel):
    """One role of an organization: what it inherits, and what it adds to that and removes from it.

    ``inherits`` is the key of a built-in role or of another of these. What the role comes to stands with each member
    who has it (``Member.role_rules``), so that nobody who asks for a member's rights reads this table.
    """

    key = models.SlugField(max_length=40)
    name = models.CharField(max_length=60)
    description = models.CharField(max_length=200, blank=True)
    inherits = models.CharField(max_length=40)
    adds = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    removes = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.UniqueConstraint(fields=["organization", "key"], name="custom_role_key"),
            models.UniqueConstraint("organization", Lower("name"), name="custom_role_name"),
        ]

    def __str__(self) -> str:
        return self.name
