"""The macros app."""

from django.apps import AppConfig


class MacrosConfig(AppConfig):
    """Canned responses and macros."""

    name = "moondesk.macros"
    label = "macros"

    def ready(self) -> None:
        """Declare what happens to macros, and how it is taken back."""
        from moondesk.macros.actions import applying, templates  # noqa: F401
