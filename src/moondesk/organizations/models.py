"""The tenant and its people."""

import secrets

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from moondesk.accounts.models import User
from moondesk.kit.clock import now
from moondesk.kit.ids import new_id
from moondesk.kit.tenancy import TenantForeignKey, TenantModel


def new_mail_key() -> bytes:
    """Return the random key that signs an organization's reply addresses."""
    return secrets.token_bytes(32)


class Organization(models.Model):
    """One tenant. Its row is sealed by its own id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    language = models.CharField(max_length=10, default="en")
    time_zone = models.CharField(max_length=60, default="UTC")
    brand_hue = models.PositiveSmallIntegerField(default=266)
    icon = models.CharField(max_length=30, default="life-buoy")
    number_prefix = models.CharField(max_length=6, default="TKT")
    reopen_days = models.PositiveSmallIntegerField(default=14)
    close_days = models.PositiveSmallIntegerField(default=7)
    undo_seconds = models.PositiveSmallIntegerField(
        default=30, db_default=30, help_text="How long a reply is held before it goes out; 0 sends at once"
    )
    mail_key = models.BinaryField(default=new_mail_key, editable=False)
    is_demo = models.BooleanField(default=False)
    config_version = models.BigIntegerField(default=1, editable=False)
    views_version = models.BigIntegerField(default=1, db_default=1, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)

    def __str__(self) -> str:
        return self.name

    def reopen_days_in(self, department: "Department | None") -> int:
        """Return for how many days after closing an answer reopens a ticket of a department."""
        own = department.reopen_days if department else None
        return int(self.reopen_days if own is None else own)


class Department(TenantModel):
    """One part of an organization; departments form a tree."""

    name = models.CharField(max_length=80)
    parent = TenantForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    icon = models.CharField(max_length=30, default="building-2")
    position = models.PositiveSmallIntegerField(default=0)
    reopen_days = models.PositiveSmallIntegerField(null=True, help_text="Empty for the organization's")
    close_days = models.PositiveSmallIntegerField(null=True, help_text="Empty for the organization's")

    class Meta:
        ordering = ("position", "name")
        constraints = [
            models.UniqueConstraint(
                "organization", "parent", Lower("name"), name="department_name", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Member(TenantModel):
    """One user in one organization, with roles and departments."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    roles = ArrayField(models.CharField(max_length=40), default=list)
    departments: "models.ManyToManyField[Department, MemberDepartment]" = models.ManyToManyField(
        Department, through="MemberDepartment", related_name="members"
    )
    managed_categories = ArrayField(models.UUIDField(), default=list, blank=True)
    managed_types = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    is_active = models.BooleanField(default=True)
    watch_mails = models.CharField(
        max_length=8, default="all", db_default="all", help_text="Of which news on watched tickets mails tell"
    )
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ("name", "id")
        constraints = [models.UniqueConstraint(fields=["organization", "user"], name="member_once")]

    def __str__(self) -> str:
        return self.name


class MemberDepartment(TenantModel):
    """One member's place in one department."""

    member = TenantForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    department = TenantForeignKey(Department, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "member", "department"], name="member_department_once")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.department_id}"


class Invitation(TenantModel):
    """One invitation by mail to become a member. Only the digest of its secret is kept."""

    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=40)
    department = TenantForeignKey(Department, on_delete=models.CASCADE, null=True, related_name="+")
    invited_by = TenantForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    digest = models.BinaryField(unique=True)
    created_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.email


class ApiToken(TenantModel):
    """One bearer token of a member. Only the digest is kept; scopes narrow what the member may do."""

    member = TenantForeignKey(Member, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    digest = models.BinaryField(unique=True)
    scopes = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
