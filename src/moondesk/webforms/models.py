"""Web forms, what waits for its sender to confirm it, and the sites that may use the public API."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from moondesk.fields.models import in_language
from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantForeignKey, TenantModel
from moondesk.organizations.models import Department
from moondesk.tickets.models import Category, Ticket
from moondesk.webforms.rules import NAME_LENGTH


class WebForm(TenantModel):
    """One form by which people write in. Its texts are by language; its key is in its address and never changes."""

    key = models.SlugField(max_length=40)
    name = models.CharField(max_length=NAME_LENGTH)
    titles = models.JSONField(default=dict)
    intros = models.JSONField(default=dict)
    thanks = models.JSONField(default=dict)
    department = TenantForeignKey(Department, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    category = TenantForeignKey(Category, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    asks_category = models.BooleanField(default=True, help_text="Whether the sender chooses, if none is fixed")
    field_keys = ArrayField(
        models.SlugField(max_length=40),
        null=True,
        help_text="Custom fields it asks; null for all those of the category",
    )
    sites = ArrayField(models.CharField(max_length=300), default=list, help_text="Origins whose pages may show it")
    takes_files = models.BooleanField(default=True)
    confirms = models.BooleanField(default=False, help_text="Whether the sender's address is confirmed first")
    asks_proof = models.BooleanField(
        default=False, db_default=False, help_text="Whether the sender's browser works before it sends"
    )
    retired_at = models.DateTimeField(null=True, help_text="Since when it is not shown")
    created_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("name", "id")
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="web_form_key")]

    def __str__(self) -> str:
        return self.name

    def title(self, language: str | None = None) -> str:
        """Return its heading in a language, or nothing."""
        return in_language(self.titles, language)


class UnconfirmedRequest(TenantModel):
    """One message sent with a form that confirms addresses first. It becomes a ticket, or goes."""

    form = TenantForeignKey(WebForm, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120, blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    category = TenantForeignKey(Category, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    field_values = models.JSONField(default=dict)
    file_ids = ArrayField(models.UUIDField(), default=list)
    claim = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10)
    created_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField()
    ticket = TenantForeignKey(Ticket, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        ordering = ("created_at",)
        indexes = [models.Index(fields=["organization", "expires_at"], name="unconfirmed_until")]

    def __str__(self) -> str:
        return f"{self.email} until {self.expires_at}"


class ApiSites(TenantModel):
    """One organization's list of the sites whose pages may use its public API."""

    origins = ArrayField(models.CharField(max_length=300), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization"], name="api_sites_once")]
        verbose_name_plural = "api sites"

    def __str__(self) -> str:
        return ", ".join(self.origins)
