"""The addresses to which mails do not arrive."""

from django.db import models

from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantModel


class DeadAddress(TenantModel):
    """One address from which mails came back, or whose owner complained. Once stopped, nothing goes there by itself."""

    email = models.EmailField(max_length=254)
    why = models.CharField(max_length=12, help_text="``bounces`` or ``complaint``")
    bounces = models.PositiveSmallIntegerField(default=0, help_text="How many mails came back in a row")
    code = models.CharField(max_length=12, blank=True)
    said = models.CharField(max_length=255, blank=True)
    stopped_at = models.DateTimeField(null=True, help_text="Since when nothing goes there by itself")
    created_at = models.DateTimeField(default=now, editable=False)
    last_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "email"], name="dead_address_once")]
        indexes = [models.Index(fields=["organization", "-last_at"], name="dead_address_latest")]

    def __str__(self) -> str:
        return self.email
