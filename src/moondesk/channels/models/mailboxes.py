"""Mailboxes elsewhere that Moondesk reads, and what it took from them."""

from django.db import models

from moondesk.channels.models.addresses import MailAddress
from moondesk.channels.models.received import ReceivedMail
from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantForeignKey, TenantModel


class Mailbox(TenantModel):
    """One mailbox on a server elsewhere, read by IMAP: how to get in, what becomes of its mails, how far it is read.

    ``last_uid`` is how far new mail is read; mail of the past is read from ``past_uid`` up to ``past_until``.
    """

    address = TenantForeignKey(MailAddress, on_delete=models.CASCADE, related_name="+")
    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField(default=993)
    security = models.CharField(max_length=8, default="tls")
    username = models.CharField(max_length=254)
    sign_in = models.CharField(max_length=8, default="password")
    sealed_secret = models.BinaryField(help_text="The password, or the refresh token, encrypted")
    client_id = models.CharField(max_length=254, blank=True)
    sealed_client_secret = models.BinaryField(null=True)
    token_url = models.CharField(max_length=500, blank=True)
    folder = models.CharField(max_length=200, default="INBOX")
    after = models.CharField(max_length=8, default="seen", help_text="What is done with a mail there once it is here")
    move_to = models.CharField(max_length=200, blank=True)
    delete_days = models.PositiveSmallIntegerField(default=0)
    past = models.CharField(max_length=8, default="leave", help_text="What becomes of mail from before")
    is_paused = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1, help_text="Grows when somebody changes how it is read")
    created_at = models.DateTimeField(default=now, editable=False)
    uidvalidity = models.BigIntegerField(null=True)
    last_uid = models.BigIntegerField(default=0)
    past_uid = models.BigIntegerField(default=0)
    past_until = models.BigIntegerField(default=0)
    stuck_tries = models.PositiveSmallIntegerField(default=0, help_text="How often the next mail could not be fetched")
    trouble = models.CharField(max_length=12, blank=True)
    failures = models.PositiveIntegerField(default=0)
    last_success_at = models.DateTimeField(null=True)
    last_failure_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "host", "username", "folder"], name="mailbox_once_per_organization"
            )
        ]
        verbose_name_plural = "mailboxes"

    def __str__(self) -> str:
        return f"{self.username} on {self.host}"


class FetchedMail(TenantModel):
    """One mail of a mailbox, known by its number there, and whether what shall be done with it there is done."""

    mailbox = TenantForeignKey(Mailbox, on_delete=models.CASCADE, related_name="+", db_index=False)
    uidvalidity = models.BigIntegerField()
    uid = models.BigIntegerField()
    mail = TenantForeignKey(ReceivedMail, on_delete=models.SET_NULL, null=True, related_name="+")
    note = models.CharField(max_length=12, default="kept")
    content_hash = models.BinaryField(null=True)
    size = models.BigIntegerField(default=0)
    fetched_at = models.DateTimeField(default=now, editable=False)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "mailbox", "uidvalidity", "uid"], name="fetched_once_from_mailbox"
            )
        ]
        indexes = [
            models.Index(
                fields=["organization", "mailbox", "uid"],
                name="fetched_unfinished",
                condition=models.Q(finished_at=None),
            ),
            models.Index(fields=["organization", "mailbox", "content_hash"], name="fetched_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.uid} {self.note}"
