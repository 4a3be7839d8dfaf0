"""The tenant and its people."""

import secrets
import uuid

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
    logo_mark = models.CharField(max_length=16, blank=True, default="", db_default="", editable=False)
    number_prefix = models.CharField(max_length=6, default="TKT")
    reopen_days = models.PositiveSmallIntegerField(default=14)
    close_days = models.PositiveSmallIntegerField(default=7)
    undo_seconds = models.PositiveSmallIntegerField(
        default=30, db_default=30, help_text="How long a reply is held before it goes out; 0 sends at once"
    )
    mail_key = models.BinaryField(default=new_mail_key, editable=False)
    is_demo = models.BooleanField(default=False)
    suspended_at = models.DateTimeField(null=True, editable=False, help_text="Since when the operator keeps it closed")
    deletion_due_at = models.DateTimeField(
        null=True, editable=False, help_text="When it is removed, if its owners asked for that; until then it is closed"
    )
    removal_began_at = models.DateTimeField(
        null=True, editable=False, help_text="Since when its rows are being removed: from then on nobody keeps it"
    )
    config_version = models.BigIntegerField(default=1, editable=False)
    views_version = models.BigIntegerField(default=1, db_default=1, editable=False)
    forced_sign_in = ArrayField(
        models.CharField(max_length=300),
        default=list,
        db_default=[],
        editable=False,
        help_text="Of each domain by which provider alone its people come in: domain=provider",
    )
    second_factor_roles = ArrayField(
        models.CharField(max_length=40),
        default=list,
        db_default=[],
        editable=False,
        help_text="Whose members come in with a second factor only; * for everybody",
    )
    second_factor_days = models.PositiveSmallIntegerField(
        default=0, db_default=0, editable=False, help_text="How long those who have none may take to set one up"
    )
    second_factor_since = models.DateTimeField(null=True, editable=False, help_text="From when these days count")
    features_off = ArrayField(
        models.CharField(max_length=40),
        default=list,
        db_default=[],
        editable=False,
        help_text="Which features the operator switched off",
    )
    help_domain = models.CharField(
        max_length=253,
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text="The proven domain that links to the help pages lead to; empty for the installation's own",
    )
    created_at = models.DateTimeField(default=now, editable=False)

    def __str__(self) -> str:
        return self.name

    @property
    def is_closed(self) -> bool:
        """Say whether nobody comes in: the operator closed it, or its owners delete it."""
        return self.suspended_at is not None or self.deletion_due_at is not None

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
    role_rules = ArrayField(
        models.TextField(), default=list, db_default=[], editable=False, help_text="What their custom roles come to"
    )
    departments: "models.ManyToManyField[Department, MemberDepartment]" = models.ManyToManyField(
        Department, through="MemberDepartment", related_name="members"
    )
    managed_categories = ArrayField(models.UUIDField(), default=list, blank=True)
    managed_types = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    is_active = models.BooleanField(default=True)
    watch_mails = models.CharField(
        max_length=8, default="all", db_default="all", help_text="Of which news on watched tickets mails tell"
    )
    mails_off = ArrayField(
        models.CharField(max_length=20), default=list, db_default=[], help_text="Kinds of mail that they do not want"
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
    name = models.CharField(max_length=120, blank=True, default="", db_default="")
    role = models.CharField(max_length=40)
    department = TenantForeignKey(Department, on_delete=models.CASCADE, null=True, related_name="+")
    """The one place of invitations from before there could be several; not written any more."""
    departments = ArrayField(models.UUIDField(), default=list, db_default=[], blank=True)
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

    @property
    def places(self) -> list[uuid.UUID]:
        """The departments that the invited will work in; one may be gone since."""
        return [*self.departments, *([self.department_id] if self.department_id else [])]


class ApiToken(TenantModel):
    """One bearer token of a member, whom its scopes narrow, or of the organization, which may do just what they say.

    Only the digest is kept.
    """

    member = TenantForeignKey(Member, on_delete=models.CASCADE, null=True, related_name="tokens")
    """Whose it is; None for the organization's own, which outlive whoever made them."""
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    digest = models.BinaryField(unique=True)
    scopes = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)
    networks = ArrayField(
        models.CharField(max_length=43), default=list, db_default=[], help_text="From where it works; none: anywhere"
    )
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    last_used_from = models.GenericIPAddressField(null=True)
    warned_days = models.PositiveSmallIntegerField(
        null=True, editable=False, help_text="How many days before its end somebody was last told of it"
    )
    revoked_at = models.DateTimeField(null=True)
    made_by = models.UUIDField(null=True, editable=False, help_text="The token that made it, with which it ends")

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


from moondesk.organizations import feature_models, role_models, sign_in_models, transfer_models  # noqa: E402, F401 - they point here
