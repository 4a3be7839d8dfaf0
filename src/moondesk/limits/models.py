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
