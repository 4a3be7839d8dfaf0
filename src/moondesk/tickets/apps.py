"""The tickets app."""

from django.apps import AppConfig


class TicketsConfig(AppConfig):
    """Tickets and their workflow."""

    name = "moondesk.tickets"
    label = "tickets"
