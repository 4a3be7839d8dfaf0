"""Exports: what was asked for, by whom, and where the file is."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from moondesk.exports.rules import ACTIVE, Content, ExportFormat, ExportState
from moondesk.jobs.progress import percent
from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantForeignKey, TenantModel
from moondesk.organizations.models import Member


class TicketExport(TenantModel):
    """One file of tickets, or of the audit log, for the member (or the token) that asked.

    It has what they saw while it was written.
    """

    member = TenantForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    content = models.CharField(
        max_length=10,
        choices=[(one.value, one.value) for one in Content],
        default=Content.TICKETS.value,
        db_default=Content.TICKETS.value,
    )
    token_id = models.UUIDField(null=True, help_text="The API token that asked: only it fetches the file")
    door = models.CharField(max_length=10)
    language = models.CharField(max_length=10, help_text="Of headings and words")
    time_zone = models.CharField(max_length=64, help_text="Of moments in tables")
    format = models.CharField(max_length=4, choices=[(one.value, one.value) for one in ExportFormat])
    question = models.JSONField(default=dict, help_text="The filters and the order")
    chosen = ArrayField(models.UUIDField(), null=True, help_text="The tickets that were named, in place of filters")
    columns = models.JSONField(default=list, help_text="The keys of the columns of a table")
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in ExportState], default=ExportState.WAITING.value
    )
    problem = models.CharField(max_length=300, blank=True, help_text="Why it failed")
    total = models.PositiveIntegerField(null=True, help_text="Tickets or entries that fit when the work began")
    done = models.PositiveIntegerField(default=0)
    run = models.UUIDField(null=True, help_text="The attempt that may write on")
    tries = models.PositiveSmallIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    key = models.CharField(max_length=120, blank=True, help_text="Of the content in the storage")
    rights = models.CharField(max_length=64, blank=True, help_text="What the asker could see, as a digest")
    created_at = models.DateTimeField(default=now, editable=False)
    worked_at = models.DateTimeField(default=now, help_text="When a worker last did something for it")
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organization", "member", "-id"], name="export_of_member"),
            models.Index(
                fields=["organization", "id"],
                condition=models.Q(state__in=[one.value for one in ACTIVE]),
                name="export_active",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.format} {self.state}"

    @property
    def is_log(self) -> bool:
        """Whether it has the audit log."""
        return self.content == Content.AUDIT

    @property
    def is_active(self) -> bool:
        """Whether there is still work to do."""
        return self.state in ACTIVE

    @property
    def is_ready(self) -> bool:
        """Whether there is a file to fetch."""
        return self.state == ExportState.DONE and self.expires_at is not None and self.expires_at > now()

    @property
    def percent(self) -> int:
        """How much is written."""
        return 100 if self.state == ExportState.DONE else min(99, percent(self.done, self.total))

    @property
    def name(self) -> str:
        """The name that the file has when it is fetched."""
        return f"{self.content}-{self.created_at:%Y-%m-%d}.{self.format}"
