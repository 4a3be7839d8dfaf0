"""How customers come to the help pages."""

from django.db import models

from moondesk.contacts.models import Contact
from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantForeignKey, TenantModel


class Portal(TenantModel):
    """One organization's help pages: whether links sign in, and the domain of its own that they are at.

    A domain can wait in several organizations, and is proven in one: the first whose record is in its DNS.
    ``Organization.help_domain`` says the same of one that is in use, where each page and mail reads it.
    """

    sign_in_links = models.BooleanField(default=True, help_text="Whether customers can sign in by a link from a mail")
    domain = models.CharField(max_length=253, blank=True, default="")
    is_used = models.BooleanField(default=False, help_text="Whether links lead to the domain once it is proven")
    proven_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    missing_since = models.DateTimeField(null=True, help_text="Since when the record is not in DNS any more")
    unseen_since = models.DateTimeField(null=True, help_text="Since when it was not seen: not there, or no answer")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization"], name="portal_once"),
            models.UniqueConstraint(
                fields=["domain"], condition=models.Q(proven_at__isnull=False), name="portal_domain_once"
            ),
        ]

    def __str__(self) -> str:
        return self.domain or "portal"


class SignInLink(TenantModel):
    """One link by which a customer signs in, once, and the session that it began. Only its digest is kept."""

    contact = TenantForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(max_length=254, help_text="Where it was sent; it ends when the contact has another")
    digest = models.BinaryField(unique=True)
    language = models.CharField(max_length=10)
    created_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-created_at",)
        indexes = [models.Index(fields=["organization", "email"], name="sign_in_link_email")]

    def __str__(self) -> str:
        return f"{self.email} until {self.expires_at}"
