"""The exports app."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """Tickets as files."""

    name = "moondesk.exports"
    label = "exports"

    def ready(self) -> None:
        """Declare what follows from what happens here."""
        from moondesk.exports import jobs, reactions  # noqa: F401
