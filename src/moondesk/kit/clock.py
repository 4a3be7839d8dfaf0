"""The one place that reads the clock, so that rules can be given a time."""

import datetime

from django.utils import timezone


def now() -> datetime.datetime:
    """Return the current time, aware, in UTC."""
    return timezone.now()
