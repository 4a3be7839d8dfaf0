"""The views app."""

from django.apps import AppConfig


class ViewsConfig(AppConfig):
    """Saved views."""

    name = "moondesk.views"
    label = "views"

    def ready(self) -> None:
        """Declare what happens to views, and how it is taken back."""
        from moondesk.views import actions  # noqa: F401
