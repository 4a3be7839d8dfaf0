"""The fields app."""

from django.apps import AppConfig


class FieldsConfig(AppConfig):
    """Custom fields."""

    name = "moondesk.fields"
    label = "fields"

    def ready(self) -> None:
        """Make the events of fields known."""
        from moondesk.fields import events  # noqa: F401
