"""For how long answers reopen tickets, and when resolved ones close: of the organization and of single departments."""

from moondesk.organizations.models import Department, Organization


def set_times(place: Organization | Department, *, reopen_days: int | None, close_days: int | None) -> None:
    """Write the numbers down. Only ``tickets.actions`` calls this: it checks permission and values, and tells of it."""
    place.reopen_days, place.close_days = reopen_days, close_days
    place.save(update_fields=["reopen_days", "close_days"])
