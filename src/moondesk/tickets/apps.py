"""The tickets app."""

from django.apps import AppConfig


class TicketsConfig(AppConfig):
    """Tickets and their workflow."""

    name = "moondesk.tickets"
    label = "tickets"

    def ready(self) -> None:
        """Declare the jobs of tickets."""
        from moondesk.tickets import jobs  # noqa: F401
