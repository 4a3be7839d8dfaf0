"""The timekeeping app."""

from django.apps import AppConfig


class TimekeepingConfig(AppConfig):
    """Timers and time entries."""

    name = "moondesk.timekeeping"
    label = "timekeeping"

    def ready(self) -> None:
        """Declare how what happens to time is taken back."""
        from moondesk.timekeeping.actions import undoing  # noqa: F401
