"""Contacts and companies."""

from django.db import models
from django.db.models.functions import Lower, Right

from moondesk.accounts.models import User
from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantForeignKey, TenantModel

SAME_DIGITS = 7
"""How many last digits the index keeps: by them a number is found that was written in any way."""
DIGITS = models.Func(
    models.F("phone"),
    models.Value(r"\D"),
    models.Value(""),
    models.Value("g"),
    function="regexp_replace",
    output_field=models.CharField(),
)
"""SQL: a telephone number without all that is no digit (``phones.callers``)."""


class Company(TenantModel):
    """One employer of contacts."""

    name = models.CharField(max_length=120)
    domain = models.CharField(max_length=253, blank=True)

    class Meta:
        ordering = ("name",)
        constraints = [models.UniqueConstraint("organization", Lower("name"), name="company_name")]

    def __str__(self) -> str:
        return self.name


class Contact(TenantModel):
    """One person who writes in; may have a user to sign in to the portal."""

    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(max_length=254, null=True, blank=True)  # noqa: DJ001 - many may have none
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=10, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    company = TenantForeignKey(Company, on_delete=models.SET_NULL, null=True, blank=True, related_name="contacts")
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    email_verified_at = models.DateTimeField(null=True)
    mail_trouble = models.CharField(
        max_length=12, blank=True, default="", db_default="", help_text="Why nothing is mailed to them by itself"
    )
    surveys_off = models.BooleanField(
        default=False, db_default=False, help_text="They do not want to be asked whether an answer helped"
    )
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.UniqueConstraint(fields=["organization", "email"], name="contact_email"),
            models.UniqueConstraint(fields=["organization", "user"], name="contact_user"),
        ]
        indexes = [
            models.Index(
                "organization", Right(DIGITS, SAME_DIGITS), name="contact_phone", condition=~models.Q(phone="")
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """Return the name, or what stands for it."""
        return self.name or self.email or self.phone or "?"
