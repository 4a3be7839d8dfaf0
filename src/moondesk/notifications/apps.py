"""The notifications app."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """What concerns members."""

    name = "moondesk.notifications"
    label = "notifications"

    def ready(self) -> None:
        """Hear of what happens, and clean up."""
        from moondesk.notifications import jobs, reactions  # noqa: F401
