"""The bulk app."""

from django.apps import AppConfig


class BulkConfig(AppConfig):
    """Changes of many tickets at once."""

    name = "moondesk.bulk"
    label = "bulk"

    def ready(self) -> None:
        """Declare what follows from what happens here."""
        from moondesk.bulk import jobs, reactions  # noqa: F401
