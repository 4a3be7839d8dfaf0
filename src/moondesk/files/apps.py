"""The files app."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Files and their storage."""

    name = "moondesk.files"
    label = "files"

    def ready(self) -> None:
        """Declare the jobs and reactions of files."""
        from moondesk.files import jobs, reactions  # noqa: F401
