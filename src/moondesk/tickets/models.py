"""Tickets, their statuses and categories, and the kept counts."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.utils.translation import get_language

from moondesk.contacts.models import Contact
from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantForeignKey, TenantModel
from moondesk.organizations.models import Department, Member
from moondesk.tickets.rules import DONE_STAGES, Channel, Priority, Stage, TicketType
from moondesk.tickets.workflow import STAGE_COLOURS

ACTIVE = models.Q(stage__in=["open", "in_progress", "waiting"], deleted_at=None)
LITTLE = 128
"""Kilobytes that an index may leave for later: whoever asks it reads them all."""


def in_language(labels: dict[str, Any], language: str | None = None) -> str:
    """Return the label in a language (the active one unless told), or in the first there is."""
    wanted = (language or get_language() or "en").partition("-")[0]
    return str(labels.get(wanted) or labels.get("en") or next(iter(labels.values()), ""))


class Status(TenantModel):
    """One step of an organization's workflow. Its stage never changes meaning."""

    key = models.SlugField(max_length=40)
    stage = models.CharField(max_length=12, choices=[(stage.value, stage.name) for stage in Stage])
    labels = models.JSONField(default=dict)
    customer_labels = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)
    is_default = models.BooleanField(default=False, help_text="The status a ticket takes when it enters the stage")
    needs_note = models.BooleanField(default=False)
    colour = models.CharField(
        max_length=12, blank=True, default="", db_default="", help_text="Empty for the colour of its stage"
    )
    waits_for = models.CharField(
        max_length=12, blank=True, default="", db_default="", help_text="Whom a waiting ticket waits for"
    )
    wip_limit = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How many tickets a board says it should hold; more are told, not refused"
    )
    retired_at = models.DateTimeField(
        null=True, help_text="Since when no ticket can take it; its name stays in history"
    )

    class Meta:
        ordering = ("position",)
        verbose_name_plural = "statuses"
        constraints = [
            models.UniqueConstraint(fields=["organization", "key"], name="status_key"),
            models.UniqueConstraint(
                fields=["organization", "stage"], condition=models.Q(is_default=True), name="status_default"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def label(self, language: str | None = None) -> str:
        """Return what agents call it."""
        return in_language(self.labels, language)

    def customer_label(self, language: str | None = None) -> str:
        """Return what customers call it."""
        return in_language(self.customer_labels or self.labels, language)

    @property
    def shown_colour(self) -> str:
        """Return the colour it is shown in: its own, or that of its stage."""
        return str(self.colour or STAGE_COLOURS[Stage(self.stage)])


class Transition(TenantModel):
    """One move between two statuses that is not open to everybody: only these roles may make it, or with none nobody.

    Without a row, everybody who may change tickets may make the move.
    """

    old = TenantForeignKey(Status, on_delete=models.CASCADE, related_name="+", db_index=False)
    new = TenantForeignKey(Status, on_delete=models.CASCADE, related_name="+", db_index=False)
    roles = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "old", "new"], name="transition_once")]

    def __str__(self) -> str:
        return f"{self.old_id} to {self.new_id}"


class StatusMove(TenantModel):
    """One retired status whose tickets are moved to another, and how far that is. ``event_id`` says who wanted it."""

    old = TenantForeignKey(Status, on_delete=models.CASCADE, related_name="+", db_index=False)
    new = TenantForeignKey(Status, on_delete=models.CASCADE, related_name="+", db_index=False)
    event_id = models.UUIDField()
    total = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(default=now, editable=False)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organization", "-started_at"], name="status_move_latest")]

    def __str__(self) -> str:
        return f"{self.moved} of {self.total}"


class Category(TenantModel):
    """One thing that tickets are about; categories form a tree."""

    key = models.SlugField(max_length=40)
    labels = models.JSONField(default=dict)
    parent = TenantForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    department = TenantForeignKey(Department, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position",)
        verbose_name_plural = "categories"
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="category_key")]

    def __str__(self) -> str:
        return self.key

    def label(self, language: str | None = None) -> str:
        """Return its name in a language."""
        return in_language(self.labels, language)


class Ticket(TenantModel):
    """One request and the work on it. ``version`` counts changes and guards against two people saving at once."""

    number = models.CharField(max_length=12, help_text="Without the organization's prefix")
    subject = models.CharField(max_length=200)
    status = TenantForeignKey(Status, on_delete=models.PROTECT, related_name="+", db_index=False)
    stage = models.CharField(max_length=12)
    priority = models.PositiveSmallIntegerField(default=Priority.MEDIUM)
    category = TenantForeignKey(Category, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    type = models.CharField(max_length=12, default=TicketType.QUESTION)
    department = TenantForeignKey(Department, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    channel = models.CharField(max_length=10, default=Channel.WEB)
    requester = TenantForeignKey(Contact, on_delete=models.PROTECT, related_name="+", db_index=False)
    assignee = TenantForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    follows = TenantForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    merged_into = TenantForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False, help_text="Where it goes on"
    )
    merged_count = models.PositiveSmallIntegerField(default=0, db_default=0, help_text="How many go on in this one")
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    field_values = models.JSONField(default=dict, db_default={}, help_text="Of custom fields, by key")
    language = models.CharField(max_length=10, default="en")
    version = models.PositiveIntegerField(default=1)
    message_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(default=now)
    starts_at = models.DateTimeField(null=True, help_text="When work on it is to begin")
    due_at = models.DateTimeField(null=True)
    assigned_at = models.DateTimeField(null=True)
    first_response_at = models.DateTimeField(null=True)
    last_message_at = models.DateTimeField(default=now)
    last_message_by_customer = models.BooleanField(default=True)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    close_warned_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    snoozed_at = models.DateTimeField(null=True, help_text="Since when it is put aside")
    snoozed_until = models.DateTimeField(null=True, help_text="Empty while snoozed: until the customer writes")
    snoozed_by = models.UUIDField(null=True, help_text="The member who snoozed it")
    watchers = ArrayField(models.UUIDField(), null=True, help_text="Members who watch it; empty for none")
    mentioned = ArrayField(models.UUIDField(), null=True, help_text="Members named in it who have not looked since")
    archived_at = models.DateTimeField(null=True, help_text="Since when lists leave it out; searching still finds it")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "number"], name="ticket_number"),
            models.CheckConstraint(
                condition=models.Q(stage__in=[stage.value for stage in Stage]), name="ticket_stage_known"
            ),
            models.CheckConstraint(condition=models.Q(priority__range=(1, 4)), name="ticket_priority_known"),
        ]
        indexes = [
            models.Index(fields=["organization", "-created_at", "-id"], name="ticket_created"),
            models.Index(fields=["organization", "-updated_at", "-id"], name="ticket_updated"),
            models.Index(fields=["organization", "requester", "-created_at"], name="ticket_requester"),
            models.Index(
                fields=["organization", "-priority", "created_at", "id"], name="ticket_active", condition=ACTIVE
            ),
            models.Index(
                fields=["organization", "status", "-priority", "created_at", "id"],
                name="ticket_column",
                condition=ACTIVE,
            ),
            models.Index(
                fields=["organization", "stage", "-created_at", "-id"],
                name="ticket_stage",
                condition=models.Q(deleted_at=None),
            ),
            models.Index(
                fields=["organization", "assignee", "stage", "-updated_at"],
                name="ticket_assignee",
                condition=models.Q(deleted_at=None),
            ),
            models.Index(
                fields=["organization", "department", "stage", "-updated_at"],
                name="ticket_department",
                condition=models.Q(deleted_at=None),
            ),
            models.Index(fields=["organization", "due_at"], name="ticket_due", condition=ACTIVE),
            models.Index(fields=["organization", "status", "-id"], name="ticket_status"),
            models.Index(
                fields=["organization", "resolved_at"],
                name="ticket_resolved",
                condition=models.Q(stage="resolved", deleted_at=None),
            ),
            models.Index(
                fields=["organization", "deleted_at"],
                name="ticket_deleted",
                condition=models.Q(deleted_at__isnull=False),
            ),
            models.Index(
                fields=["organization", "snoozed_until"],
                name="ticket_snoozed",
                condition=models.Q(snoozed_at__isnull=False),
            ),
            models.Index(
                fields=["organization", "merged_into"],
                name="ticket_merged_into",
                condition=models.Q(merged_into__isnull=False),
            ),
            GinIndex(fields=["organization", "tags"], gin_pending_list_limit=LITTLE, name="ticket_tags_here"),
            GinIndex(
                models.F("organization_id"),
                OpClass("subject", "gin_trgm_ops"),
                gin_pending_list_limit=LITTLE,
                name="ticket_open_subjects",
                condition=ACTIVE,
            ),
            models.Index(
                fields=["organization", "stage"], name="ticket_watched", condition=models.Q(watchers__isnull=False)
            ),
            models.Index(fields=["organization"], name="ticket_named", condition=models.Q(mentioned__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def done_at(self) -> Any:
        """Return when the ticket was done, if it is."""
        return (self.closed_at or self.resolved_at) if self.stage in DONE_STAGES else None

    @property
    def shown_priority(self) -> Priority:
        """Return the priority as the enum."""
        return Priority(self.priority)


class Participant(TenantModel):
    """One contact's part in one ticket: the requester, or one kept in copy. Owns secret links and reply addresses."""

    ticket = TenantForeignKey(Ticket, on_delete=models.CASCADE, related_name="participants", db_index=False)
    contact = TenantForeignKey(Contact, on_delete=models.CASCADE, related_name="+", db_index=False)
    is_requester = models.BooleanField(default=False)
    in_copy = models.BooleanField(default=True, db_default=True, help_text="Gets every reply, not only single ones")
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "ticket", "contact"], name="participant_once")]
        indexes = [models.Index(fields=["organization", "contact"], name="participant_contact")]

    def __str__(self) -> str:
        return f"{self.contact_id} in {self.ticket_id}"


class AccessLink(TenantModel):
    """One secret link to a ticket for one participant. Only the digest is kept; it expires and can be revoked."""

    participant = TenantForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    digest = models.BinaryField(unique=True)
    created_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link for {self.participant_id}"


from moondesk.tickets import (  # noqa: E402, F401 - they point to tickets
    field_models,
    reminder_models,
    search_models,
    tag_models,
    tally_models,
)
