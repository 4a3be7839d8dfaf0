"""Changes of many tickets, and what became of each ticket."""

import uuid
from dataclasses import dataclass

from django.db import models

from moondesk.bulk.rules import ACTIVE, BulkState, Operation, Outcome
from moondesk.jobs.progress import percent
from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantForeignKey, TenantModel
from moondesk.organizations.askers import Asked
from moondesk.organizations.models import Member

_AT_WORK = models.Q(state__in=[one.value for one in ACTIVE])


@dataclass
class Undoer:
    """Who has a change taken back."""

    member_id: uuid.UUID
    token_id: uuid.UUID | None
    door: str


class BulkChange(TenantModel):
    """One thing done to many tickets in the name of a member. Its id is the operation of all events it causes."""

    member = TenantForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    token_id = models.UUIDField(null=True, help_text="The API token that asked, whose scopes hold for each ticket")
    door = models.CharField(max_length=10)
    language = models.CharField(max_length=10, help_text="In which reasons are given")
    operation = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Operation])
    given = models.JSONField(default=dict, help_text="What the operation needs, such as the status")
    question = models.JSONField(null=True, help_text="The filters that name the tickets; null when they were chosen")
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in BulkState], default=BulkState.WAITING.value
    )
    problem = models.CharField(max_length=300, blank=True, help_text="Why it failed as a whole")
    gathered = models.BooleanField(default=False, help_text="Whether its tickets are written down")
    total = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    undone = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    undo_member = models.UUIDField(null=True, help_text="The member who has it taken back")
    undo_token = models.UUIDField(null=True, help_text="The API token that has it taken back")
    undo_door = models.CharField(max_length=10, blank=True, default="", db_default="")
    created_at = models.DateTimeField(default=now, editable=False)
    worked_at = models.DateTimeField(default=now, help_text="When a worker last did something for it")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organization", "member", "-id"], name="bulk_of_member"),
            models.Index(
                fields=["organization", "id"],
                condition=models.Q(state__in=[one.value for one in ACTIVE]),
                name="bulk_active",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.state}"

    @property
    def done(self) -> int:
        """How many tickets were looked at."""
        return self.changed + self.unchanged + self.skipped + self.failed + self.undone + self.kept

    @property
    def is_active(self) -> bool:
        """Whether there is still work to do."""
        return self.state in ACTIVE

    @property
    def asker(self) -> Asked:
        """In whose name the work at hand is done: a change can be taken back by somebody else."""
        if self.state == BulkState.UNDOING and self.undo_member is not None:
            return Undoer(self.undo_member, self.undo_token, self.undo_door)
        return self

    @property
    def percent(self) -> int:
        """How much of what is being done now is done."""
        if self.state == BulkState.UNDOING:
            return percent(self.undone + self.kept, self.changed + self.undone + self.kept)
        return percent(self.done, self.total) if self.gathered else 0


class BulkResult(TenantModel):
    """One ticket of a change: waiting for its turn, or what became of it and why."""

    change = TenantForeignKey(BulkChange, on_delete=models.CASCADE, related_name="+", db_index=False)
    ticket_id = models.UUIDField()
    number = models.CharField(max_length=12)
    outcome = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in Outcome], default=Outcome.PENDING.value
    )
    code = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "change", "ticket_id"], name="bulk_result_once")]
        indexes = [
            models.Index(fields=["organization", "change", "outcome", "ticket_id"], name="bulk_result_outcome"),
            models.Index(fields=["organization", "change", "number", "id"], name="bulk_result_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.outcome}"


def new_result(change: BulkChange, ticket_id: uuid.UUID, number: str) -> BulkResult:
    """Return the row of a ticket that waits for its turn."""
    return BulkResult(change=change, ticket_id=ticket_id, number=number)
