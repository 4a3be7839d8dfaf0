"""Doors for providers that push mail, and what they brought."""

from django.db import models

from moondesk.channels.models.addresses import MailAddress
from moondesk.channels.models.received import ReceivedMail
from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantForeignKey, TenantModel


class MailHook(TenantModel):
    """One door for a provider that takes an organization's mail and pushes it here."""

    provider = models.CharField(max_length=16)
    address = TenantForeignKey(MailAddress, on_delete=models.CASCADE, related_name="+")
    digest = models.BinaryField(unique=True, help_text="Of the secret in its address")
    sealed_key = models.BinaryField(null=True, help_text="What the provider signs with, encrypted")
    created_at = models.DateTimeField(default=now, editable=False)
    last_used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.provider


class HookDelivery(TenantModel):
    """One mail that a provider pushed, known by the provider's own name for it."""

    hook = TenantForeignKey(MailHook, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=255)
    mail = TenantForeignKey(ReceivedMail, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "hook", "name"], name="delivered_once_by_hook")]
        verbose_name_plural = "hook deliveries"

    def __str__(self) -> str:
        return self.name
