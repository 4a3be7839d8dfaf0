"""The tickets app."""

from django.apps import AppConfig


class TicketsConfig(AppConfig):
    """Tickets and their workflow."""

    name = "moondesk.tickets"
    label = "tickets"

    def ready(self) -> None:
        """Declare the jobs and reactions of tickets, and how its events are taken back."""
        from moondesk.tickets import jobs, reactions, related  # noqa: F401
        from moondesk.tickets.actions import deleting, forms, linking, snoozing, undoing  # noqa: F401
