"""Mails as they were sent, beside what the conversation has of them, and pictures fetched for them."""

from django.db import models

from moondesk.conversations.models import Message
from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantForeignKey, TenantModel


class MailPage(TenantModel):
    """One mail as its sender saw it: safe HTML whose pictures are numbers, or the whole text.

    ``quoted`` is what an answer quotes, as text, with its signature.
    ``pictures`` says what each number is: ``{"file": id}`` in the same mail, or ``{"url": address}`` elsewhere.
    """

    message = TenantForeignKey(Message, on_delete=models.CASCADE, related_name="+", db_index=False)
    html = models.TextField(blank=True)
    text = models.TextField(blank=True)
    quoted = models.TextField(blank=True, db_default="", default="", help_text="What the message leaves out below")
    pictures = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "message"], name="mail_page_of_message")]

    def __str__(self) -> str:
        return f"page of {self.message_id}"


class MailPicture(TenantModel):
    """One picture that was fetched from elsewhere and drawn anew, kept for some days; empty for one that is none."""

    address_hash = models.BinaryField()
    content = models.BinaryField()
    fetched_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "address_hash"], name="mail_picture_once")]
        indexes = [models.Index(fields=["organization", "fetched_at"], name="mail_picture_fetched")]

    def __str__(self) -> str:
        return f"picture of {self.fetched_at}"
