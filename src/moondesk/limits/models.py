"""The counters. A global table: keys carry the organization where there is one."""

from django.db import models


class Window(models.Model):
    """One count of one thing in one period. Losing these in a crash is harmless, so the table is unlogged."""

    key = models.CharField(primary_key=True, max_length=64)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ends_at"], name="window_ends")]

    def __str__(self) -> str:
        return self.key


class Seat(models.Model):
    """One place that somebody holds among a few, such as an open stream. Unlogged: a crash ends what it stands for."""

    id = models.UUIDField(primary_key=True)
    key = models.CharField(max_length=64)
    holder = models.UUIDField(help_text="The process")
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["key"], name="seat_key"),
            models.Index(fields=["holder"], name="seat_holder"),
            models.Index(fields=["ends_at"], name="seat_ends"),
        ]

    def __str__(self) -> str:
        return self.key
