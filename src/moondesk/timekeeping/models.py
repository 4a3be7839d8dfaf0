"""Timers that run or rest, and time that was booked."""

import datetime

from django.db import models

from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantForeignKey, TenantModel
from moondesk.organizations.models import Member
from moondesk.tickets.models import Ticket
from moondesk.timekeeping.rules import MOST_MINUTES, NOTE_LENGTH, elapsed


class Timer(TenantModel):
    """One member's timer on one ticket. At most one of a member runs; ``seconds`` is before its pause."""

    member = TenantForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    ticket = TenantForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    started_at = models.DateTimeField(default=now)
    running_since = models.DateTimeField(null=True, default=now)
    seconds = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "member", "ticket"], name="timer_once"),
            models.UniqueConstraint(
                fields=["organization", "member"],
                condition=models.Q(running_since__isnull=False),
                name="timer_one_runs",
            ),
        ]
        indexes = [models.Index(fields=["organization", "ticket"], name="timer_ticket")]

    def __str__(self) -> str:
        return f"{self.seconds} s and counting" if self.running_since else f"{self.seconds} s"

    def elapsed(self, moment: datetime.datetime | None = None) -> int:
        """Return the seconds it has counted."""
        return elapsed(self.seconds, self.running_since, moment or now())


class TimeEntry(TenantModel):
    """One stretch of work of a member on a ticket. ``version`` guards against two people saving at once."""

    member = TenantForeignKey(Member, on_delete=models.PROTECT, related_name="+", db_index=False)
    ticket = TenantForeignKey(Ticket, on_delete=models.CASCADE, related_name="+", db_index=False)
    started_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    billable = models.BooleanField(default=True)
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    from_timer = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name_plural = "time entries"
        constraints = [
            models.CheckConstraint(condition=models.Q(minutes__range=(1, MOST_MINUTES)), name="time_minutes_known")
        ]
        indexes = [
            models.Index(fields=["organization", "-started_at", "-id"], name="time_started"),
            models.Index(fields=["organization", "ticket", "-started_at"], name="time_ticket"),
            models.Index(fields=["organization", "member", "-started_at"], name="time_member"),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} min"
