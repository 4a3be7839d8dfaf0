"""Offers to hand an organization on: made by an owner, taken by a member, or ended otherwise."""

from django.db import models

from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantForeignKey, TenantModel
from moondesk.organizations.models import Member


class OwnershipOffer(TenantModel):
    """One offer of an owner to make a member owner in their place. At most one is open at a time."""

    offered_by = TenantForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    offered_to = TenantForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    keeps = models.CharField(max_length=40, blank=True, help_text="The role that the owner keeps; empty: they leave")
    offered_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=12, blank=True, help_text="How it ended; empty while it is open")

    class Meta:
        ordering = ("-offered_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["organization"], condition=models.Q(ended_at=None), name="ownership_offer_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.offered_by_id} to {self.offered_to_id}"
