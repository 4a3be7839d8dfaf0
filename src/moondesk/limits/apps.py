"""The limits app."""

from django.apps import AppConfig


class LimitsConfig(AppConfig):
    """Limits across processes."""

    name = "moondesk.limits"
    label = "limits"

    def ready(self) -> None:
        """Register the periodic jobs."""
        from moondesk.limits import jobs  # noqa: F401
