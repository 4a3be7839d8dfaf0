"""The ways by which mail leaves."""

from django.db import models

from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantModel


class WayOut(TenantModel):
    """One account by which an organization sends: at a mail server, or with a provider.

    ``sealed`` is its password or key, encrypted (``kit.sealing``). Addresses that have no way use the installation's.
    """

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12)
    host = models.CharField(max_length=253, blank=True)
    port = models.PositiveIntegerField(null=True)
    security = models.CharField(max_length=8, blank=True)
    username = models.CharField(max_length=254, blank=True)
    domain = models.CharField(max_length=253, blank=True, help_text="The sending domain, where a provider asks for it")
    region = models.CharField(max_length=4, blank=True)
    sealed = models.BinaryField(null=True)
    has_return_path = models.BooleanField(
        default=True, help_text="Whether what comes back goes to an address of the mail's own"
    )
    is_active = models.BooleanField(default=True, help_text="While it is not, its mails wait")
    problem = models.CharField(max_length=255, blank=True, help_text="What went wrong last; empty once a mail went out")
    problem_at = models.DateTimeField(null=True)
    test_id = models.UUIDField(null=True, help_text="The mail of the last test")
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name
