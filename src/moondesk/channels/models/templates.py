"""The words of mails that an organization wrote itself."""

from django.db import models

from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantForeignKey, TenantModel
from moondesk.tickets.models import Category


class MailTemplate(TenantModel):
    """One kind of mail in one language, in the organization's words; confirmations also for one category."""

    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    category = TenantForeignKey(
        Category,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        db_index=False,
        help_text="Of confirmations: for tickets of this category only",
    )
    subject = models.CharField(max_length=200)
    heading = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    updated_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind", "language", "category"],
                name="mail_template_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} in {self.language}"
