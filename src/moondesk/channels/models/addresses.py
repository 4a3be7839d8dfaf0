"""The addresses at which an organization receives mail."""

from django.db import models

from moondesk.channels.models.ways import WayOut
from moondesk.kit.tenancy import TenantForeignKey, TenantModel
from moondesk.organizations.models import Department


class MailAddress(TenantModel):
    """One address at which an organization receives mail and from which it answers."""

    address = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120, blank=True)
    department = TenantForeignKey(Department, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    way_out = TenantForeignKey(
        WayOut,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="By which way its mail leaves; empty for that of the installation",
    )
    is_default = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    signature = models.TextField(blank=True, db_default="", default="", help_text="Markdown below replies from here")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization"], condition=models.Q(is_default=True), name="mail_address_default"
            )
        ]
        verbose_name_plural = "mail addresses"

    def __str__(self) -> str:
        return self.address
