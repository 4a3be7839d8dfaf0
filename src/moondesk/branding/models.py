"""The logo of an organization and the words of its help pages."""

from django.db import models

from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantModel


class Branding(TenantModel):
    """One organization's look beside its colour, which is ``Organization.brand_hue``.

    ``logo`` is a PNG that we drew ourselves from what was uploaded; ``Organization.logo_mark`` is its digest.
    """

    logo = models.BinaryField(null=True)
    texts = models.JSONField(default=dict, help_text="By language: the heading and the welcome of the help pages")
    links = models.JSONField(default=list, help_text="Links at the foot: an address, and a label by language")
    updated_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization"], name="branding_once")]

    def __str__(self) -> str:
        return "branding"
