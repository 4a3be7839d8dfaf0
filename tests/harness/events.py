"""Reading what was told of, in tests of actions."""

from typing import Any

from moondesk.events.models import Event


def told(subject: Any) -> list[str]:
    """Return the names of what happened to a row, oldest first."""
    return list(Event.objects.filter(subject_id=subject.pk).order_by("id").values_list("name", flat=True))


def last_told(subject: Any) -> Event:
    """Return what happened to a row last."""
    return Event.objects.filter(subject_id=subject.pk).latest("id")
