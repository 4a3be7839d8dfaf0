"""The fields app."""

from django.apps import AppConfig


class FieldsConfig(AppConfig):
    """Custom fields."""

    name = "moondesk.fields"
    label = "fields"

    def ready(self) -> None:
        """Make the events of fields known, and how they are taken back."""
        from moondesk.fields import events, undoing  # noqa: F401
