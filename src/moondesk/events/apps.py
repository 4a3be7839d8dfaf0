"""The events app."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """The log and its dispatcher."""

    name = "moondesk.events"
    label = "events"

    def ready(self) -> None:
        """Register the dispatcher and the sweeper as loops of the worker."""
        from moondesk.events import dispatcher  # noqa: F401
        from moondesk.jobs import sweeper  # noqa: F401
