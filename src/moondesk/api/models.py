"""What the API remembers of requests."""

from django.db import models

from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantModel


class IdempotencyKey(TenantModel):
    """One request with an ``Idempotency-Key`` and what was answered, for as long as it may be asked again."""

    actor_id = models.UUIDField(
        help_text="Whose key it is: member, token or participant; for public requests made of who calls from where"
    )
    key = models.CharField(max_length=255)
    fingerprint = models.BinaryField(help_text="Digest of method, path and body")
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=bytes)
    created_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "actor_id", "key"], name="idempotency_once"),
        ]
        indexes = [models.Index(fields=["organization", "expires_at"], name="idempotency_expires")]

    def __str__(self) -> str:
        return self.key
