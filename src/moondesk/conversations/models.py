"""Messages."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from moondesk.contacts.models import Contact
from moondesk.files.models import File
from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantForeignKey, TenantModel
from moondesk.organizations.models import Member
from moondesk.tickets.models import Ticket


class Message(TenantModel):
    """One entry of a ticket's conversation. ``body`` is markdown; ``html`` is what it became, already sanitised."""

    ticket = TenantForeignKey(Ticket, on_delete=models.CASCADE, related_name="messages", db_index=False)
    kind = models.CharField(max_length=8)
    author_kind = models.CharField(max_length=10)
    author_member = TenantForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    author_contact = TenantForeignKey(Contact, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    author_name = models.CharField(max_length=254)
    channel = models.CharField(max_length=10)
    body = models.TextField()
    html = models.TextField()
    created_at = models.DateTimeField(default=now, editable=False)
    held_until = models.DateTimeField(
        null=True, help_text="Until then, and until it is released, no customer sees it and it can be undone"
    )
    recipients = models.JSONField(
        null=True, help_text="Who gets a reply by mail, and who was left out, with their names"
    )
    version = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="How often it was edited, deleted or restored"
    )
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True, help_text="Since then its text is with its versions and nowhere else")
    deleted_by = models.CharField(max_length=254, default="", db_default="")
    reply_to = TenantForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        related_name="answers",
        db_index=False,
        help_text="What it answers",
    )
    depth = models.PositiveSmallIntegerField(default=0, db_default=0, help_text="How deep it stands below others")
    quotes = models.BooleanField(
        default=False, db_default=False, help_text="Its mail quotes more below, which is kept beside it"
    )
    votes_up = models.PositiveSmallIntegerField(default=0, db_default=0)
    votes_down = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        ordering = ("id",)
        indexes = [
            models.Index(fields=["organization", "ticket", "id"], name="message_ticket"),
            models.Index(
                fields=["organization", "held_until"],
                name="message_held",
                condition=models.Q(held_until__isnull=False),
            ),
            models.Index(
                fields=["organization", "reply_to"],
                name="message_answers",
                condition=models.Q(reply_to__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Mention(TenantModel):
    """One member who is named in one message, or whose department is; ``label`` is the name as it was written."""

    message = TenantForeignKey(Message, on_delete=models.CASCADE, related_name="mentions", db_index=False)
    member = TenantForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    label = models.CharField(max_length=120)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "message", "member"], name="mention_once")]
        indexes = [models.Index(fields=["organization", "member", "-id"], name="mention_latest")]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.message_id}"


class MessageVersion(TenantModel):
    """One thing that was done to a message: edited, deleted or restored, by whom, and what it said before."""

    message = TenantForeignKey(Message, on_delete=models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveSmallIntegerField(help_text="The message's version before it")
    change = models.CharField(max_length=8)
    body = models.TextField()
    member = TenantForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    name = models.CharField(max_length=254)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ("message_id", "number")
        constraints = [
            models.UniqueConstraint(fields=["organization", "message", "number"], name="message_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.number} {self.change}"


class MessageVote(TenantModel):
    """One vote on a message, by a member or by a customer; the message counts them."""

    message = TenantForeignKey(Message, on_delete=models.CASCADE, related_name="votes", db_index=False)
    member = TenantForeignKey(Member, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    contact = TenantForeignKey(Contact, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    is_up = models.BooleanField()
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("message_id", "created_at", "id")
        constraints = [
            models.UniqueConstraint(fields=["organization", "message", "member"], name="message_vote_member"),
            models.UniqueConstraint(fields=["organization", "message", "contact"], name="message_vote_contact"),
            models.CheckConstraint(
                condition=models.Q(member__isnull=True) ^ models.Q(contact__isnull=True), name="message_vote_of_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{'up' if self.is_up else 'down'} {self.message_id}"


class Attachment(TenantModel):
    """One file on a message. ``file`` is its first version, ``current`` the one that is shown."""

    message = TenantForeignKey(Message, on_delete=models.CASCADE, related_name="attachments", db_index=False)
    file = TenantForeignKey(File, on_delete=models.CASCADE, related_name="+", db_index=False)
    current = TenantForeignKey(File, on_delete=models.CASCADE, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("message_id", "position", "id")
        indexes = [
            models.Index(fields=["organization", "message", "position"], name="attachment_message"),
            models.Index(fields=["organization", "current"], name="attachment_current"),
        ]
        constraints = [models.UniqueConstraint(fields=["organization", "file"], name="attachment_file_once")]

    def __str__(self) -> str:
        return f"{self.file_id} on {self.message_id}"


class Draft(TenantModel):
    """One text that a member is writing on a ticket and has not sent; nobody else sees it."""

    ticket = TenantForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    member = TenantForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=8)
    body = models.TextField()
    file_ids = ArrayField(models.UUIDField(), default=list, db_default=[], help_text="The writer's unsent uploads")
    updated_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "member", "ticket", "kind"], name="draft_once"),
        ]
        indexes = [
            models.Index(fields=["organization", "member", "-updated_at"], name="draft_latest"),
            models.Index(fields=["organization", "ticket"], name="draft_ticket"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.member_id}"
