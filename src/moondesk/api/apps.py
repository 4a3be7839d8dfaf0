"""The api app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The face for programs."""

    name = "moondesk.api"
    label = "api"

    def ready(self) -> None:
        """Register the periodic job."""
        from moondesk.api import jobs  # noqa: F401
