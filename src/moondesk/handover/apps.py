"""The handover app."""

from django.apps import AppConfig


class HandoverConfig(AppConfig):
    """What members leave behind."""

    name = "moondesk.handover"
    label = "handover"

    def ready(self) -> None:
        """Declare what follows from what happens here."""
        from moondesk.handover import jobs, reactions  # noqa: F401
