"""The directory app."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """People and groups of an external directory."""

    name = "moondesk.directory"
    label = "directory"

    def ready(self) -> None:
        """Register what happens when somebody whom the directory invited joins."""
        from moondesk.directory import reactions  # noqa: F401
