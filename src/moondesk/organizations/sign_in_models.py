"""By whom members sign in besides Moondesk: providers of an organization's own, and domains it proved to be its own."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantModel


class ProvenDomain(TenantModel):
    """One domain whose DNS had the organization's own word in it."""

    domain = models.CharField(max_length=253)
    proven_at = models.DateTimeField(default=now)
    checked_at = models.DateTimeField(null=True, help_text="When the record was looked for last")
    missing_since = models.DateTimeField(null=True, help_text="Since when the record is not in DNS any more")
    unseen_since = models.DateTimeField(null=True, help_text="Since when it was not seen: not there, or no answer")

    class Meta:
        db_table = "channels_provendomain"  # where it was first; a table keeps its name
        constraints = [models.UniqueConstraint(fields=["organization", "domain"], name="proven_domain_once")]

    def __str__(self) -> str:
        return self.domain


class IdentityProvider(TenantModel):
    """One OpenID Connect provider of an organization. Who a person is there is known by (this row, ``sub``) only.

    Issuer and client never change, so that nobody's account there becomes another's: a new issuer is a new row.
    """

    name = models.CharField(max_length=80)
    issuer = models.CharField(max_length=500)
    client_id = models.CharField(max_length=200)
    secret = models.BinaryField(help_text="The client's secret, sealed")
    domains = ArrayField(models.CharField(max_length=253), default=list, blank=True)
    default_role = models.CharField(max_length=40, blank=True, help_text="Of who joins by signing in; empty: nobody")
    is_on = models.BooleanField(default=False)
    is_forced = models.BooleanField(default=False, help_text="Whether people of its proven domains come in only by it")
    tested_at = models.DateTimeField(null=True, help_text="When somebody last came back from it well")
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ("created_at", "id")
        constraints = [
            models.UniqueConstraint(fields=["organization", "issuer", "client_id"], name="identity_provider_once")
        ]

    def __str__(self) -> str:
        return self.name
