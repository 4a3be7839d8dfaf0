"""The views app."""

from django.apps import AppConfig


class ViewsConfig(AppConfig):
    """Saved views."""

    name = "moondesk.views"
    label = "views"

    def ready(self) -> None:
        """Declare what happens to views, how it is taken back, and what is let go."""
        from moondesk.views import actions, jobs  # noqa: F401
